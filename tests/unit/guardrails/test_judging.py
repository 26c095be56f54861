"""What may pass, who says so, and where a finding's cause stands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.guardrails.plans import FILE, SHRUNK, STREAM, environment, findings, ids, resource
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.guardrails.judge import RULE_IDS, RULES, passed, refuses
from toolkit.domain.position import Position
from toolkit.errors import Refused
from toolkit.workflows.judging import refuse

WAIVER = {
    "id": "DATA-SHARDS-REDUCED",
    "address": STREAM,
    "owner": "data platform",
    "reason": "measured",
    "expires": "2026-01-15",
}


def test_a_finding_names_the_line_that_causes_it() -> None:
    (found,) = findings(SHRUNK, lines={("streams", "raw_good", "shards"): 12})

    assert found.name == f"DATA-SHARDS-REDUCED@{STREAM}"
    assert found.path == ("streams", "raw_good", "shards")
    assert found.origin == Position(FILE, 12, 3)


def test_a_default_has_no_line() -> None:
    (found,) = findings(SHRUNK)

    assert found.origin is None


def test_an_allowed_finding_passes_and_keeps_its_reason() -> None:
    allowance = Allowance("DATA-SHARDS-REDUCED", STREAM, "measured for a month")

    found = findings(SHRUNK, allowed=(allowance,))

    assert [each.status for each in found] == ["allowed"]
    assert passed(found) == (allowance,)


@pytest.mark.parametrize(
    "allowance",
    [
        pytest.param(Allowance("DATA-SHARDS-REDUCED", "elsewhere", "why"), id="another address"),
        pytest.param(Allowance("DATA-STREAM-DELETED", STREAM, "why"), id="another rule"),
    ],
)
def test_an_allowance_of_something_else_lets_nothing_pass(allowance: Allowance) -> None:
    (found,) = findings(SHRUNK, allowed=(allowance,))

    assert refuses(found)


def test_a_waiver_holds_to_its_last_day() -> None:
    (found,) = findings(SHRUNK, of=environment(**{"guardrails.waivers": [WAIVER]}))

    assert found.status == "waived"
    assert found.reason == "measured (data platform, until 2026-01-15)"


def test_an_expired_waiver_is_a_finding_and_lets_nothing_pass() -> None:
    expired = {**WAIVER, "expires": "2026-01-14"}

    found = findings(SHRUNK, of=environment(**{"guardrails.waivers": [expired]}))

    assert ids(found) == {"DATA-SHARDS-REDUCED", "WAIVER-EXPIRED"}
    assert all(refuses(each) for each in found)


def test_a_waiver_of_no_rule_is_a_finding() -> None:
    unknown = {**WAIVER, "id": "DATA-SHARDS-LOST"}

    found = findings(of=environment(**{"guardrails.waivers": [unknown]}))

    assert ids(found) == {"WAIVER-UNKNOWN"}
    assert found[0].path == ("guardrails", "waivers", 0)


@pytest.mark.parametrize(
    ("first", "last", "is_frozen"),
    [
        ("2026-01-15", "2026-01-15", True),
        ("2026-01-01", "2026-01-14", False),
        ("2026-01-16", "2026-02-01", False),
    ],
)
def test_nothing_changes_on_frozen_days(first: str, last: str, *, is_frozen: bool) -> None:
    freeze = {"from": first, "to": last, "reason": "year end"}
    frozen = environment(**{"guardrails.freeze": [freeze]})

    change = findings(resource("aws_ecs_cluster", {}, {}), of=frozen)
    nothing = findings(of=frozen)

    assert ids(change) == ({"SAFETY-FREEZE"} if is_frozen else set())
    assert nothing == ()


def test_what_refuses_comes_first_and_the_worst_of_it_ahead() -> None:
    deleted = resource("aws_s3_bucket", {"bucket": "b"}, None, action="delete")
    kept = resource("aws_ecs_cluster", {}, {})
    allowance = Allowance("DATA-BUCKET-DELETED", deleted.address, "empty")

    refused = findings(SHRUNK, deleted, kept)
    one_allowed = findings(SHRUNK, deleted, kept, allowed=(allowance,))

    assert [each.rule.id for each in refused] == ["DATA-BUCKET-DELETED", "DATA-SHARDS-REDUCED"]
    assert [each.rule.id for each in one_allowed] == ["DATA-SHARDS-REDUCED", "DATA-BUCKET-DELETED"]


def test_a_refusal_names_every_finding_and_where_to_read_on() -> None:
    found = findings(SHRUNK)

    with pytest.raises(Refused) as refusal:
        refuse(found, "staging")

    assert refusal.value.exit_code == 3
    assert refusal.value.details == (f"DATA-SHARDS-REDUCED@{STREAM}: 4 shards become 2",)
    assert "explain DATA-SHARDS-REDUCED" in refusal.value.hint


def test_nothing_is_refused_where_everything_passes() -> None:
    refuse(findings(SHRUNK, allowed=(Allowance("DATA-SHARDS-REDUCED", "*", "why"),)), "staging")


def test_every_rule_has_its_own_id_and_says_why_and_what_to_do() -> None:
    assert len(RULE_IDS) == len(RULES)
    assert [rule.id for rule in RULES if not (rule.title and rule.why and rule.fix)] == []


def test_a_resource_of_another_account_is_found_once_for_each_account() -> None:
    arn = "arn:aws:kinesis:us-east-2:{}:stream/s"
    changes = [
        resource("aws_iam_role", {"arn": arn.format(account)}, {}, f"aws_iam_role.r{index}")
        for index, account in enumerate(("999999999999", "999999999999", "111111111111"))
    ]

    found = findings(*changes)

    assert [each.name for each in found] == ["SAFETY-FOREIGN-ACCOUNT@aws_iam_role.r0"]


def test_a_freeze_counts_days_as_dates() -> None:
    freeze = {"from": date(2026, 1, 15), "to": "2026-01-20", "reason": "sale"}

    guardrails = environment(**{"guardrails.freeze": [freeze]}).guardrails

    assert guardrails.freeze[0].from_ == date(2026, 1, 15)
