"""Which attributes of a resource rules judge; no other value of a plan reaches them."""

from __future__ import annotations

_EVERYWHERE = ("arn", "owner_id")

_BY_TYPE: dict[str, tuple[str, ...]] = {
    "aws_cloudformation_stack": ("name", "template_body"),
    "aws_cloudwatch_log_group": ("name", "retention_in_days", "kms_key_id"),
    "aws_default_security_group": ("ingress",),
    "aws_dynamodb_table": ("name", "deletion_protection_enabled", "point_in_time_recovery"),
    "aws_ecs_service": ("name", "network_configuration"),
    "aws_ecs_task_definition": ("family", "container_definitions"),
    "aws_kinesis_firehose_delivery_stream": ("name", "destination", "extended_s3_configuration"),
    "aws_kinesis_stream": (
        "name",
        "shard_count",
        "retention_period",
        "encryption_type",
        "kms_key_id",
        "stream_mode_details",
    ),
    "aws_kms_key": ("policy", "deletion_window_in_days", "is_enabled"),
    "aws_kms_key_policy": ("key_id", "policy"),
    "aws_lambda_function": ("function_name", "environment", "s3_key"),
    "aws_lambda_function_url": ("authorization_type",),
    "aws_lb": ("name", "internal"),
    "aws_s3_bucket": (
        "bucket",
        "acl",
        "force_destroy",
        "lifecycle_rule",
        "policy",
        "server_side_encryption_configuration",
        "versioning",
    ),
    "aws_s3_bucket_acl": ("bucket", "acl"),
    "aws_s3_bucket_lifecycle_configuration": ("bucket", "rule"),
    "aws_s3_bucket_policy": ("bucket", "policy"),
    "aws_s3_bucket_public_access_block": (
        "bucket",
        "block_public_acls",
        "block_public_policy",
        "ignore_public_acls",
        "restrict_public_buckets",
    ),
    "aws_s3_bucket_server_side_encryption_configuration": ("bucket", "rule"),
    "aws_s3_bucket_versioning": ("bucket", "versioning_configuration"),
    "aws_secretsmanager_secret": ("name", "policy", "kms_key_id", "recovery_window_in_days"),
    "aws_secretsmanager_secret_policy": ("secret_arn", "policy", "block_public_policy"),
    "aws_security_group": ("name", "ingress"),
    "aws_security_group_rule": (
        "type",
        "from_port",
        "to_port",
        "protocol",
        "cidr_blocks",
        "ipv6_cidr_blocks",
    ),
    "aws_sqs_queue": ("name", "policy", "message_retention_seconds", "kms_master_key_id"),
    "aws_sqs_queue_policy": ("queue_url", "policy"),
    "aws_vpc_security_group_ingress_rule": (
        "cidr_ipv4",
        "cidr_ipv6",
        "from_port",
        "to_port",
        "ip_protocol",
    ),
}


def judged(kind: str) -> tuple[str, ...]:
    """Names of a type's judged attributes."""
    return (*_EVERYWHERE, *_BY_TYPE.get(kind, ()))
