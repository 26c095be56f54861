"""Which attributes a review shows with their values; every other one appears by its name alone.

Shown are sizes, times, counts, switches, versions, names and prefixes: what an environment's YAML
says, and what decides how the pipeline behaves. Never shown, however harmless one of them may be:
policies and templates (who may do what is the guardrails' to judge), environments, container
definitions and user data (where secrets end up), tags and descriptions (free text that anybody may
set), networks' addresses (an allowed address may be a person's own).
"""

from __future__ import annotations

import re

from toolkit.domain.guardrails.secrecy import is_secret

NOT_SHOWN = "(not shown)"

_NAMES = ("name", "bucket", "enabled")
_KEY = ("deletion_window_in_days", "enable_key_rotation", "rotation_period_in_days", "is_enabled")
_WRITTEN = "extended_s3_configuration"
_PROCESSOR = "processing_configuration.processors"
_BUFFERS = ("buffer_size", "buffer_interval", "buffering_size", "buffering_interval")
_EXPIRY = (
    "id",
    "expiration.days",
    "noncurrent_version_expiration.noncurrent_days",
    "prefix",
    "status",
)

HARMLESS: dict[str, tuple[str, ...]] = {
    "aws_appautoscaling_policy": (
        "policy_type",
        "target_tracking_scaling_policy_configuration.scale_in_cooldown",
        "target_tracking_scaling_policy_configuration.scale_out_cooldown",
        "target_tracking_scaling_policy_configuration.target_value",
    ),
    "aws_appautoscaling_target": ("min_capacity", "max_capacity", "scalable_dimension"),
    "aws_cloudformation_stack": (
        "template_body.Resources.Function.Properties.MemorySize",
        "template_body.Resources.Function.Properties.ReservedConcurrentExecutions",
        "template_body.Resources.Function.Properties.Runtime",
        "template_body.Resources.Function.Properties.Timeout",
    ),
    "aws_cloudwatch_log_group": ("retention_in_days",),
    "aws_cloudwatch_metric_alarm": (
        "comparison_operator",
        "evaluation_periods",
        "metric_name",
        "period",
        "statistic",
        "threshold",
        "treat_missing_data",
    ),
    "aws_dynamodb_table": (
        "billing_mode",
        "deletion_protection_enabled",
        "point_in_time_recovery.enabled",
        "point_in_time_recovery.recovery_period_in_days",
        "read_capacity",
        "write_capacity",
    ),
    "aws_ecs_service": (
        "deployment_maximum_percent",
        "deployment_minimum_healthy_percent",
        "desired_count",
        "health_check_grace_period_seconds",
        "launch_type",
        "network_configuration.assign_public_ip",
        "platform_version",
    ),
    "aws_ecs_task_definition": ("cpu", "family", "memory", "network_mode"),
    "aws_flow_log": ("max_aggregation_interval", "traffic_type"),
    "aws_kinesis_firehose_delivery_stream": (
        "destination",
        *(f"{_WRITTEN}.{name}" for name in _BUFFERS),
        f"{_WRITTEN}.compression_format",
        f"{_WRITTEN}.error_output_prefix",
        f"{_WRITTEN}.prefix",
        f"{_WRITTEN}.processing_configuration.enabled",
        f"{_WRITTEN}.{_PROCESSOR}.type",
        f"{_WRITTEN}.s3_backup_mode",
    ),
    "aws_kinesis_stream": (
        "encryption_type",
        "enforce_consumer_deletion",
        "retention_period",
        "shard_count",
        "stream_mode_details.stream_mode",
    ),
    "aws_kms_key": _KEY,
    "aws_lambda_alias": ("function_version",),
    "aws_lambda_function": (
        "architectures",
        "function_name",
        "handler",
        "memory_size",
        "publish",
        "reserved_concurrent_executions",
        "runtime",
        "timeout",
        "tracing_config.mode",
    ),
    "aws_lambda_function_url": ("authorization_type",),
    "aws_lb": (
        "drop_invalid_header_fields",
        "enable_deletion_protection",
        "idle_timeout",
        "internal",
        "load_balancer_type",
    ),
    "aws_lb_listener": ("port", "protocol", "ssl_policy"),
    "aws_lb_target_group": ("deregistration_delay", "port", "protocol", "slow_start"),
    "aws_route53_record": ("ttl", "type"),
    "aws_s3_bucket": (
        "acl",
        "force_destroy",
        *(f"lifecycle_rule.{name}" for name in (*_EXPIRY, "noncurrent_version_expiration.days")),
        "lifecycle_rule.enabled",
        "versioning.enabled",
    ),
    "aws_s3_bucket_acl": ("acl",),
    "aws_s3_bucket_lifecycle_configuration": tuple(
        f"rule.{name}" for name in (*_EXPIRY, "filter.prefix")
    ),
    "aws_s3_bucket_public_access_block": (
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_s3_bucket_versioning": ("versioning_configuration.status",),
    "aws_secretsmanager_secret": ("recovery_window_in_days",),
    "aws_secretsmanager_secret_policy": ("block_public_policy",),
    "aws_secretsmanager_secret_rotation": ("rotation_rules.automatically_after_days",),
    "aws_security_group_rule": ("from_port", "protocol", "to_port", "type"),
    "aws_sqs_queue": (
        "delay_seconds",
        "message_retention_seconds",
        "receive_wait_time_seconds",
        "visibility_timeout_seconds",
    ),
    "aws_vpc_endpoint": ("vpc_endpoint_type",),
    "aws_vpc_security_group_ingress_rule": ("from_port", "ip_protocol", "to_port"),
}
# A word, a number, a switch, a path or a prefix with Firehose's `!{timestamp:yyyy}`; or several
# words in a list. Sentences, documents and addresses have another form.
_WORD = r"[A-Za-z0-9_./:!{}=*+-]{0,100}"
_FORM = re.compile(rf'{_WORD}|\["{_WORD}"(?:, ?"{_WORD}")*\]')
_WORDS = re.compile(rf'"({_WORD})"')


def is_harmless(kind: str, path: str) -> bool:
    """Whether a type's attribute may be shown; inner ones by dotted names, without indexes."""
    return path in HARMLESS.get(kind, ()) or (path in _NAMES and kind in HARMLESS)


def inside(kind: str, name: str) -> bool:
    """Whether something inside of an attribute may be shown."""
    return any(path.startswith(f"{name}.") for path in HARMLESS.get(kind, ()))


def showable(name: str, value: str) -> bool:
    """Whether a value of a harmless attribute has the form that such values have."""
    words = _WORDS.findall(value) if value.startswith("[") else [value]
    return _FORM.fullmatch(value) is not None and not any(is_secret(name, each) for each in words)
