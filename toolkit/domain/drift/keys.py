"""The YAML key that sets an attribute: where to write what shall stay as AWS has it now."""

from __future__ import annotations

import re

from toolkit.domain.drift.autoscaling import bounds, count
from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.values import instance_key
from toolkit.domain.plan import AttributeChange, Change
from toolkit.domain.position import KeyPath

_STAGE = "STAGE"
_INSTANCE = "INSTANCE"
_LOGGING = ("collectors", "enrichers", "lambda", "firehose")

_KEYS: dict[str, dict[str, KeyPath]] = {
    "aws_appautoscaling_target": {
        "min_capacity": (_STAGE, "min_tasks"),
        "max_capacity": (_STAGE, "max_tasks"),
    },
    "aws_dynamodb_table": {"deletion_protection_enabled": ("enrichers", "deletion_protection")},
    "aws_kinesis_firehose_delivery_stream": {
        "extended_s3_configuration.buffer_interval": ("firehose", "buffer_seconds"),
        "extended_s3_configuration.buffer_size": ("firehose", "buffer_mb"),
        "extended_s3_configuration.buffering_interval": ("firehose", "buffer_seconds"),
        "extended_s3_configuration.buffering_size": ("firehose", "buffer_mb"),
    },
    "aws_kinesis_stream": {
        "retention_period": ("streams", _INSTANCE, "retention_hours"),
        "shard_count": ("streams", _INSTANCE, "shards"),
    },
    "aws_lb": {
        "enable_deletion_protection": ("collectors", "deletion_protection"),
        "idle_timeout": ("collectors", "idle_timeout_seconds"),
    },
    "aws_lb_listener": {"ssl_policy": ("collectors", "tls_policy")},
    "aws_secretsmanager_secret_rotation": {
        "rotation_rules.automatically_after_days": ("salt", "rotation_days")
    },
}
_OF_THE_FUNCTIONS: dict[str, KeyPath] = {
    "memory_size": ("lambda", "memory_mb"),
    "timeout": ("lambda", "timeout_seconds"),
}


def key_of(change: Change, attribute: AttributeChange, environment: Environment) -> KeyPath | None:
    """The key that sets an attribute; None where none does, or none is known."""
    name = attribute.name
    if re.match(r"tags(_all)?\.", name):
        return ("tags",)
    if (change.type, name) == ("aws_cloudwatch_log_group", "retention_in_days"):
        return _log_retention(change.stage)
    if change.type == "aws_lambda_function" and change.stage == "lambda":
        return _OF_THE_FUNCTIONS.get(name)
    if (change.type, name) == ("aws_ecs_service", "desired_count"):
        return _bound(change, attribute, environment)
    words = {_STAGE: change.stage, _INSTANCE: instance_key(change.address)}
    path = _KEYS.get(change.type, {}).get(name)
    return path and tuple(words.get(str(part), part) for part in path)


def _bound(change: Change, attribute: AttributeChange, environment: Environment) -> KeyPath | None:
    """The bound of autoscaling that the number of tasks lies beyond."""
    allowed, tasks = bounds(change, environment), count(attribute.after)
    if allowed is None or tasks is None:
        return None
    return (change.stage, "min_tasks" if tasks < allowed[0] else "max_tasks")


def _log_retention(stage: str) -> KeyPath | None:
    if stage == "network":
        return ("network", "flow_log_retention_days")
    return (stage, "log_retention_days") if stage in _LOGGING else None
