"""By what Terraform takes a resource into the state: a name that the plan knows, or an id.

Source: the provider's documentation, section "Import" of each resource that the templates make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.domain.partitions import partition

ID = "{id}"
"""Stands for what AWS calls a resource, which is known once it is made."""

# What is not listed is imported by its id alone.
_KEYS = {
    "aws_appautoscaling_policy": "{service_namespace}/{resource_id}/{scalable_dimension}/{name}",
    "aws_appautoscaling_target": "{service_namespace}/{resource_id}/{scalable_dimension}",
    "aws_cloudformation_stack": "{name}",
    "aws_cloudwatch_log_group": "{name}",
    "aws_cloudwatch_log_resource_policy": "{policy_name}",
    "aws_cloudwatch_log_stream": "{log_group_name}:{name}",
    "aws_cloudwatch_metric_alarm": "{alarm_name}",
    "aws_dynamodb_table": "{name}",
    "aws_ecs_cluster": "{name}",
    "aws_iam_role": "{name}",
    "aws_iam_role_policy": "{role}:{name}",
    "aws_kinesis_firehose_delivery_stream": "arn:{partition}:firehose:{region}:{account}"
    ":deliverystream/{name}",
    "aws_kinesis_stream": "{name}",
    "aws_kms_alias": "{name}",
    "aws_lambda_alias": "{function_name}/{name}",
    "aws_lambda_function": "{function_name}",
    "aws_lambda_permission": "{function_name}/{statement_id}",
    "aws_route": "{route_table_id}_{destination_cidr_block}",
    "aws_route_table_association": "{subnet_id}/{route_table_id}",
    "aws_s3_bucket": "{bucket}",
    "aws_s3_bucket_lifecycle_configuration": "{bucket}",
    "aws_s3_bucket_logging": "{bucket}",
    "aws_s3_bucket_ownership_controls": "{bucket}",
    "aws_s3_bucket_policy": "{bucket}",
    "aws_s3_bucket_public_access_block": "{bucket}",
    "aws_s3_bucket_server_side_encryption_configuration": "{bucket}",
    "aws_s3_bucket_versioning": "{bucket}",
    "aws_security_group_rule": "{security_group_id}_{type}_{protocol}_{from_port}_{to_port}"
    "_{source_security_group_id|cidr_blocks|ipv6_cidr_blocks|prefix_list_ids}",
    "aws_wafv2_web_acl": "{id}/{name}/{scope}",
}
# These names are known later than the id, which is the same.
_OR_ID = ("aws_iam_role_policy",)
MADE_AGAIN = ("aws_acm_certificate_validation", "aws_ecs_task_definition")
"""Cannot be imported and need not be: a second one does no harm."""

# Of these a part of the id is the key: what comes after the mark.
_TAILS = {"aws_ecs_service": ":service/"}

TAG = "tags.Name"
"""Under this name the tag that people know a resource by stands among its attributes."""

# What people call a resource, the first that there is.
_NAMES = ("name", "bucket", "alarm_name", "function_name", "policy_name", TAG, "description")
_FIELD = re.compile(r"\{([\w|]+)\}")


def identifying(kind: str) -> frozenset[str]:
    """The attributes that name a resource of a kind."""
    fields = _FIELD.findall(_KEYS.get(kind, ""))
    return frozenset((*(name for each in fields for name in each.split("|")), *_NAMES))


def naming(value: object) -> str:
    """An attribute as a part of a name; empty where it names nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "_".join(value)
    return ""


def name_of(attributes: Mapping[str, str]) -> str:
    """What people call a resource; empty where the plan does not know it."""
    return next((attributes[name] for name in _NAMES if name in attributes), "")


def import_key(kind: str, attributes: Mapping[str, str], region: str, account: str) -> str:
    """By what to import a resource, `{id}` standing for its id; empty where nobody can say."""
    if kind in MADE_AGAIN:
        return ""
    surroundings = {"partition": partition(region), "region": region, "account": account}
    known = {"id": ID, **surroundings, **attributes}
    missing = False

    def filled(field: re.Match[str]) -> str:
        nonlocal missing
        found = next((known[name] for name in field[1].split("|") if name in known), "")
        missing = missing or not found
        return found

    key = _FIELD.sub(filled, _KEYS.get(kind, ID))
    if not missing:
        return key
    return ID if kind in _OR_ID else ""


def with_id(key: str, kind: str, id_: str) -> str:
    """The key once the id is known; empty where it still is not."""
    if ID in key and not id_:
        return ""
    return key.replace(ID, id_.rpartition(_TAILS.get(kind, "\0"))[2])
