"""The one generated Terraform file that turns a workspace towards the embedded AWS."""

from __future__ import annotations

OVERRIDE_NAME = "snowops_override.tf"
"""File name; Terraform merges `*_override.tf` into what the other files say."""

# Names of provider 3.39.0; a service that is not listed is called on real AWS.
SERVICES = (
    "acm",
    "applicationautoscaling",
    "cloudformation",
    "cloudwatch",
    "cloudwatchevents",
    "cloudwatchlogs",
    "dynamodb",
    "ec2",
    "ecr",
    "ecs",
    "elb",
    "firehose",
    "iam",
    "kinesis",
    "kms",
    "lambda",
    "route53",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "sts",
    "wafv2",
)


def provider_override(endpoint: str, region: str) -> str:
    """Text of the override file for provider 3.39.0; it passes `terraform fmt -check`.

    Two retries instead of 25: an API that the embedded AWS lacks fails in seconds, not in ten
    minutes. The account number is asked for (from the embedded STS), as names and policies use it.
    """
    width = max(map(len, SERVICES))
    endpoints = "\n".join(f'    {name:<{width}} = "{endpoint}"' for name in SERVICES)
    return f"""\
# Generated for the embedded AWS; every apply against it writes this file anew.

provider "aws" {{
  region                      = "{region}"
  access_key                  = "local"
  secret_key                  = "local"
  max_retries                 = 2
  s3_force_path_style         = true
  skip_credentials_validation = true
  skip_get_ec2_platforms      = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = false

  endpoints {{
{endpoints}
  }}
}}
"""
