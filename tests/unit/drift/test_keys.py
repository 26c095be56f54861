"""The keys that set what has drifted are keys of an environment."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.drift.drifts import FUNCTION, SERVICE, STREAM, prod
from toolkit.domain.drift.keys import key_of
from toolkit.domain.plan import AttributeChange, Change

DELIVERY = 'module.firehose.aws_kinesis_firehose_delivery_stream.this["raw_bad"]'
LOGS = "module.{}.aws_cloudwatch_log_group.this"
SIZE = "extended_s3_configuration.{}"


def key(address: str, name: str, after: str = "9") -> Any:
    kind = address.partition("[")[0].split(".")[-2]
    change = Change(address, kind, "update", ("update",))
    return key_of(change, AttributeChange(name, "8", after), prod())


@pytest.mark.parametrize(("address", "name"), [
    (SERVICE.replace("aws_ecs_service", "aws_appautoscaling_target"), "min_capacity"),
    (SERVICE.replace("aws_ecs_service", "aws_appautoscaling_target"), "max_capacity"),
    (SERVICE, "desired_count"),
    ("module.enrichers.aws_dynamodb_table.leases", "deletion_protection_enabled"),
    *((DELIVERY, SIZE.format(name))
      for name in ("buffer_size", "buffer_interval", "buffering_size", "buffering_interval")),
    (STREAM, "retention_period"),
    (STREAM, "shard_count"),
    ("module.collectors.aws_lb.this", "enable_deletion_protection"),
    ("module.collectors.aws_lb.this", "idle_timeout"),
    ("module.collectors.aws_lb_listener.https", "ssl_policy"),
    ("module.rotation.aws_secretsmanager_secret_rotation.this",
     "rotation_rules.automatically_after_days"),
    (FUNCTION, "memory_size"),
    (FUNCTION, "timeout"),
    *((LOGS.format(stage), "retention_in_days")
      for stage in ("network", "collectors", "enrichers", "lambda", "firehose")),
    (STREAM, "tags.team"),
    (STREAM, "tags_all.team"),
])  # fmt: skip
def test_every_key_is_there(address: str, name: str) -> None:
    place: Any = prod().values()
    for part in key(address, name):
        place = place[part]


@pytest.mark.parametrize(("address", "name", "after"), [
    (STREAM, "name", "9"),
    (LOGS.format("salt"), "retention_in_days", "9"),
    ("module.rotation.aws_lambda_function.this", "timeout", "9"),
    ("aws_ecs_service.this", "desired_count", "9"),
    (SERVICE, "desired_count", "(sensitive)"),
])  # fmt: skip
def test_no_key_is_made_up(address: str, name: str, after: str) -> None:
    assert key(address, name, after) is None
