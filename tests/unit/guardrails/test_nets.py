"""Protections that are taken away in other ways than by being switched off."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.plans import findings, ids, resource
from toolkit.domain.plan import Change, Withheld

BUCKET = {"bucket": "events", "force_destroy": False}
VERSIONING = {"bucket": "events", "versioning_configuration": [{"status": "Enabled"}]}
KIND = "aws_s3_bucket_versioning"


def stream(**facts: Any) -> dict[str, Any]:
    return {"kms_key_id": "key", "shard_count": 4, "retention_period": 48, **facts}


def test_versioning_goes_with_the_resource_that_switches_it_on() -> None:
    gone = resource(KIND, VERSIONING, None, action="delete")
    stays = resource("aws_s3_bucket", BUCKET, BUCKET, action="keep")
    goes = resource("aws_s3_bucket", BUCKET, None, action="delete")

    assert ids(findings(gone, stays)) == {"DATA-PROTECTION-REDUCED"}
    assert ids(findings(gone, goes, stream_of(stream()))) == {"DATA-BUCKET-DELETED"}


def stream_of(before: dict[str, Any], **after: Any) -> Change:
    return resource("aws_kinesis_stream", before, {**before, **after})


@pytest.mark.parametrize(
    ("name", "rule"),
    [("shard_count", "DATA-SHARDS-REDUCED"), ("retention_period", "DATA-RETENTION-REDUCED")],
)
@pytest.mark.parametrize("hidden", list(Withheld))
def test_less_that_nobody_can_see_is_less(name: str, rule: str, hidden: Withheld) -> None:
    assert ids(findings(stream_of(stream(), **{name: hidden}))) == {rule}


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("aws_kinesis_stream", stream(kms_key_id="alias/aws/kinesis")),
        ("aws_secretsmanager_secret", {"kms_key_id": "alias/aws/secretsmanager"}),
        ("aws_sqs_queue", {"kms_master_key_id": "alias/aws/sqs"}),
    ],
)
def test_the_key_of_a_service_is_none_of_ours(kind: str, facts: dict[str, Any]) -> None:
    assert ids(findings(resource(kind, facts, facts, action="keep"))) == {"PRIVACY-ENCRYPTION-OFF"}


@pytest.mark.parametrize("key", ["", None, "alias/aws/s3"])
def test_a_bucket_without_a_key_of_ours_is_found(key: str | None) -> None:
    def encryption(name: str | None) -> dict[str, Any]:
        default = {"sse_algorithm": "aws:kms", "kms_master_key_id": name}
        return {
            "bucket": "events",
            "rule": [{"apply_server_side_encryption_by_default": [default]}],
        }

    kind = "aws_s3_bucket_server_side_encryption_configuration"
    changed = resource(kind, encryption("arn:aws:kms:x:1:key/a"), encryption(key))

    assert ids(findings(changed)) == {"PRIVACY-ENCRYPTION-OFF"}


def test_objects_that_expire_on_a_day_are_kept_shorter() -> None:
    rule = {"status": "Enabled", "expiration": [{"days": 400, "date": ""}]}
    some_day = {"status": "Enabled", "expiration": [{"days": 0, "date": "2026-02-01T00:00:00Z"}]}

    def configured(value: dict[str, Any]) -> dict[str, Any]:
        return {"bucket": "events", "rule": [value]}

    kind = "aws_s3_bucket_lifecycle_configuration"

    found = findings(resource(kind, configured(rule), configured(some_day)))

    assert ids(found) == {"DATA-RETENTION-REDUCED"}
    assert "2026-02-01" in found[0].sentence
    assert findings(resource(kind, configured(some_day), configured(some_day))) == ()


def test_what_trackers_know_does_not_go() -> None:
    record = {"name": "events.example.com", "type": "A"}
    proof = {"name": "_a.events.example.com", "type": "CNAME"}

    (name,) = findings(resource("aws_route53_record", record, None, "a.b", "forget"))
    (network,) = findings(resource("aws_vpc", {}, {}, "a.b", "replace"))
    entrance = findings(resource("aws_lb", {}, {"internal": True}, "a.b", "replace"))

    assert (name.rule.id, name.path) == ("DATA-NAME-FORGOTTEN", ("collectors", "domain_name"))
    assert (network.rule.id, network.path) == ("DATA-NETWORK-REPLACED", ("network",))
    assert network.sentence == "the network is replaced by another one"
    assert ids(entrance) == {"DATA-ENTRANCE-REPLACED"}
    assert findings(resource("aws_route53_record", proof, None, action="forget")) == ()


@pytest.mark.parametrize(("kind", "name", "section"), [
    ("aws_lb", "enable_deletion_protection", "collectors"),
    ("aws_dynamodb_table", "deletion_protection_enabled", "enrichers"),
])  # fmt: skip
def test_a_protection_that_yaml_switches_off_names_its_key(
    kind: str, name: str, section: str
) -> None:
    before, after = ({name: value, "internal": True} for value in (True, False))

    (found,) = findings(resource(kind, before, after))

    assert found.rule.id == "DATA-PROTECTION-REDUCED"
    assert found.path == (section, "deletion_protection")
