"""A note is found by its first line, and remembers the plans that it has shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reviews import names
from toolkit.domain.review.history import (
    LONGEST,
    Earlier,
    distinct,
    hidden_lines,
    history_of,
    is_note_of,
    marker,
)

PLAN = Earlier("ab" * 32, "c0ffee0-dirty", "2026-01-15T12:00:00+00:00", "3 to create, 1 moved")
OTHER = replace(PLAN, meaning="cd" * 32, commit="none")
LINES = tuple(hidden_lines([PLAN, OTHER]))


def note(*lines: str) -> str:
    return "\n".join((marker("prod"), *lines))


def test_plans_come_back_in_their_order() -> None:
    assert history_of(note(*LINES, "", "**refused**")) == (PLAN, OTHER)


def test_what_gitlab_does_to_a_text_does_not_matter() -> None:
    text = "\n" + note(*LINES).replace("\n", "\r\n") + "  \r\n"

    assert is_note_of(text, "prod")
    assert history_of(text) == (PLAN, OTHER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x\n" + note(),
        "> " + note(),
        note().replace("prod", "production"),
        note().replace("<!-- ", "<!--"),
        note().replace(" -->", " --> x"),
    ],
)
def test_what_only_looks_like_a_note_is_none(text: str) -> None:
    assert not is_note_of(text, "prod")


@given(names, names)
def test_an_environment_has_one_marker_that_hides_nothing_else(name: str, other: str) -> None:
    line = marker(name)

    assert line.isprintable()
    assert line.startswith("<!-- snowops:note ")
    assert line.index("-->") == len(line) - 3
    assert is_note_of(f"{line}\nx", name)
    assert is_note_of(line, other) is (name == other)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        LINES[0].replace("ab" * 32, "ab" * 31),
        LINES[0].replace("ab" * 32, "AB" * 32),
        LINES[0].replace("c0ffee0-dirty", "HEAD"),
        LINES[0].replace("3 to create", "3 to <b>create</b>"),
        LINES[0].replace("3 to create, 1 moved", "a" * 121),
        LINES[0].replace("2026", "yesterday"),
        f"{LINES[0]} x",
        f" {LINES[0]}",
    ],
)
def test_a_line_of_another_form_ends_the_history(line: str) -> None:
    assert history_of(note(LINES[1], line, LINES[0])) == (OTHER,)


def test_a_history_further_down_is_none() -> None:
    assert history_of(note("", *LINES)) == ()
    assert history_of(note("**refused**", *LINES)) == ()


def test_no_more_is_read_than_is_remembered() -> None:
    many = [replace(PLAN, meaning=f"{at:064x}") for at in range(30)]

    found = history_of(note(*hidden_lines(many)))

    assert found == tuple(many[:LONGEST])


@given(st.builds(Earlier, names, names, names, names))
def test_a_plan_of_another_form_is_not_written(other: Earlier) -> None:
    lines = [*hidden_lines([other, PLAN])]

    assert lines == [LINES[0]]


def test_of_plans_that_do_the_same_the_newest_counts() -> None:
    older = replace(PLAN, commit="facade1")

    assert distinct([PLAN, OTHER, older]) == (PLAN, OTHER)


@given(st.lists(st.sampled_from("0123456789abcdef"), max_size=40))
def test_a_note_remembers_few_and_each_once(digits: list[str]) -> None:
    found = distinct(replace(PLAN, meaning=digit * 64) for digit in digits)

    assert [each.meaning[0] for each in found] == list(dict.fromkeys(digits))[:LONGEST]
