from __future__ import annotations

import pytest

from toolkit.domain.proof.marks import Marks
from toolkit.domain.proof.variants import forms


def made(seed: str) -> Marks:
    marks = Marks(seed)
    for number in range(500):
        marks.word(f"word {number}")
        marks.number(f"number {number}")
        marks.fraction(f"fraction {number}")
    return marks


def test_no_two_marks_are_alike() -> None:
    values = [mark.value for mark in made("seed").made]

    assert len(set(values)) == len(values) == 1500


def test_the_same_seed_makes_the_same_marks() -> None:
    assert made("seed") == made("seed")


def test_another_seed_makes_other_marks() -> None:
    values = {mark.value for mark in made("one").made}

    assert not values & {mark.value for mark in made("two").made}


@pytest.mark.parametrize("kept", [False, True])
def test_a_mark_knows_where_it_stands_and_whether_it_may(kept: bool) -> None:
    marks = Marks("seed")

    text = marks.word("column user_id", kept=kept)

    (mark,) = marks.made
    assert (mark.value, mark.place, mark.kept) == (text.encode(), "column user_id", kept)


def test_a_fraction_is_exact() -> None:
    marks = Marks("seed")

    numbers = [marks.fraction("somewhere") for _ in range(200)]

    assert [repr(number).encode() for number in numbers] == [mark.value for mark in marks.made]


def test_every_form_of_a_mark_has_its_own_name() -> None:
    for mark in made("seed").made[:6]:
        names = [form.name for form in forms(mark.value)]

        assert len(set(names)) == len(names)
