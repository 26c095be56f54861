"""Names, ARNs and documents in the form and length that AWS takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.terraform.unseen.reading import at, text

# Argument and the whole of what it may be; sources: the API references of the services.
NAMES: dict[str, tuple[str, str]] = {
    "aws_appautoscaling_policy": ("name", r"[\x20-\x7e]{1,256}"),
    "aws_cloudwatch_log_group": ("name", r"[a-zA-Z0-9_./#-]{1,512}"),
    "aws_cloudwatch_metric_alarm": ("alarm_name", r".{1,255}"),
    "aws_dynamodb_table": ("name", r"[a-zA-Z0-9_.-]{3,255}"),
    "aws_ecs_cluster": ("name", r"[a-zA-Z0-9_-]{1,255}"),
    "aws_ecs_service": ("name", r"[a-zA-Z0-9_-]{1,255}"),
    "aws_ecs_task_definition": ("family", r"[a-zA-Z0-9_-]{1,255}"),
    "aws_iam_role": ("name", r"[\w+=,.@-]{1,64}"),
    "aws_iam_role_policy": ("name", r"[\w+=,.@-]{1,128}"),
    "aws_kinesis_firehose_delivery_stream": ("name", r"[a-zA-Z0-9_.-]{1,64}"),
    "aws_kinesis_stream": ("name", r"[a-zA-Z0-9_.-]{1,128}"),
    "aws_kms_alias": ("name", r"alias/(?!aws/)[a-zA-Z0-9/_-]{1,250}"),
    "aws_lambda_function": ("function_name", r"[a-zA-Z0-9_-]{1,64}"),
    "aws_lb": ("name", r"(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?"),
    "aws_lb_target_group": ("name", r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?"),
    "aws_s3_bucket": ("bucket", r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]"),
    "aws_secretsmanager_secret": ("name", r"[\w/+=.@-]{1,512}"),
    "aws_security_group": ("name", r"(?!sg-)[\w .:/()#,@\[\]+=&;{}!$*-]{1,255}"),
    "aws_sqs_queue": ("name", r"[\w-]{1,80}"),
    "aws_wafv2_web_acl": ("name", r"[\w-]{1,128}"),
}

DESCRIPTIONS = {
    "aws_iam_role": 1000,
    "aws_kms_key": 8192,
    "aws_lambda_alias": 256,
    "aws_lambda_function": 256,
    "aws_secretsmanager_secret": 2048,
    "aws_security_group": 255,
    "aws_security_group_rule": 255,
    "aws_wafv2_web_acl": 256,
}

# Service and resource of an ARN that an argument takes.
ARNS: dict[str, dict[str, str]] = {
    "aws_cloudwatch_log_group": {"kms_key_id": "kms:key/"},
    "aws_cloudwatch_metric_alarm": {"alarm_actions": "autoscaling:scalingPolicy:"},
    "aws_ecs_service": {
        "cluster": "ecs:cluster/",
        "task_definition": "ecs:task-definition/",
        "load_balancer.target_group_arn": "elasticloadbalancing:targetgroup/",
    },
    "aws_ecs_task_definition": {"execution_role_arn": "iam:role/", "task_role_arn": "iam:role/"},
    "aws_flow_log": {"iam_role_arn": "iam:role/", "log_destination": "logs:log-group:"},
    "aws_kinesis_firehose_delivery_stream": {
        "kinesis_source_configuration.kinesis_stream_arn": "kinesis:stream/",
        "kinesis_source_configuration.role_arn": "iam:role/",
        "extended_s3_configuration.role_arn": "iam:role/",
        "extended_s3_configuration.bucket_arn": "s3:",
        "extended_s3_configuration.kms_key_arn": "kms:key/",
    },
    "aws_kinesis_stream": {"kms_key_id": "kms:key/"},
    "aws_lambda_function": {"role": "iam:role/"},
    "aws_lb_listener": {
        "load_balancer_arn": "elasticloadbalancing:loadbalancer/app/",
        "certificate_arn": "acm:certificate/",
        "default_action.target_group_arn": "elasticloadbalancing:targetgroup/",
    },
    "aws_s3_bucket_server_side_encryption_configuration": {
        "rule.apply_server_side_encryption_by_default.kms_master_key_id": "kms:key/"
    },
    "aws_secretsmanager_secret": {"kms_key_id": "kms:key/"},
    "aws_sqs_queue": {"kms_master_key_id": "kms:key/"},
    "aws_wafv2_web_acl_association": {
        "resource_arn": "elasticloadbalancing:loadbalancer/app/",
        "web_acl_arn": "wafv2:regional/webacl/",
    },
    "aws_wafv2_web_acl_logging_configuration": {
        "resource_arn": "wafv2:regional/webacl/",
        "log_destination_configs": "logs:log-group:aws-waf-logs-",
    },
}

# Characters of a document without white space (IAM and STS quotas, and those of each service).
POLICIES = {
    "aws_iam_role": ("assume_role_policy", 2048),
    "aws_iam_role_policy": ("policy", 10_240),
    "aws_kms_key": ("policy", 32_768),
    "aws_s3_bucket_policy": ("policy", 20_480),
    "aws_secretsmanager_secret_policy": ("policy", 20_480),
    "aws_cloudwatch_log_resource_policy": ("policy_document", 5120),
    "aws_sqs_queue": ("policy", 8192),
    "aws_vpc_endpoint": ("policy", 20_480),
}

_SID = r"[a-zA-Z0-9]+"
_MADE_UP = re.compile(r"fake-|arn:aws:fake:")
_ARN = re.compile(r"arn:aws[a-z-]*:([a-z0-9-]+):[a-z0-9-]*:[0-9]*:(.+)|arn:aws[a-z-]*:(s3):::(.+)")


def names(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """Names and descriptions that AWS would refuse, each as a sentence."""
    if kind in NAMES:
        argument, pattern = NAMES[kind]
        name = text(values, argument)
        if name and not re.fullmatch(pattern, name, re.ASCII):
            yield f"{argument} {name!r} ({len(name)} characters) is not of the form {pattern}"
    description = text(values, "description")
    if len(description) > DESCRIPTIONS.get(kind, len(description)):
        yield f"description has {len(description)} of at most {DESCRIPTIONS[kind]} characters"


def arns(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """ARNs of something else than the argument takes; what nobody set is left out."""
    for path, wanted in ARNS.get(kind, {}).items():
        for arn in at(values, path):
            if _MADE_UP.match(arn):
                continue
            match = _ARN.fullmatch(arn)
            service, resource = [part for part in match.groups() if part] if match else ("", "")
            if not f"{service}:{resource}".startswith(wanted):
                yield f"{path} {arn!r} is not an ARN of {wanted}"


def policies(kind: str, values: dict[str, Any]) -> Iterator[str]:
    """Policies that are too long or out of form, each as a sentence."""
    argument, most = POLICIES.get(kind, ("", 0))
    document = text(values, argument) if argument else ""
    if not document:
        return
    if len(document) > most:
        yield f"{argument} has {len(document)} of at most {most} characters"
    statements = json.loads(document).get("Statement", [])
    sids = [statement.get("Sid", "") for statement in statements]
    if not statements:
        yield f"{argument} has no statement"
    if len(set(sids)) < len(sids):
        yield f"{argument} has two statements of one Sid"
    if kind.startswith("aws_iam") and not all(re.fullmatch(_SID, sid) for sid in sids):
        yield f"{argument} has a Sid that is not of letters and digits"
