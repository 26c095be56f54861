"""The scanners find nothing that nobody has answered for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.scan.finding import Finding
from tests.scan.waivers import Waiver, judge, waivers

NOW = datetime.now(UTC).date()
FOUND = Finding("checkov", "CKV_1", "prod", 'module.a.aws_b.c["d"]', "a check")


def waiver(**changes: object) -> Waiver:
    values = {"ids": ("CKV_1",), "where": "*:module.a.*", "reason": "it is so", "owner": "us"}
    return Waiver(**{**values, "expires": date(2100, 1, 1), **changes})  # type: ignore[arg-type]


@pytest.mark.terraform
@pytest.mark.xdist_group("scan")
def test_every_finding_is_waived_and_every_waiver_used(findings: list[Finding]) -> None:
    verdict = judge(findings, waivers(), NOW)

    assert {finding.scanner for finding in findings} == {
        *("checkov", "checkov plan", "parliament", "tf-nag")
    }
    assert str(verdict) == ""


def test_every_waiver_says_why_and_who_and_ends_within_two_years() -> None:
    for one in waivers():
        assert len(one.reason) > 40, one
        assert one.owner, one
        assert (one.expires - NOW).days < 2 * 366, one


def test_a_finding_that_nobody_waived_is_said() -> None:
    verdict = judge([FOUND], [], NOW)

    assert verdict.unwaived == (FOUND,)
    assert "CKV_1" in str(verdict)


@pytest.mark.parametrize(
    "other", [{"ids": ("CKV_2",)}, {"where": "staging:*"}, {"where": "*:module.b.*"}]
)
def test_a_waiver_covers_its_check_at_its_place_alone(other: dict[str, object]) -> None:
    verdict = judge([FOUND], [waiver(**other)], NOW)

    assert verdict.unwaived == (FOUND,)


def test_a_waiver_covers_every_instance_of_a_resource() -> None:
    verdict = judge([FOUND], [waiver(where="prod:module.a.aws_b.c")], NOW)

    assert str(verdict) == ""


def test_an_expired_waiver_covers_nothing() -> None:
    old = waiver(expires=date(2020, 1, 1))

    verdict = judge([FOUND], [old], NOW)

    assert verdict.unwaived == (FOUND,)
    assert verdict.expired == (old,)


def test_a_waiver_that_nothing_needs_is_said_by_its_check() -> None:
    verdict = judge([FOUND], [waiver(ids=("CKV_1", "CKV_9"))], NOW)

    assert [name for name, _ in verdict.unused] == ["CKV_9"]
