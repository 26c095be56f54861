"""Names, identifiers and ARNs that look like those of AWS, for resources that do not exist."""

from __future__ import annotations

import secrets
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# After "arn:<partition>:", as the Service Authorization Reference spells the resource types.
# {hex} is random; other names are the resource's own arguments.
ARNS = {
    "aws_acm_certificate": "acm:{region}:{account}:certificate/{uuid}",
    "aws_athena_workgroup": "athena:{region}:{account}:workgroup/{name}",
    "aws_backup_vault": "backup:{region}:{account}:backup-vault:{name}",
    "aws_cloudtrail": "cloudtrail:{region}:{account}:trail/{name}",
    "aws_cloudwatch_composite_alarm": "cloudwatch:{region}:{account}:alarm:{alarm_name}",
    "aws_cloudwatch_dashboard": "cloudwatch::{account}:dashboard/{dashboard_name}",
    "aws_cloudwatch_event_bus": "events:{region}:{account}:event-bus/{name}",
    "aws_cloudwatch_event_rule": "events:{region}:{account}:rule/{name}",
    "aws_cloudwatch_log_group": "logs:{region}:{account}:log-group:{name}",
    "aws_cloudwatch_log_stream": (
        "logs:{region}:{account}:log-group:{log_group_name}:log-stream:{name}"
    ),
    "aws_cloudwatch_metric_alarm": "cloudwatch:{region}:{account}:alarm:{alarm_name}",
    "aws_cloudformation_stack": "cloudformation:{region}:{account}:stack/{name}/{uuid}",
    "aws_dynamodb_table": "dynamodb:{region}:{account}:table/{name}",
    "aws_ecr_repository": "ecr:{region}:{account}:repository/{name}",
    "aws_ecs_cluster": "ecs:{region}:{account}:cluster/{name}",
    "aws_ecs_service": "ecs:{region}:{account}:service/{cluster_name}/{name}",
    "aws_ecs_task_definition": "ecs:{region}:{account}:task-definition/{family}:1",
    "aws_flow_log": "ec2:{region}:{account}:vpc-flow-log/{id}",
    "aws_glue_catalog_database": "glue:{region}:{account}:database/{name}",
    "aws_iam_openid_connect_provider": "iam::{account}:oidc-provider/{hex}",
    "aws_iam_policy": "iam::{account}:policy{path}{name}",
    "aws_iam_role": "iam::{account}:role{path}{name}",
    "aws_internet_gateway": "ec2:{region}:{account}:internet-gateway/{id}",
    "aws_kinesis_firehose_delivery_stream": "firehose:{region}:{account}:deliverystream/{name}",
    "aws_kinesis_stream": "kinesis:{region}:{account}:stream/{name}",
    "aws_kms_alias": "kms:{region}:{account}:{name}",
    "aws_kms_key": "kms:{region}:{account}:key/{key_id}",
    "aws_lambda_alias": "lambda:{region}:{account}:function:{function_name}:{name}",
    "aws_lambda_function": "lambda:{region}:{account}:function:{function_name}",
    "aws_lb": "elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex}",
    "aws_lb_listener": "elasticloadbalancing:{region}:{account}:listener/app/fake/{hex}/{hex}",
    "aws_lb_listener_rule": (
        "elasticloadbalancing:{region}:{account}:listener-rule/app/fake/{hex}/{hex}"
    ),
    "aws_lb_target_group": "elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex}",
    "aws_route53_zone": "route53:::hostedzone/{zone_id}",
    "aws_s3_bucket": "s3:::{bucket}",
    "aws_s3_object": "s3:::{bucket}/{key}",
    "aws_scheduler_schedule": "scheduler:{region}:{account}:schedule/{group_name}/{name}",
    "aws_scheduler_schedule_group": "scheduler:{region}:{account}:schedule-group/{name}",
    "aws_secretsmanager_secret": "secretsmanager:{region}:{account}:secret:{name}-{six}",
    "aws_security_group": "ec2:{region}:{account}:security-group/{id}",
    "aws_sns_topic": "sns:{region}:{account}:{name}",
    "aws_sns_topic_subscription": "sns:{region}:{account}:fake:{uuid}",
    "aws_sqs_queue": "sqs:{region}:{account}:{name}",
    "aws_ssm_parameter": "ssm:{region}:{account}:parameter/{bare_name}",
    "aws_subnet": "ec2:{region}:{account}:subnet/{id}",
    "aws_vpc": "ec2:{region}:{account}:vpc/{id}",
    "aws_vpc_endpoint": "ec2:{region}:{account}:vpc-endpoint/{id}",
    "aws_wafv2_web_acl": "wafv2:{region}:{account}:regional/webacl/{name}/{id}",
}

# The resources whose `id` is their ARN (the registry's "Attribute Reference" pages).
_ARN_IS_ID = frozenset(
    {
        "aws_acm_certificate",
        "aws_cloudformation_stack",
        "aws_ecs_cluster",
        "aws_ecs_service",
        "aws_iam_policy",
        "aws_kinesis_firehose_delivery_stream",
        "aws_kinesis_stream",
        "aws_lambda_alias",
        "aws_lb",
        "aws_lb_listener",
        "aws_lb_listener_rule",
        "aws_lb_target_group",
        "aws_secretsmanager_secret",
        "aws_sns_topic",
        "aws_sns_topic_subscription",
    }
)

_INVOKED = (
    "arn:{{partition}}:apigateway:{{region}}:lambda:path/2015-03-31/functions/"
    "arn:{{partition}}:lambda:{{region}}:{{account}}:function:{function}/invocations"
)

# Other texts that wiring depends on.
TEXTS = {
    ("aws_ecr_repository", "repository_url"): "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    ("aws_iam_role", "unique_id"): "AROA{hex}",
    ("aws_kms_key", "id"): "{key_id}",
    ("aws_kms_key", "key_id"): "{uuid}",
    ("aws_lambda_alias", "invoke_arn"): _INVOKED.format(function="{function_name}:{name}"),
    ("aws_lambda_function", "invoke_arn"): _INVOKED.format(function="{function_name}"),
    ("aws_lambda_function", "qualified_arn"): (
        "arn:{partition}:lambda:{region}:{account}:function:{function_name}:{version}"
    ),
    ("aws_lambda_function", "version"): "1",
    ("aws_lb", "arn_suffix"): "app/{name}/{hex}",
    ("aws_lb", "dns_name"): "{name}-{hex}.{region}.elb.amazonaws.com",
    ("aws_lb", "zone_id"): "Z{hex}",
    ("aws_lb_target_group", "arn_suffix"): "targetgroup/{name}/{hex}",
    ("aws_route53_zone", "id"): "{zone_id}",
    ("aws_route53_zone", "zone_id"): "Z{hex}",
    ("aws_s3_bucket", "bucket_domain_name"): "{bucket}.s3.amazonaws.com",
    ("aws_s3_bucket", "bucket_regional_domain_name"): "{bucket}.s3.{region}.amazonaws.com",
    ("aws_s3_bucket", "bucket_region"): "{region}",
    ("aws_secretsmanager_secret_version", "arn"): "{secret_id}",
    ("aws_sqs_queue", "id"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
    ("aws_sqs_queue", "url"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
}

# How the identifiers of EC2's resources begin (EC2 User Guide, "Resource IDs").
_ID_PREFIXES = {
    "aws_default_network_acl": "acl",
    "aws_default_route_table": "rtb",
    "aws_default_security_group": "sg",
    "aws_eip": "eipalloc",
    "aws_flow_log": "fl",
    "aws_internet_gateway": "igw",
    "aws_nat_gateway": "nat",
    "aws_network_acl": "acl",
    "aws_route_table": "rtb",
    "aws_route_table_association": "rtbassoc",
    "aws_security_group": "sg",
    "aws_security_group_rule": "sgrule",
    "aws_subnet": "subnet",
    "aws_vpc": "vpc",
    "aws_vpc_endpoint": "vpce",
    "aws_vpc_security_group_egress_rule": "sgr",
    "aws_vpc_security_group_ingress_rule": "sgr",
}

# The arguments that hold a resource's name, the first that is set counting.
_NAMES = ("bucket", "function_name", "alarm_name", "dashboard_name", "family", "name")


def partition(region: str) -> str:
    """The partition of a region, from how the region's name begins."""
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for prefix, name in prefixes.items() if region.startswith(prefix)), "aws")


def arn_is_id(type_name: str) -> bool:
    """Whether a resource's `id` is its ARN."""
    return type_name in _ARN_IS_ID


def arn(type_name: str, known: Mapping[str, str], attribute: str = "arn") -> str:
    """The ARN of a resource with these known texts, which hold `region` and `account`."""
    template = ARNS.get(type_name) if attribute == "arn" else None
    if template is None:
        template = "fake:{region}:{account}:" + f"{type_name}/{attribute}-" + "{hex}"
    return text(f"arn:{{partition}}:{template}", known)


def identifier(type_name: str, known: Mapping[str, str]) -> str:
    """The `id` of a resource: an EC2-like one, its ARN, or its name."""
    if type_name in _ARN_IS_ID and "arn" in known:
        return known["arn"]
    if type_name in _ID_PREFIXES:
        return f"{_ID_PREFIXES[type_name]}-0{secrets.token_hex(8)}"
    if type_name in {"aws_wafv2_web_acl", "aws_wafv2_ip_set", "aws_wafv2_rule_group"}:
        return new_uuid()
    named = next((known[name] for name in _NAMES if name in known), "")
    return named or f"fake-{secrets.token_hex(8)}"


def text(template: str, known: Mapping[str, str]) -> str:
    """A template filled with known texts, and with made-up ones where nothing is known."""
    fields = [field for _, field, _, _ in Formatter().parse(template) if field]
    return template.format_map({field: _field(field, known) for field in fields})


def _field(field: str, known: Mapping[str, str]) -> str:
    derived = {
        "bare_name": known.get("name", "").lstrip("/"),
        "cluster_name": known.get("cluster", "default").rpartition("/")[2],
        "group_name": known.get("group_name", "default"),
        "hex": secrets.token_hex(8),
        "partition": partition(known["region"]),
        "path": known.get("path", "/"),
        "six": secrets.token_hex(3),
        "uuid": new_uuid(),
    }
    return derived.get(field) or known.get(field) or f"fake-{secrets.token_hex(4)}"


def new_uuid() -> str:
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
