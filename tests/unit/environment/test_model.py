"""An environment is a frozen value under the names that its YAML uses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.unit.environment.changed import changed
from toolkit.domain.environment import Environment, section_names

SHIPPED = ["local", "prod", "staging"]


@pytest.mark.parametrize("name", SHIPPED)
def test_its_values_are_json_and_make_the_same_environment_again(name: str) -> None:
    environment = changed(name, {})

    again = json.loads(json.dumps(environment.values()))

    assert Environment.model_validate(again) == environment


def test_it_cannot_be_changed() -> None:
    environment = changed("prod", {})

    with pytest.raises(ValidationError, match="frozen"):
        environment.aws.region = "eu-west-1"


def test_its_resources_are_named_after_project_and_environment() -> None:
    assert changed("prod", {"project": "clicks"}).prefix == "clicks-prod"


def test_sections_come_in_the_order_an_event_travels() -> None:
    assert section_names() == (
        "aws",
        "network",
        "streams",
        "collectors",
        "enrichers",
        "storage",
        "salt",
        "lambda",
        "firehose",
        "tags",
    )


def test_every_key_of_every_section_says_what_it_is() -> None:
    silent: list[str] = []

    def walk(schema: dict[str, Any], where: str) -> None:
        for name, part in schema.get("properties", {}).items():
            if not part.get("description") and "const" not in part:
                silent.append(f"{where}.{name}")

    schema = Environment.model_json_schema()
    walk(schema, "Environment")
    for name, part in schema["$defs"].items():
        walk(part, name)

    assert silent == []


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        pytest.param({"aws.account_id": "12345"}, "account_id", id="an account of five digits"),
        pytest.param({"aws.region": "Ohio"}, "region", id="a region by its nickname"),
        pytest.param({"aws.role_arn": "operators"}, "role_arn", id="a role by its name alone"),
        pytest.param({"storage.bucket": "Events"}, "bucket", id="a bucket in capitals"),
        pytest.param({"storage.prefixes.errors": "/errors/"}, "errors", id="a rooted prefix"),
        pytest.param({"storage.prefixes.errors": "errors"}, "errors", id="a prefix without slash"),
        pytest.param({"network.cidr_block": "10.0.0.0"}, "cidr_block", id="a range without size"),
        pytest.param(
            {"network.cidr_block": "10.999.0.0/16"}, "cidr_block", id="a range that is none"
        ),
        pytest.param(
            {"network.cidr_block": "10.40.0.1/16"}, "cidr_block", id="a range with host bits"
        ),
        pytest.param(
            {"collectors.allowed_cidr_blocks": ["10.0.0.0/40"]},
            "allowed_cidr_blocks",
            id="a range longer than an address",
        ),
        pytest.param(
            {"collectors.tls_policy": "ELBSecurityPolicy-2016-08"}, "tls_policy", id="TLS 1.0"
        ),
        pytest.param({"collectors.version": "latest"}, "version", id="a version by nickname"),
        pytest.param({"collectors.image_digest": "sha256:12"}, "digest", id="half a digest"),
        pytest.param({"collectors.cpu": 300}, "cpu", id="CPU units that Fargate does not know"),
        pytest.param({"collectors.min_tasks": 0}, "min_tasks", id="no collector at all"),
        pytest.param({"firehose.log_retention_days": 31}, "log_retention", id="logs for 31 days"),
        pytest.param(
            {"streams.raw_good": {"shards": 1, "retention_hours": 12}},
            "retention_hours",
            id="records kept for less than a day",
        ),
        pytest.param(
            {"lambda.allowlist": "../allowlist.yaml"}, "allowlist", id="an allowlist elsewhere"
        ),
        pytest.param({"lambda.python_version": "3.8"}, "python_version", id="an old Python"),
        pytest.param({"tags": {"cost;centre": "1"}}, "cost;centre", id="a tag AWS does not take"),
        pytest.param({"protected": "yes"}, "protected", id="a word where true or false stands"),
        pytest.param({"firehose.buffer_mb": 64.5}, "buffer_mb", id="half a megabyte"),
        pytest.param({"firehose.processing_buffer_mb": float("nan")}, "buffer", id="not a number"),
    ],
)
def test_refused(changes: dict[str, Any], part: str) -> None:
    with pytest.raises(ValidationError, match=part):
        changed("prod", changes)
