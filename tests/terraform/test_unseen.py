"""Each thing that a schema cannot see is noticed where it is wrong, and only there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.terraform.unseen import faults, misdirected

ROLE = "arn:aws:iam::111111111111:role/one"
FIREHOSE = "aws_kinesis_firehose_delivery_stream"
ALARM = {"alarm_name": "one", "comparison_operator": "GreaterThanThreshold"}
QUERY = {"expression": "a / 2", "return_data": True}


def delivery(**parameters: str) -> dict[str, Any]:
    """A delivery stream whose processor has these parameters."""
    listed = [
        {"parameter_name": name, "parameter_value": value} for name, value in parameters.items()
    ]
    processing = {"enabled": True, "processors": [{"type": "Lambda", "parameters": listed}]}
    return {"extended_s3_configuration": [{"processing_configuration": [processing]}]}


def policy(*sids: str, **more: Any) -> str:
    return json.dumps({"Statement": [{"Sid": sid, "Effect": "Allow"} for sid in sids], **more})


GOOD = [
    ("aws_kinesis_stream", {"name": "one", "encryption_type": "KMS", "shard_count": 1}),
    ("aws_kinesis_stream", {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}]}),
    (FIREHOSE, delivery(BufferSizeInMBs="0.9", BufferIntervalInSeconds="61")),
    ("aws_iam_role", {"name": "one", "assume_role_policy": policy("AllowOne")}),
    ("aws_iam_role_policy", {"name": "one", "policy": policy("One", "Two")}),
    ("aws_lb", {"name": "a" * 32, "load_balancer_type": "application"}),
    ("aws_security_group_rule", {"type": "ingress", "protocol": "tcp", "cidr_blocks": ["::/0"]}),
    ("aws_cloudwatch_metric_alarm", {**ALARM, "metric_query": [QUERY]}),
    ("aws_ecs_task_definition", {"execution_role_arn": ROLE}),
]

BAD: list[tuple[str, str, dict[str, Any], str]] = [
    # Words and ranges
    ("word", "aws_kinesis_stream", {"encryption_type": "AES", "shard_count": 1}, "cannot be 'AES'"),
    (
        "nested word",
        "aws_s3_bucket_versioning",
        {"versioning_configuration": [{"status": "On"}]},
        "cannot be 'On'",
    ),
    ("retention", "aws_cloudwatch_log_group", {"retention_in_days": 31}, "cannot be 31"),
    ("range", "aws_kinesis_stream", {"retention_period": 12, "shard_count": 1}, "from 24 to 8760"),
    ("number as text", "aws_lb_target_group", {"deregistration_delay": "4000"}, "from 0 to 3600"),
    # Forms
    ("long name", "aws_lb", {"name": "a" * 33}, "33 characters"),
    ("wrong letters", "aws_s3_bucket", {"bucket": "With_Upper"}, "is not of the form"),
    ("AWS's own alias", "aws_kms_alias", {"name": "alias/aws/one"}, "is not of the form"),
    ("long description", "aws_security_group", {"description": "a" * 256}, "256 of at most 255"),
    (
        "name for an ARN",
        FIREHOSE,
        {"extended_s3_configuration": [{"bucket_arn": "one"}]},
        "is not an ARN of s3:",
    ),
    (
        "another service's ARN",
        "aws_ecs_service",
        {"cluster": ROLE},
        "is not an ARN of ecs:cluster/",
    ),
    (
        "another destination",
        "aws_wafv2_web_acl_logging_configuration",
        {"log_destination_configs": ["arn:aws:logs:us-east-2:111111111111:log-group:waf"]},
        "aws-waf-logs-",
    ),
    (
        "long trust policy",
        "aws_iam_role",
        {"assume_role_policy": policy("One", more="a" * 2048)},
        "of at most 2048",
    ),
    ("no statement", "aws_sqs_queue", {"policy": policy()}, "has no statement"),
    ("one Sid twice", "aws_iam_role_policy", {"policy": policy("One", "One")}, "of one Sid"),
    (
        "Sid with a hyphen",
        "aws_iam_role_policy",
        {"policy": policy("One-Two")},
        "letters and digits",
    ),
    # Conflicts
    (
        "name and prefix",
        "aws_iam_role",
        {"name": "one", "name_prefix": "o"},
        "name excludes name_prefix",
    ),
    (
        "two sources",
        "aws_security_group_rule",
        {"cidr_blocks": ["::/0"], "self": True},
        "exclude each other",
    ),
    (
        "two code places",
        "aws_lambda_function",
        {"s3_bucket": "one", "filename": "two"},
        "exclude each other",
    ),
    (
        "shards on demand",
        "aws_kinesis_stream",
        {"shard_count": 1, "stream_mode_details": [{"stream_mode": "ON_DEMAND"}]},
        "takes no shard_count",
    ),
    ("no shards", "aws_kinesis_stream", {"name": "one"}, "needs shard_count"),
    (
        "key without encryption",
        "aws_kinesis_stream",
        {
            "shard_count": 1,
            "encryption_type": "NONE",
            "kms_key_id": "arn:aws:kms:us-east-2:111111111111:key/1",
        },
        "needs encryption_type KMS",
    ),
    (
        "encrypted twice",
        FIREHOSE,
        {"kinesis_source_configuration": [{}, {}], "server_side_encryption": [{"enabled": True}]},
        "excludes a Kinesis stream",
    ),
    (
        "errors without type",
        FIREHOSE,
        {
            "extended_s3_configuration": [
                {"prefix": "a/!{timestamp:yyyy}/", "error_output_prefix": "e/"}
            ]
        },
        "firehose:error-output-type",
    ),
    (
        "capacity on demand",
        "aws_dynamodb_table",
        {"billing_mode": "PAY_PER_REQUEST", "read_capacity": 1},
        "excludes PAY_PER_REQUEST",
    ),
    (
        "attribute without a key",
        "aws_dynamodb_table",
        {"hash_key": "a", "attribute": [{"name": "a"}, {"name": "b"}]},
        "part of a key",
    ),
    (
        "redirect to nowhere",
        "aws_lb_listener",
        {"default_action": [{"type": "redirect"}]},
        "needs its block",
    ),
    (
        "certificate for HTTP",
        "aws_lb_listener",
        {"protocol": "HTTP", "ssl_policy": "one"},
        "only HTTPS",
    ),
    ("default TLS", "aws_lb_listener", {"protocol": "HTTPS"}, "an old default"),
    (
        "slow health check",
        "aws_lb_target_group",
        {"health_check": [{"timeout": 10, "interval": 10}]},
        "shorter than its interval",
    ),
    (
        "gateway in a subnet",
        "aws_vpc_endpoint",
        {"vpc_endpoint_type": "Gateway", "subnet_ids": ["one"]},
        "does not belong",
    ),
    (
        "interface in a route",
        "aws_vpc_endpoint",
        {"vpc_endpoint_type": "Interface", "route_table_ids": ["one"]},
        "does not belong",
    ),
    (
        "marker and days",
        "aws_s3_bucket_lifecycle_configuration",
        {
            "rule": [
                {
                    "filter": [{}, {}],
                    "expiration": [{"days": 1, "expired_object_delete_marker": True}],
                }
            ]
        },
        "excludes days",
    ),
    (
        "rule for nothing",
        "aws_s3_bucket_lifecycle_configuration",
        {"rule": [{"status": "Enabled"}]},
        "needs a filter",
    ),
    (
        "expression and metric",
        "aws_cloudwatch_metric_alarm",
        {**ALARM, "metric_query": [{**QUERY, "metric": [{}]}]},
        "either an expression or a metric",
    ),
    (
        "two answers",
        "aws_cloudwatch_metric_alarm",
        {**ALARM, "metric_query": [QUERY, QUERY]},
        "exactly one",
    ),
    ("no such window", "aws_secretsmanager_secret", {"recovery_window_in_days": 3}, "from 7 to 30"),
    (
        "grace without balancer",
        "aws_ecs_service",
        {"health_check_grace_period_seconds": 9},
        "needs a load balancer",
    ),
    (
        "launched twice",
        "aws_ecs_service",
        {"launch_type": "FARGATE", "capacity_provider_strategy": [{}]},
        "excludes capacity_provider_strategy",
    ),
    (
        "Fargate on a bridge",
        "aws_ecs_task_definition",
        {
            "requires_compatibilities": ["FARGATE"],
            "network_mode": "bridge",
            "cpu": "256",
            "memory": "512",
        },
        "needs network_mode awsvpc",
    ),
    (
        "Fargate without a size",
        "aws_ecs_task_definition",
        {"requires_compatibilities": ["FARGATE"], "network_mode": "awsvpc"},
        "needs cpu and memory",
    ),
    # Perpetual differences
    (
        "default size",
        FIREHOSE,
        delivery(BufferSizeInMBs="1", BufferIntervalInSeconds="61"),
        "dropped on read",
    ),
    (
        "older default size",
        FIREHOSE,
        delivery(BufferSizeInMBs="3.0", BufferIntervalInSeconds="61"),
        "dropped on read",
    ),
    (
        "default interval",
        FIREHOSE,
        delivery(BufferSizeInMBs="0.9", BufferIntervalInSeconds="60"),
        "dropped on read",
    ),
    ("default retries", FIREHOSE, delivery(NumberOfRetries="3"), "dropped on read"),
    ("size alone", FIREHOSE, delivery(BufferSizeInMBs="0.9"), "given together"),
    (
        "millions",
        "aws_appautoscaling_policy",
        {
            "step_scaling_policy_configuration": [
                {"step_adjustment": [{"metric_interval_lower_bound": "1000000"}]}
            ]
        },
        "power of ten",
    ),
    (
        "alias of an ARN",
        "aws_kms_alias",
        {"target_key_id": "arn:aws:kms:us-east-2:111111111111:key/1"},
        "the key's id",
    ),
]


@pytest.mark.parametrize(("kind", "values"), GOOD)
def test_a_good_resource_has_no_fault(kind: str, values: dict[str, Any]) -> None:
    found = faults([{"address": "one", "type": kind, "values": values}])

    assert found == ()


@pytest.mark.parametrize(
    ("kind", "values", "sentence"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_fault_is_noticed(kind: str, values: dict[str, Any], sentence: str) -> None:
    (found,) = faults([{"address": "one", "type": kind, "values": values}])

    assert found.address == "one"
    assert sentence in found.sentence


def test_what_an_apply_makes_known_is_judged_by_its_arns_and_policies_alone() -> None:
    values = {"name": "one", "name_prefix": "made-up", "cluster": ROLE, "task_definition": "fake-1"}

    (found,) = misdirected([{"address": "one", "type": "aws_ecs_service", "values": values}])

    assert found.sentence == f"cluster {ROLE!r} is not an ARN of ecs:cluster/"
