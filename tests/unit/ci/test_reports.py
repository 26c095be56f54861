"""What GitLab shows of a review: the widget's counts, and findings at their lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from toolkit.domain.review.code_quality import code_quality
from toolkit.domain.review.model import Failure, Review, ReviewedChange, ReviewedFinding
from toolkit.domain.review.widget import widget

REVIEW = Review(
    environment="staging",
    account="111111111111",
    region="us-east-2",
    protected=False,
    commit="none",
    created="2026-11-24T12:00:00+00:00",
    command="snowops plan staging",
)
FINDING = ReviewedFinding(
    id="DATA-SHARDS-REDUCED",
    severity="high",
    address='module.streams.aws_kinesis_stream.this["raw_good"]',
    sentence="2 shards become 1",
    why="Writers are throttled.",
    fix="Look at the stream's incoming bytes.",
    status="refused",
    key="streams.raw_good.shards",
    file="environments/base.yaml",
    line=21,
)


def change(*actions: str) -> ReviewedChange:
    action: Any = "replace" if len(actions) > 1 else actions[0]
    return ReviewedChange(f"a.{'-'.join(actions)}", "a", action, actions)


def report(*findings: ReviewedFinding) -> list[dict[str, Any]]:
    return code_quality(replace(REVIEW, findings=findings))


def test_a_replacement_is_a_creation_and_a_deletion_to_gitlab() -> None:
    review = replace(
        REVIEW,
        changes=(
            change("create"),
            change("update"),
            change("delete"),
            change("delete", "create"),
            change("create", "delete"),
        ),
    )

    assert widget(review) == {"create": 3, "update": 1, "delete": 3}


@pytest.mark.parametrize("action", ["read", "forget", "no-op"])
def test_what_gitlab_does_not_count_is_not_counted(action: str) -> None:
    review = replace(REVIEW, changes=(change(action),))

    assert widget(review) == {"create": 0, "update": 0, "delete": 0}


def test_a_plan_that_failed_is_not_one_without_changes() -> None:
    assert widget(replace(REVIEW, failure=Failure("no"))) == {}


def test_a_finding_stands_at_the_line_that_causes_it() -> None:
    (found,) = report(FINDING)

    assert found["location"] == {"path": "environments/base.yaml", "lines": {"begin": 21}}
    assert found["check_name"] == "DATA-SHARDS-REDUCED"
    assert found["description"] == f"staging: {FINDING.address}: 2 shards become 1"


def test_a_finding_without_a_line_stands_at_the_top_of_the_environments_file() -> None:
    (found,) = report(replace(FINDING, file="", line=0))

    assert found["location"] == {"path": "environments/staging.yaml", "lines": {"begin": 1}}


@pytest.mark.parametrize(("severity", "shown"), [("critical", "critical"), ("high", "major")])
def test_severities(severity: Any, shown: str) -> None:
    assert report(replace(FINDING, severity=severity))[0]["severity"] == shown


@pytest.mark.parametrize("status", ["allowed", "waived"])
def test_a_finding_that_passes_is_for_information_with_its_reason(status: Any) -> None:
    (found,) = report(replace(FINDING, severity="critical", status=status, reason="agreed"))

    assert found["severity"] == "info"
    assert found["description"].endswith(f"2 shards become 1 ({status}: agreed)")


def test_the_same_finding_has_the_same_fingerprint_on_another_line_and_in_other_words() -> None:
    before, after = report(FINDING), report(replace(FINDING, line=30, sentence="4 become 1"))

    assert before[0]["fingerprint"] == after[0]["fingerprint"]


def test_no_two_findings_of_a_report_have_one_fingerprint() -> None:
    other = replace(FINDING, address="another")

    found = report(FINDING, FINDING, other, replace(FINDING, id="DATA-STREAM-DELETED"))

    assert len({each["fingerprint"] for each in found}) == 4


def test_two_environments_do_not_share_a_fingerprint() -> None:
    prod = replace(REVIEW, environment="prod", findings=(FINDING,))

    assert code_quality(prod)[0]["fingerprint"] != report(FINDING)[0]["fingerprint"]


def test_what_hides_in_a_finding_is_spelt_out() -> None:
    (found,) = report(replace(FINDING, status="waived", reason="a\u202eb", sentence="c\x1bd"))

    assert found["description"].endswith("c\\x1bd (waived: a\\u202eb)")


def test_the_report_has_the_documented_form() -> None:
    """GitLab documentation, "Code Quality report format": these keys, and no others are read."""
    for each in report(FINDING, replace(FINDING, address="another", file="")):
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert set(each["location"]) == {"path", "lines"}
        assert not each["location"]["path"].startswith(("/", "./"))
        assert isinstance(each["location"]["lines"]["begin"], int)
        assert each["location"]["lines"]["begin"] >= 1
