"""The worst that was found counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.health.check import Check, Outcome, Result, failed, passed, skipped, worst

OUTCOMES: tuple[Outcome, ...] = ("failed", "warned", "passed", "skipped")


def check(outcome: Outcome) -> Check:
    return Check("disk", "this machine", Result(outcome, "82 GB free"))


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (("passed", "failed", "warned", "skipped"), "failed"),
        (("skipped", "passed", "warned"), "warned"),
        (("skipped", "passed"), "passed"),
        (("skipped",), "skipped"),
        ((), "skipped"),
    ],
)
def test_the_worst_counts(found: tuple[Outcome, ...], counts: Outcome) -> None:
    assert worst(map(check, found)) == counts


@given(st.lists(st.sampled_from(OUTCOMES)))
def test_one_failure_is_never_outweighed(found: list[Outcome]) -> None:
    assert (worst(map(check, found)) == "failed") == ("failed" in found)


def test_a_failure_says_what_to_do_and_nothing_else_has_to() -> None:
    assert failed("it is off", "turn it on", "since Monday") == Result(
        "failed", "it is off", "turn it on", ("since Monday",)
    )
    assert passed("it is on").fix == ""
    assert skipped("there is none yet", fixable=True).fixable
