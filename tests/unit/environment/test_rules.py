"""What must hold between values: shipped environments with one thing wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.environment.changed import changed
from toolkit.domain.environment import broken_rules
from toolkit.domain.position import dotted

STREAM = {"shards": None, "retention_hours": 24}

EXISTING = {
    "vpc_id": "vpc-0123456789abcdef0",
    "public_subnet_ids": ["subnet-1", "subnet-2"],
    "private_subnet_ids": ["subnet-3", "subnet-4"],
}

REFUSED = [
    pytest.param(
        "staging", {"project": "clickstream-of-acme"}, "project", "leaves room for 21",
        id="a prefix too long for a load balancer's name",
    ),
    pytest.param(
        "local", {"aws.account_id": "111111111111"}, "aws.account_id", "123456789012",
        id="an embedded environment in another account than the embedded AWS",
    ),
    pytest.param(
        "local", {"terraform.provider": "aws6"}, "terraform.provider", "generation aws3",
        id="an embedded environment with the newer provider",
    ),
    pytest.param(
        "local",
        {"terraform.backend": {"type": "s3", "bucket": "b-1", "key": "k", "region": "us-east-1"}},
        "terraform.backend.type", "stays on this machine",
        id="an embedded environment with its state in S3",
    ),
    pytest.param(
        "staging", {"network.availability_zones": ["us-east-2a"]},
        "network.availability_zones", "two or more availability zones",
        id="a created VPC in one zone",
    ),
    pytest.param(
        "staging", {"network.availability_zones": ["us-east-2a", "us-east-2a"]},
        "network.availability_zones", "two or more availability zones",
        id="a created VPC in one zone named twice",
    ),
    pytest.param(
        "staging", {"network.availability_zones": ["us-east-2a", "eu-west-1b"]},
        "network.availability_zones[1]", "not in region 'us-east-2'",
        id="a zone of another region",
    ),
    pytest.param(
        "staging", {"network.cidr_block": "10.40.0.0/24"}, "network.cidr_block", "too small",
        id="a VPC too small for its subnets",
    ),
    pytest.param(
        "staging", {"network.nat_gateways": "none", "network.vpc_endpoints": False},
        "network.nat_gateways", "no task reaches Kinesis",
        id="tasks without a way out",
    ),
    pytest.param(
        "local", {"streams.mode": "on-demand"}, "streams.mode", "cannot make on-demand",
        id="on-demand streams with the older provider",
    ),
    pytest.param(
        "staging", {"streams.enriched_bad": STREAM}, "streams.enriched_bad.shards",
        "no number of shards",
        id="a provisioned stream without shards",
    ),
    pytest.param(
        "staging", {"collectors.version": "3.4.0"}, "collectors.version", "not Apache-2.0",
        id="a limited-use collector on the apache line",
    ),
    pytest.param(
        "staging", {"enrichers.version": "4.0.0"}, "enrichers.version", "not Apache-2.0",
        id="a limited-use enricher on the apache line",
    ),
    pytest.param(
        "staging",
        {"collectors.release_line": "limited-use", "collectors.accept_limited_use_license": True},
        "collectors.version", "belongs to the apache release line",
        id="an apache collector on the limited-use line",
    ),
    pytest.param(
        "staging", {"enrichers.release_line": "limited-use", "enrichers.version": "6.0.0"},
        "enrichers.accept_limited_use_license", "needs your acceptance",
        id="the limited-use line without acceptance",
    ),
    pytest.param(
        "staging", {"collectors.cpu": 4096}, "collectors.memory_mb", "no task of 4096 CPU units",
        id="a pair of CPU and memory that Fargate does not offer",
    ),
    pytest.param(
        "staging", {"enrichers.min_tasks": 3}, "enrichers.max_tasks", "less than min_tasks 3",
        id="fewer tasks at most than at least",
    ),
    pytest.param(
        "staging", {"collectors.zone_id": None}, "collectors.certificate_arn",
        "HTTPS needs a certificate",
        id="no certificate and no way to get one",
    ),
    pytest.param(
        "staging", {"enrichers.max_tasks": 3}, "enrichers.max_tasks", "cannot share 2",
        id="more enrichers than raw-good shards",
    ),
    pytest.param(
        "staging", {"storage.bucket": "b" * 59}, "storage.bucket", "leaves no room",
        id="a bucket whose log bucket's name is too long",
    ),
    pytest.param(
        "staging", {"storage.bucket": "acme.events"}, "storage.bucket", "holds a dot",
        id="a bucket with a dot",
    ),
    pytest.param(
        "staging", {"lambda.artifact_bucket": "acme.zips"}, "lambda.artifact_bucket",
        "holds a dot",
        id="an artifact bucket with a dot",
    ),
    pytest.param(
        "staging", {"storage.prefixes.errors": "output/errors/"}, "storage.prefixes.errors",
        "overlaps 'output/'",
        id="errors inside a loaded prefix",
    ),
    pytest.param(
        "staging", {"storage.prefixes.raw_bad": "errors/raw/"}, "storage.prefixes.errors",
        "overlaps 'errors/raw/'",
        id="a loaded prefix inside the errors",
    ),
    pytest.param(
        "staging", {"storage.prefixes.raw_bad": "enriched-bad/"}, "storage.prefixes.enriched_bad",
        "overlaps",
        id="two paths with one prefix",
    ),
    pytest.param(
        "staging", {"salt.recovery_window_days": 3}, "salt.recovery_window_days",
        "no window of 3 days",
        id="a recovery window that Secrets Manager does not know",
    ),
    pytest.param(
        "staging", {"firehose.processing_buffer_mb": 2.5}, "firehose.processing_buffer_mb",
        "grow past the 6 MB",
        id="a processing buffer whose answer a Lambda cannot give",
    ),
    pytest.param(
        "staging", {"firehose.processing_buffer_mb": 1}, "firehose.processing_buffer_mb",
        "is a default",
        id="a processing buffer that the provider drops",
    ),
    pytest.param(
        "staging", {"firehose.processing_buffer_seconds": 60},
        "firehose.processing_buffer_seconds", "is a default",
        id="a processing interval that the provider drops",
    ),
]  # fmt: skip

ALLOWED = [
    pytest.param(
        "staging", {"network.availability_zones": [], "network.existing": EXISTING},
        id="no zones in a network that is there already",
    ),
    pytest.param(
        "staging", {"streams.mode": "on-demand", "streams.raw_good": STREAM},
        id="on-demand streams without shards",
    ),
    pytest.param(
        "staging",
        {"streams.mode": "on-demand", "enrichers.min_tasks": 9, "enrichers.max_tasks": 9},
        id="as many enrichers as wanted on an on-demand stream",
    ),
    pytest.param(
        "staging",
        {
            "collectors.release_line": "limited-use",
            "collectors.version": "3.4.0",
            "collectors.accept_limited_use_license": True,
        },
        id="the limited-use line once it was accepted",
    ),
    pytest.param(
        "staging", {"enrichers.max_tasks": 2, "enrichers.min_tasks": 2},
        id="an enricher for each raw-good shard",
    ),
    pytest.param("staging", {"storage.bucket": "b" * 58}, id="the longest bucket name"),
    pytest.param(
        "staging", {"storage.prefixes.errors": "output-errors/"},
        id="an error prefix that only begins like a loaded one",
    ),
    pytest.param("staging", {"network.nat_gateways": "none"}, id="a way to AWS alone"),
    pytest.param("staging", {"network.vpc_endpoints": False}, id="a way to AWS through NAT"),
    pytest.param("staging", {"salt.recovery_window_days": 0}, id="no recovery window at all"),
    pytest.param("staging", {"salt.recovery_window_days": 7}, id="the shortest recovery window"),
    pytest.param("staging", {"project": "clickstream-x"}, id="the longest prefix"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "path", "part"), REFUSED)
def test_refused(name: str, changes: dict[str, Any], path: str, part: str) -> None:
    environment = changed(name, changes)

    breaches = broken_rules(environment)

    assert [dotted(breach.path) for breach in breaches] == [path]
    assert part in breaches[0].sentence
    assert breaches[0].hint


@pytest.mark.parametrize(("name", "changes"), ALLOWED)
def test_allowed(name: str, changes: dict[str, Any]) -> None:
    environment = changed(name, changes)

    assert broken_rules(environment) == ()


def test_every_broken_rule_is_named_at_once() -> None:
    environment = changed(
        "staging",
        {"network.cidr_block": "10.0.0.0/28", "salt.recovery_window_days": 1, "project": "p" * 20},
    )

    paths = [dotted(breach.path) for breach in broken_rules(environment)]

    assert paths == ["project", "network.cidr_block", "salt.recovery_window_days"]
