"""Arguments that exclude or need each other; sources: the provider's documentation and the APIs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.terraform.unseen.reading import at, given, text

Values = dict[str, Any]
Check = Callable[[Values], Iterator[str]]

# Exactly one of these, for every resource of the type.
ONE_OF: dict[str, tuple[str, ...]] = {
    "aws_security_group_rule": (
        *("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "self"),
        "source_security_group_id",
    ),
}
# At most one of these.
EXCLUSIVE: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_cloudwatch_metric_alarm": (("metric_name", "metric_query"),),
    "aws_lambda_function": (
        ("s3_bucket", "filename", "image_uri"),
        ("source_code_hash", "code_sha256"),
    ),
    "aws_route": (("gateway_id", "nat_gateway_id", "vpc_endpoint_id", "transit_gateway_id"),),
    "aws_sqs_queue": (("kms_master_key_id", "sqs_managed_sse_enabled"),),
}
PREFIXED = ("name", "bucket", "function_name")


def conflicts(kind: str, values: Values) -> Iterator[str]:
    """Combinations that the provider or AWS would refuse, each as a sentence."""
    for name in PREFIXED:
        if given(values, name, f"{name}_prefix") == [name, f"{name}_prefix"]:
            yield f"{name} excludes {name}_prefix"
    if kind in ONE_OF and len(found := given(values, *ONE_OF[kind])) > 1:
        yield f"{' and '.join(found)} exclude each other"
    for group in EXCLUSIVE.get(kind, ()):
        if len(found := given(values, *group)) > 1:
            yield f"{' and '.join(found)} exclude each other"
    if kind in _CHECKS:
        yield from _CHECKS[kind](values)


def _stream(values: Values) -> Iterator[str]:
    mode = text(values, "stream_mode_details.stream_mode") or "PROVISIONED"
    if mode == "ON_DEMAND" and given(values, "shard_count"):
        yield "an on-demand stream takes no shard_count"
    if mode == "PROVISIONED" and not given(values, "shard_count"):
        yield "a provisioned stream needs shard_count"
    if text(values, "encryption_type") == "NONE" and given(values, "kms_key_id"):
        yield "kms_key_id needs encryption_type KMS"


def _delivery(values: Values) -> Iterator[str]:
    if given(values, "kinesis_source_configuration") and True in at(
        values, "server_side_encryption.enabled"
    ):
        yield "server_side_encryption excludes a Kinesis stream as the source"
    prefix = text(values, "extended_s3_configuration.prefix")
    error_prefix = text(values, "extended_s3_configuration.error_output_prefix")
    if "!{" in prefix and "!{firehose:error-output-type}" not in error_prefix:
        yield "a prefix with expressions needs !{firehose:error-output-type} in the error prefix"


def _table(values: Values) -> Iterator[str]:
    if text(values, "billing_mode") == "PAY_PER_REQUEST":
        found = given(values, "read_capacity", "write_capacity")
        yield from (f"{name} excludes PAY_PER_REQUEST" for name in found)
    keys = {text(values, "hash_key"), text(values, "range_key")} - {""}
    if set(at(values, "attribute.name")) != keys:
        yield "every attribute must be part of a key, and every key an attribute"


def _listener(values: Values) -> Iterator[str]:
    for action in values.get("default_action") or []:
        if action["type"] == "redirect" and not action.get("redirect"):
            yield "a redirect needs its block"
    secure = text(values, "protocol") == "HTTPS"
    if not secure and given(values, "ssl_policy", "certificate_arn"):
        yield "only HTTPS has ssl_policy and certificate_arn"
    if secure and not given(values, "ssl_policy"):
        yield "HTTPS without ssl_policy takes an old default"


def _health(values: Values) -> Iterator[str]:
    for check in values.get("health_check") or []:
        if check["timeout"] >= check["interval"]:
            yield "a health check's timeout must be shorter than its interval"


def _endpoint(values: Values) -> Iterator[str]:
    gateway = text(values, "vpc_endpoint_type") == "Gateway"
    wrong = ("subnet_ids", "security_group_ids", "private_dns_enabled")
    for name in given(values, *(wrong if gateway else ("route_table_ids",))):
        yield f"{name} does not belong to this type of endpoint"


def _lifecycle(values: Values) -> Iterator[str]:
    for rule in values.get("rule") or []:
        for expiration in rule.get("expiration") or []:
            if expiration.get("expired_object_delete_marker") and expiration.get("days"):
                yield "expired_object_delete_marker excludes days"
        if not rule.get("filter") and not rule.get("prefix"):
            yield "a lifecycle rule needs a filter, an empty one for every object"


def _query(values: Values) -> Iterator[str]:
    queries = values.get("metric_query") or []
    for query in queries:
        if len(given(query, "expression", "metric")) != 1:
            yield "a metric query is either an expression or a metric"
    if queries and sum(1 for query in queries if query.get("return_data")) != 1:
        yield "exactly one metric query returns data"


def _secret(values: Values) -> Iterator[str]:
    days = values.get("recovery_window_in_days")
    if days is not None and days != 0 and not 7 <= days <= 30:
        yield f"recovery_window_in_days is 0 or from 7 to 30, not {days}"


def _service(values: Values) -> Iterator[str]:
    if given(values, "launch_type", "capacity_provider_strategy") == [
        *("launch_type", "capacity_provider_strategy")
    ]:
        yield "launch_type excludes capacity_provider_strategy"
    if values.get("health_check_grace_period_seconds") and not given(values, "load_balancer"):
        yield "health_check_grace_period_seconds needs a load balancer"


def _task(values: Values) -> Iterator[str]:
    if "FARGATE" in at(values, "requires_compatibilities"):
        if text(values, "network_mode") != "awsvpc":
            yield "Fargate needs network_mode awsvpc"
        if len(given(values, "cpu", "memory")) < 2:
            yield "Fargate needs cpu and memory of the task"


_CHECKS: dict[str, Check] = {
    "aws_cloudwatch_metric_alarm": _query,
    "aws_dynamodb_table": _table,
    "aws_ecs_service": _service,
    "aws_ecs_task_definition": _task,
    "aws_kinesis_firehose_delivery_stream": _delivery,
    "aws_kinesis_stream": _stream,
    "aws_lb_listener": _listener,
    "aws_lb_target_group": _health,
    "aws_s3_bucket_lifecycle_configuration": _lifecycle,
    "aws_secretsmanager_secret": _secret,
    "aws_vpc_endpoint": _endpoint,
}
