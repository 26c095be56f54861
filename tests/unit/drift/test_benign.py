"""What AWS and the pipeline change by themselves, and how little it takes to be more than that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.drift.drifts import SERVICE, STREAM, classified, drifted, prod
from toolkit.domain.drift.benign import BENIGN
from toolkit.domain.drift.model import counts, needs_somebody
from toolkit.domain.environment import Environment

CERTIFICATE = "module.collectors.aws_acm_certificate.this"
DELIVERY = "module.firehose.aws_kinesis_firehose_delivery_stream.this"
ON_DEMAND = prod(streams__mode="on-demand")
DAY, YEAR = "2026-01-15T00:00:00Z", "2027-01-15T00:00:00Z"
LISTED: list[tuple[str, str, Any, Any, Environment]] = [
    (CERTIFICATE, "not_after", DAY, YEAR, prod()),
    (CERTIFICATE, "not_before", DAY, YEAR, prod()),
    (CERTIFICATE, "pending_renewal", False, True, prod()),
    (CERTIFICATE, "renewal_eligibility", "INELIGIBLE", "ELIGIBLE", prod()),
    (CERTIFICATE, "renewal_summary", [], [{"renewal_status": "SUCCESS"}], prod()),
    (CERTIFICATE, "status", "PENDING_VALIDATION", "ISSUED", prod()),
    (
        "module.enrichers.aws_dynamodb_table.leases",
        "warm_throughput",
        [{"read_units_per_second": 12000, "write_units_per_second": 4000}],
        [{"read_units_per_second": 14000, "write_units_per_second": 4000}],
        prod(),
    ),
    (SERVICE, "desired_count", 3, 7, prod()),
    (DELIVERY, "version_id", "1", "2", prod()),
    (STREAM, "shard_count", 4, 8, ON_DEMAND),
    ('module.lambda.aws_lambda_function.this["raw_bad"]', "last_modified", DAY, YEAR, prod()),
    ("module.network.aws_vpc_endpoint.s3", "cidr_blocks", ["52.0.0.0/8"], ["3.0.0.0/8"], prod()),
    ("module.collectors.aws_wafv2_web_acl.this", "lock_token", "a", "b", prod()),
]


def one(address: str, name: str, before: Any, after: Any) -> dict[str, Any]:
    return drifted(address, {name: before}, {name: after})


@pytest.mark.parametrize(
    ("address", "name", "before", "after", "environment"),
    [pytest.param(*each, id=f"{each[0].split('.')[-2]} {each[1]}") for each in LISTED],
)
def test_what_changes_by_itself_is_benign_and_says_why(
    address: str, name: str, before: Any, after: Any, environment: Environment
) -> None:
    (found,) = classified(one(address, name, before, after), of=environment)

    assert found.severity == "benign"
    assert found.why
    assert found.fix == ""
    assert not needs_somebody([found])


def test_every_entry_of_the_list_is_tried_here() -> None:
    tried = {(address.partition("[")[0].split(".")[-2], name) for address, name, *_ in LISTED}

    assert tried == set(BENIGN)


@pytest.mark.parametrize("address", sorted({each[0] for each in LISTED}))
def test_anything_else_about_the_same_resource_is_suspicious(address: str) -> None:
    (found,) = classified(one(address, "description", "ours", "theirs"), of=ON_DEMAND)

    assert found.severity == "suspicious"


def test_what_is_listed_excuses_nothing_that_happens_beside_it() -> None:
    before = {"desired_count": 3, "launch_type": "FARGATE"}
    after = {"desired_count": 4, "launch_type": "EC2"}

    (found,) = classified(drifted(SERVICE, before, after))

    assert found.severity == "suspicious"
    assert [each.name for each in found.attributes] == ["launch_type"]


@pytest.mark.parametrize(("count", "severity"), [
    (2, "suspicious"), (3, "benign"), (24, "benign"), (25, "suspicious"),
    (0, "suspicious"), (None, "suspicious"),
])  # fmt: skip
def test_autoscaling_explains_counts_between_the_bounds_alone(
    count: int | None, severity: str
) -> None:
    (found,) = classified(one(SERVICE, "desired_count", 7, count))

    assert found.severity == severity


@pytest.mark.parametrize(("count", "key"), [(2, "min_tasks"), (25, "max_tasks")])
def test_a_count_beyond_a_bound_names_the_bound(count: int, key: str) -> None:
    path = ("collectors", key)

    (found,) = classified(one(SERVICE, "desired_count", 7, count), lines={path: 31})

    assert found.why == "autoscaling keeps it between 3 and 24"
    assert found.fix.startswith("Terraform leaves it to autoscaling")
    assert found.key == path
    assert found.origin is not None
    assert found.origin.line == 31


def test_a_service_of_no_stage_is_not_autoscaled_by_us() -> None:
    (found,) = classified(one("aws_ecs_service.this", "desired_count", 3, 4))

    assert found.severity == "suspicious"


def test_each_app_has_its_own_bounds() -> None:
    enrichers = SERVICE.replace("collectors", "enrichers")

    found = classified(one(SERVICE, "desired_count", 3, 9), one(enrichers, "desired_count", 3, 9))

    assert {each.address: each.severity for each in found} == {
        SERVICE: "benign",
        enrichers: "suspicious",
    }


@pytest.mark.parametrize("status", ["EXPIRED", "REVOKED", "FAILED", "INACTIVE"])
def test_a_certificate_that_holds_no_more_is_suspicious(status: str) -> None:
    (found,) = classified(one(CERTIFICATE, "status", "ISSUED", status))

    assert found.severity == "suspicious"


def test_kinesis_makes_an_on_demand_stream_smaller_too() -> None:
    same = {"stream_mode_details": [{"stream_mode": "ON_DEMAND"}], "kms_key_id": "key"}

    (found,) = classified(
        drifted(STREAM, {**same, "shard_count": 8}, {**same, "shard_count": 4}), of=ON_DEMAND
    )

    assert found.severity == "benign"


def test_kinesis_sizes_no_provisioned_stream() -> None:
    (found,) = classified(one(STREAM, "shard_count", 8, 16))

    assert found.severity == "suspicious"
    assert found.key == ("streams", "raw_good", "shards")


@pytest.mark.parametrize(("before", "after", "severity"), [
    ({}, {"aws:cloudformation:stack": "x"}, "benign"),
    (None, {"aws:cloudformation:stack": "x"}, "benign"),
    ({}, {"team": "x"}, "suspicious"),
    ({}, {"aws:cloudformation:stack": "x", "team": "x"}, "suspicious"),
    ({"aws:x": "y"}, {"aws:x": "z"}, "suspicious"),
    ({"awsome": "y"}, {}, "suspicious"),
], ids=str)  # fmt: skip
def test_aws_sets_tags_of_its_own_and_nobody_else_s(before: Any, after: Any, severity: str) -> None:
    (found,) = classified(one(STREAM, "tags", before, after))

    assert found.severity == severity


def test_counts_hold_every_class() -> None:
    found = classified(one(SERVICE, "desired_count", 3, 4), one(STREAM, "name", "a", "b"))

    assert counts(found) == {"dangerous": 0, "suspicious": 1, "benign": 1}
    assert needs_somebody(found)
    assert counts([]) == {"dangerous": 0, "suspicious": 0, "benign": 0}
    assert not needs_somebody([])
