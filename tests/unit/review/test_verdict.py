"""What becomes of a plan, the same wherever it is shown."""

from __future__ import annotations

import pytest

from tests.reviews import change, failed_review, finding, review
from toolkit.domain.review.model import Review
from toolkit.domain.review.verdict import (
    DEEDS,
    WORDS,
    Verdict,
    by_rule,
    capitalized,
    lost,
    verdict,
    worst_first,
)
from toolkit.errors import TerraformError


@pytest.mark.parametrize(
    ("made", "becomes"),
    [
        pytest.param(failed_review(TerraformError("no")), "failed", id="no plan"),
        pytest.param(review(findings=(finding(),)), "refused", id="a gap in what stays"),
        pytest.param(review(change(), findings=(finding(),)), "refused", id="a finding"),
        pytest.param(review(change(), findings=(finding(status="waived"),)), "passes", id="waived"),
        pytest.param(review(change()), "passes", id="a change"),
        pytest.param(review(outputs_changed=True), "passes", id="outputs"),
        pytest.param(review(), "unchanged", id="nothing"),
    ],
)
def test_what_becomes_of_a_plan(made: Review, becomes: Verdict) -> None:
    assert verdict(made) == becomes


def test_signs_tell_what_stops_from_what_passes() -> None:
    signs = {becomes: words.partition(" ")[0] for becomes, words in WORDS.items()}

    assert signs == {"refused": "✗", "failed": "!", "unchanged": "✓", "passes": "✓"}


def test_what_is_lost_is_what_holds_data_and_how_much_else() -> None:
    stream, role = change(action="replace"), change("module.salt.aws_iam_role.this", "delete")

    kept, others = lost(review(stream, role, change(), change(action="create")))

    assert (kept, others) == ((stream,), 1)


def test_the_worst_come_first_and_stay_in_order() -> None:
    changes = [change(f"module.salt.aws_x.{at}", action) for at, action in enumerate(DEEDS)]  # type: ignore[arg-type]

    found = [each.action for each in worst_first([*changes, *changes])]

    assert list(dict.fromkeys(found)) == [
        "delete", "replace", "forget", "update", "keep", "create", "read",
    ]  # fmt: skip
    assert sorted(found, key=found.index) == found


def test_findings_of_one_rule_and_status_stand_together() -> None:
    one, two, three = finding("A"), finding("B"), finding("A", status="waived")
    four = finding("A", address="x")

    assert by_rule((one, two, three, four)) == ((one, four), (two,), (three,))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no changes", "No changes"),
        ("4 shards become 2", "4 shards become 2"),
        ("module.x is gone", "module.x is gone"),
        ("", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_and_a_name_does_not(text: str, shown: str) -> None:
    assert capitalized(text) == shown
