"""Dangerous, suspicious or benign: what each kind of drift is, and why it says so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.drift.drifts import (
    BUCKET,
    FILE,
    KEY,
    SERVICE,
    STREAM,
    allows,
    classified,
    drifted,
    policy,
    prod,
    untouched,
)
from toolkit.domain.drift.model import Drift
from toolkit.domain.position import Position

LOGS = "module.firehose.aws_cloudwatch_log_group.this"
BUCKET_POLICY = "module.storage.aws_s3_bucket_policy.events"
SECRET_POLICY = "module.salt.aws_secretsmanager_secret_policy.this"
OURS = {"kms_key_id": "arn:aws:kms:us-east-2:222222222222:key/k", "shard_count": 8}
WAIVER = {
    "id": "DATA-SHARDS-REDUCED",
    "address": STREAM,
    "owner": "data platform",
    "reason": "halved in the incident of January",
    "expires": "2026-01-15",
}


def changed_to(address: str, name: str, before: Any, after: Any, **same: Any) -> dict[str, Any]:
    return drifted(address, {**same, name: before}, {**same, name: after})


def rules(drift: Drift) -> list[str]:
    return [finding.rule.id for finding in drift.findings]


@pytest.mark.parametrize("drift", [
    pytest.param(changed_to("aws_new_thing.this", "anything", 1, 2), id="a type nobody knows"),
    pytest.param(changed_to(LOGS, "skip_destroy", False, True), id="an attribute nobody knows"),
    pytest.param(changed_to(SERVICE, "task_definition", "app:1", "app:2"), id="another release"),
    pytest.param(changed_to(LOGS, "tags", {}, {"team": "b"}), id="a tag"),
    pytest.param(
        changed_to("module.network.aws_route_table.private", "route", [], [{"gateway_id": "igw"}]),
        id="a way out of the network",
    ),
])  # fmt: skip
def test_what_nobody_has_thought_of_is_suspicious(drift: dict[str, Any]) -> None:
    (found,) = classified(drift)

    assert found.severity == "suspicious"
    assert found.findings == ()
    assert found.why
    assert "`snowops" in found.fix or "AWS" in found.fix


@pytest.mark.parametrize(("drift", "rule"), [
    pytest.param(
        changed_to(KEY, "policy", policy(allows()), policy(allows(), allows(role="newcomer"))),
        "PRIVACY-POLICY-WIDENED", id="a key's policy",
    ),
    pytest.param(
        changed_to(SECRET_POLICY, "policy", policy(allows()), policy(allows(Action="*"))),
        "PRIVACY-POLICY-WIDENED", id="the keyring's policy",
    ),
    pytest.param(
        drifted(BUCKET_POLICY, {"bucket": BUCKET, "policy": policy()}, None),
        "PRIVACY-POLICY-WIDENED", id="a bucket's policy that is gone",
    ),
    pytest.param(
        changed_to(STREAM, "encryption_type", "KMS", "NONE", **OURS),
        "PRIVACY-ENCRYPTION-OFF", id="a stream in clear",
    ),
    pytest.param(
        changed_to(LOGS, "kms_key_id", "key", None, retention_in_days=30),
        "PRIVACY-ENCRYPTION-OFF", id="logs in clear",
    ),
    pytest.param(
        changed_to(
            "module.storage.aws_s3_bucket_server_side_encryption_configuration.events",
            "rule",
            [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "aws:kms"}]}],
            [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}],
            bucket=BUCKET,
        ),
        "PRIVACY-ENCRYPTION-OFF", id="a bucket without our key",
    ),
    pytest.param(
        changed_to("module.storage.aws_s3_bucket_public_access_block.events",
                   "block_public_acls", True, False,
                   block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True),
        "PRIVACY-POLICY-PUBLIC", id="a bucket that may become public",
    ),
    pytest.param(
        changed_to("module.collectors.aws_security_group.tasks", "ingress", [],
                   [{"from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}]),
        "SAFETY-PUBLIC-INGRESS", id="a door to the internet",
    ),
    pytest.param(
        changed_to(STREAM, "retention_period", 48, 24, **OURS),
        "DATA-RETENTION-REDUCED", id="records that are kept for a shorter time",
    ),
    pytest.param(drifted(STREAM, OURS, None), "DATA-STREAM-DELETED", id="a stream that is gone"),
])  # fmt: skip
def test_what_a_plan_would_be_refused_for_is_dangerous(drift: dict[str, Any], rule: str) -> None:
    (found,) = classified(drift)

    assert found.severity == "dangerous"
    assert rules(found) == [rule]
    assert found.why == found.findings[0].rule.why
    assert found.fix


def test_a_policy_that_allows_less_is_suspicious() -> None:
    both = policy(allows(), allows(role="newcomer"))

    (found,) = classified(changed_to(KEY, "policy", both, policy(allows())))

    assert found.severity == "suspicious"


def test_the_dangerous_come_first_and_the_benign_last() -> None:
    found = classified(
        changed_to(SERVICE, "desired_count", 3, 4),
        changed_to(LOGS, "tags", {}, {"team": "b"}, kms_key_id="key", retention_in_days=30),
        changed_to(STREAM, "encryption_type", "KMS", "NONE", **OURS),
    )

    assert [each.address for each in found] == [STREAM, LOGS, SERVICE]
    assert [each.severity for each in found] == ["dangerous", "suspicious", "benign"]


def test_a_gap_that_the_state_knows_is_no_drift() -> None:
    (found,) = classified(changed_to(LOGS, "tags", {}, {"team": "b"}, retention_in_days=0))

    assert found.severity == "suspicious"
    assert found.findings == ()


def test_a_frozen_day_makes_nothing_dangerous() -> None:
    freeze = {"from": "2026-01-01", "to": "2026-02-01", "reason": "sale"}

    (found,) = classified(
        changed_to(SERVICE, "desired_count", 3, 4), of=prod(guardrails__freeze=[freeze])
    )

    assert found.severity == "benign"


def test_nothing_that_an_embedded_environment_loses_is_dangerous() -> None:
    (found,) = classified(drifted(STREAM, OURS, None), of=prod(embedded=True, protected=False))

    assert found.severity == "suspicious"
    assert found.why == "it was deleted outside Terraform"
    assert found.fix == "`snowops apply prod` makes a new, empty one; what it held is gone"


def test_what_holds_nothing_is_made_anew() -> None:
    (found,) = classified(drifted("module.network.aws_route.out", {"id": "r"}, None))

    assert found.severity == "suspicious"
    assert found.fix == "`snowops apply prod` makes it anew"


def test_a_waiver_makes_what_it_names_benign() -> None:
    waived = prod(guardrails__waivers=[WAIVER])

    (found,) = classified(changed_to(STREAM, "shard_count", 8, 4, kms_key_id="key"), of=waived)

    assert found.severity == "benign"
    assert rules(found) == ["DATA-SHARDS-REDUCED"]
    assert found.why == "halved in the incident of January (data platform, until 2026-01-15)"


def test_a_waiver_of_a_deletion_makes_it_benign() -> None:
    waiver = {**WAIVER, "id": "DATA-STREAM-DELETED"}

    (found,) = classified(drifted(STREAM, OURS, None), of=prod(guardrails__waivers=[waiver]))

    assert found.severity == "benign"


def test_an_expired_waiver_excuses_nothing() -> None:
    expired = prod(guardrails__waivers=[{**WAIVER, "expires": "2026-01-14"}])

    (found,) = classified(changed_to(STREAM, "shard_count", 8, 4, kms_key_id="key"), of=expired)

    assert found.severity == "dangerous"


def test_a_waiver_excuses_nothing_beside_what_it_names() -> None:
    before = {"shard_count": 8, "kms_key_id": "key", "shard_level_metrics": []}
    after = {"shard_count": 4, "kms_key_id": "key", "shard_level_metrics": ["IncomingBytes"]}

    (found,) = classified(drifted(STREAM, before, after), of=prod(guardrails__waivers=[WAIVER]))

    assert found.severity == "suspicious"
    assert [each.name for each in found.attributes] == ["shard_level_metrics"]


DELIVERY = 'module.firehose.aws_kinesis_firehose_delivery_stream.this["raw_bad"]'
PROCESSING = {
    "enabled": True,
    "processors": [
        {
            "type": "Lambda",
            "parameters": [
                {
                    "parameter_name": "LambdaArn",
                    "parameter_value": "arn:aws:lambda:us-east-2:222222222222:function:"
                    "snowplow-prod-pseudonymizer-raw-bad:live",
                }
            ],
        }
    ],
}
WRITES = {
    "bucket_arn": f"arn:aws:s3:::{BUCKET}",
    "prefix": "raw-bad/",
    "error_output_prefix": "errors/raw-bad/",
    "compression_format": "GZIP",
    "role_arn": "arn:aws:iam::222222222222:role/ours",
    "processing_configuration": [PROCESSING],
}


def delivery(address: str = DELIVERY, **after: Any) -> dict[str, Any]:
    return drifted(
        address,
        {"extended_s3_configuration": [WRITES], "version_id": "1"},
        {"extended_s3_configuration": [{**WRITES, **after}], "version_id": "2"},
    )


def test_a_waiver_excuses_nothing_else_inside_of_a_block() -> None:
    waiver = {**WAIVER, "id": "DATA-FORMAT-CHANGED", "address": DELIVERY}
    waived = prod(guardrails__waivers=[waiver])

    (alone,) = classified(delivery(compression_format="ZIP"), of=waived)
    (beside,) = classified(
        delivery(compression_format="ZIP", role_arn="arn:aws:iam::222222222222:role/theirs"),
        of=waived,
    )

    assert alone.severity == "benign"
    assert beside.severity == "suspicious"
    assert [each.name for each in beside.attributes] == ["extended_s3_configuration.role_arn"]


def test_a_finding_belongs_to_what_has_brought_it_about() -> None:
    other = DELIVERY.replace("raw_bad", "enriched_bad")
    theirs = {**WRITES, "prefix": "enriched-bad/", "error_output_prefix": "errors/enriched-bad/"}
    theirs["processing_configuration"] = [
        {
            "enabled": True,
            "processors": [
                {
                    "type": "Lambda",
                    "parameters": [
                        {
                            "parameter_name": "LambdaArn",
                            "parameter_value": "a:snowplow-prod-pseudonymizer-enriched-bad",
                        }
                    ],
                }
            ],
        }
    ]
    moved = drifted(
        other,
        {"extended_s3_configuration": [theirs]},
        {"extended_s3_configuration": [{**theirs, "prefix": "raw-bad/"}]},
    )
    waiver = {**WAIVER, "id": "DATA-PREFIX-CHANGED", "address": other}
    bystander = changed_to(DELIVERY, "version_id", "1", "2", extended_s3_configuration=[WRITES])

    found = classified(moved, bystander, of=prod(guardrails__waivers=[waiver]))

    assert {each.address: each.severity for each in found} == {
        other: "dangerous",
        DELIVERY: "benign",
    }
    assert "DATA-PREFIX-SHARED" in rules(found[0])


def test_a_finding_at_what_has_not_drifted_is_not_everybody_s() -> None:
    other = DELIVERY.replace("raw_bad", "enriched_bad")
    theirs = {**WRITES, "prefix": "enriched-bad/"}
    moved = drifted(
        other,
        {"extended_s3_configuration": [theirs]},
        {"extended_s3_configuration": [{**theirs, "prefix": "raw-bad/"}]},
    )
    there = (untouched(DELIVERY, {"extended_s3_configuration": [WRITES]}),)

    found = classified(moved, changed_to(SERVICE, "desired_count", 3, 4), there=there)

    assert {each.address: each.severity for each in found} == {
        other: "dangerous",
        SERVICE: "benign",
    }


def test_the_key_that_sets_it_is_named_with_its_line() -> None:
    drift = changed_to(LOGS, "retention_in_days", 365, 400, kms_key_id="key")

    (found,) = classified(drift, lines={("firehose", "log_retention_days"): 58})

    assert found.severity == "suspicious"
    assert found.key == ("firehose", "log_retention_days")
    assert found.origin == Position(FILE, 58, 3)
    assert found.fix.endswith(
        "to keep it, set firehose.log_retention_days in environments/prod.yaml"
    )


def test_no_key_is_named_where_several_would_have_to_be_set() -> None:
    before = {"retention_in_days": 365, "tags": {}, "kms_key_id": "key"}
    after = {"retention_in_days": 400, "tags": {"team": "b"}, "kms_key_id": "key"}

    (found,) = classified(drifted(LOGS, before, after))

    assert found.key is None
    assert "to keep it" not in found.fix


def test_what_terraform_does_not_look_after_is_to_be_removed_by_hand() -> None:
    role = "module.lambda.aws_iam_role.this"

    (found,) = classified(changed_to(role, "inline_policy", [], [{"name": "x", "policy": "{}"}]))

    assert found.severity == "suspicious"
    assert found.fix.startswith("remove in AWS what was added")


@pytest.mark.parametrize(("address", "values", "name"), [
    (STREAM, {"name": "raw-good", **OURS}, "raw-good"),
    (KEY, {"arn": "arn:aws:kms:us-east-2:2:key/k", "id": "k"}, "arn:aws:kms:us-east-2:2:key/k"),
    (BUCKET_POLICY, {"bucket": BUCKET, "id": "x"}, BUCKET),
    ("module.lambda.aws_iam_role_policy.this", {"role": "r", "name": "p", "id": "r:p"}, "r"),
    ("module.lambda.aws_lambda_function.this", {"function_name": "f", "id": "f"}, "f"),
    ("module.network.aws_vpc.this", {"id": "vpc-1"}, "vpc-1"),
    ("module.network.aws_x.this", {}, ""),
])  # fmt: skip
def test_cloudtrail_is_asked_by_the_name_it_knows(
    address: str, values: dict[str, Any], name: str
) -> None:
    (found,) = classified(drifted(address, {**values, "odd": 1}, {**values, "odd": 2}))

    assert found.search == name
