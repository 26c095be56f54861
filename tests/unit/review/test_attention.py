"""The worst of a plan comes first, in words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.corpus.cases import CASES
from tests.reviews import STREAM, change, corpus_review, failed_review, finding, review
from toolkit.domain.review.attention import (
    by_importance,
    counts_text,
    loses,
    passing,
    privacy_words,
    refusing,
    worst,
)
from toolkit.domain.review.model import PrivacyChange, Review
from toolkit.errors import TerraformError

ROLE = "module.salt.aws_iam_role.this"


def test_findings_are_ordered_by_what_they_cost() -> None:
    ordered = [
        finding("DATA-STREAM-REPLACED"),
        finding("PRIVACY-LOGS-FOREVER"),
        finding("DATA-QUEUE-DELETED"),
        finding("DATA-LEASES-DELETED"),
        finding("DATA-LOGS-DELETED"),
        finding("SAFETY-FOREIGN-ACCOUNT"),
        finding("DATA-SHARDS-REDUCED", severity="high"),
        finding("SAFETY-PUBLIC-INGRESS", severity="high"),
        finding("DATA-BUCKET-REPLACED", status="allowed"),
        finding("DATA-KEY-REPLACED", status="waived"),
    ]

    found = by_importance(review(findings=(*reversed(ordered[:2]), *reversed(ordered[2:]))))

    assert {each.id for each in found[:2]} == {"DATA-STREAM-REPLACED", "PRIVACY-LOGS-FOREVER"}
    assert [*found[2:]] == ordered[2:]


@pytest.mark.parametrize(("status", "stops"), [("refused", True), ("allowed", False)])
def test_only_what_nobody_let_pass_stops_a_plan(status: str, stops: bool) -> None:
    first, other = finding(status=status), finding(status="waived")

    made = review(findings=(first, other))

    assert refusing(made) == ((first,) if stops else ())
    assert passing(made) == ((other,) if stops else (first, other))


@pytest.mark.parametrize(
    ("action", "is_lost"),
    [("create", False), ("update", False), ("keep", False), ("delete", True), ("replace", True),
     ("forget", True)],
)  # fmt: skip
def test_what_is_lost(action: Any, is_lost: bool) -> None:
    assert loses(change(action=action)) is is_lost


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(review(), "no changes", id="nothing"),
        pytest.param(review(change(), outputs_changed=True), "1 to change, outputs", id="outputs"),
        pytest.param(review(outputs_changed=True), "outputs", id="outputs alone"),
        pytest.param(review(change(action="keep")), "1 moved", id="moved"),
        pytest.param(
            review(
                change(action="create"), change(action="replace"), change(action="forget"),
                change(action="delete"), change(action="delete"),
            ),
            "1 to create, 1 to replace, 2 to delete, 1 to forget",
            id="all",
        ),
    ],
)  # fmt: skip
def test_counts(made: Review, words: str) -> None:
    assert counts_text(made) == words


@pytest.mark.parametrize(
    ("made", "words"),
    [
        pytest.param(failed_review(TerraformError("no")), "nothing was planned", id="failed"),
        pytest.param(
            review(findings=(finding("DATA-X", "a", status="waived"), finding("DATA-Y", "b"))),
            "4 shards become 2 (DATA-Y at b)",
            id="a finding",
        ),
        pytest.param(
            review(findings=(finding("DATA-X", "a", status="waived"),)),
            "waived: 4 shards become 2 (DATA-X at a)",
            id="a finding that passes",
        ),
        pytest.param(
            review(
                findings=(
                    finding("DATA-X", "a", severity="high", status="allowed"),
                    finding("DATA-Y", "b", status="waived"),
                )
            ),
            "waived: 4 shards become 2 (DATA-Y at b)",
            id="the worse of two that pass, whoever let them",
        ),
        pytest.param(
            review(
                change(action="delete"),
                findings=(finding("SAFETY-FREEZE", "prod", status="waived"),),
                privacy=PrivacyChange(unknown=True),
            ),
            "nobody can tell whether more than today leaves unpseudonymized",
            id="privacy beside a rule of another kind that was waived",
        ),
        pytest.param(
            review(change(action="delete"), findings=(finding("WAIVER-X", "a", status="allowed"),)),
            f"1 resource with data deleted, replaced or let go, such as {STREAM}",
            id="a loss beside a rule of another kind that was allowed",
        ),
        pytest.param(
            review(change(), findings=(finding("SAFETY-FREEZE", "prod"),)),
            "4 shards become 2 (SAFETY-FREEZE at prod)",
            id="what refuses, of whatever kind",
        ),
        pytest.param(
            review(findings=(finding("DATA-X", "a", sentence="x" * 301),)),
            f"{'x' * 300}... (DATA-X at a)",
            id="a long finding",
        ),
        pytest.param(
            review(change(action="delete"), privacy=PrivacyChange(("user_id",))),
            "1 column or field more than today leaves unpseudonymized",
            id="privacy",
        ),
        pytest.param(
            review(privacy=PrivacyChange(passes_no_more=("user_id",))),
            "nothing that holds data changes",
            id="more privacy",
        ),
        pytest.param(
            review(change(), change(action="delete"), change(ROLE, "delete")),
            f"1 resource with data deleted, replaced or let go, such as {STREAM}",
            id="a loss",
        ),
        pytest.param(
            review(change(), change(ROLE, "delete")),
            "nothing that holds data is deleted; 1 resource with data changed in place",
            id="a change",
        ),
        pytest.param(
            review(change(ROLE, "delete")), "nothing that holds data changes", id="another loss"
        ),
    ],
)
def test_the_worst(made: Review, words: str) -> None:
    assert worst(made) == words


@pytest.mark.parametrize(
    ("privacy", "words"),
    [
        (None, ""),
        (PrivacyChange(passes_no_more=("a",), treated_otherwise=("b",)), ""),
        (PrivacyChange(("a", "b")), "2 columns or fields more than today leave unpseudonymized"),
        (
            PrivacyChange(("a",), unknown=True),
            "nobody can tell whether more than today leaves unpseudonymized",
        ),
    ],
)
def test_privacy_in_words(privacy: PrivacyChange | None, words: str) -> None:
    assert privacy_words(review(privacy=privacy)) == words


@pytest.mark.parametrize("case", [case.name for case in CASES if "aws6" in case.generations])
def test_the_worst_of_a_dangerous_plan_is_a_danger_it_must_have(case: str) -> None:
    (known,) = [each for each in CASES if each.name == case]
    made = corpus_review(case)

    assert bool(refusing(made)) is known.dangerous
    assert not known.dangerous or any(f"({rule} at " in worst(made) for rule in known.findings)
