"""What matters least is cut first, no more than needed, and it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rendering.markdown.budget import READABLE, Loss, Part, Shorter, fitted

losses = st.lists(st.sampled_from(Loss), unique=True).map(sorted)


@st.composite
def _parts(draw: st.DrawFn) -> Part:
    lengths = sorted(draw(st.lists(st.integers(0, 300), min_size=1, max_size=4)), reverse=True)
    forms = [Shorter("x" * length, draw(st.sampled_from(Loss))) for length in lengths[1:]]
    return Part("x" * lengths[0], tuple(sorted(forms, key=lambda form: form.loss)))


def said(lost: object) -> str:
    return f"cut: {lost}" if lost else ""


def fit(*parts: Part, limit: int) -> str:
    return fitted(parts, ", ".join, len(parts), limit)


def part(text: str, loss: Loss, shorter: str = "", weight: tuple[int, ...] = ()) -> Part:
    return Part(text, (Shorter(shorter, loss),), weight)


def test_what_fits_is_whole() -> None:
    assert fit(part("first", Loss.NEW), part("second", Loss.LONG), limit=15) == "first\n\nsecond"


def test_the_first_loss_goes_first_wherever_it_stands() -> None:
    found = fit(part("a" * 200, Loss.LONG), part("b" * 200, Loss.NEW), limit=300)

    assert found == f"{'a' * 200}\n\nwhat new resources are given"


def test_of_one_loss_the_last_part_goes_first() -> None:
    found = fit(part("a" * 200, Loss.NEW), part("b" * 200, Loss.NEW), limit=300)

    assert found.startswith("aaa")


def test_of_one_loss_the_lightest_part_goes_first() -> None:
    found = fit(
        part("a" * 200, Loss.NEW, weight=(0, 2)),
        part("b" * 200, Loss.NEW, weight=(1, 0)),
        part("c" * 200, Loss.NEW, weight=(0, 3)),
        limit=400,
    )

    assert found.startswith("bbb")
    assert "a" * 9 not in found


def test_a_shorter_form_that_is_longer_is_not_taken() -> None:
    assert fit(part("ab", Loss.NEW, "abc"), limit=0) == "ab"


@pytest.mark.parametrize(
    ("loss", "cut"), [(Loss.NAMES, True), (Loss.STAGES, False), (Loss.SENTENCES, False)]
)
def test_beyond_what_is_readable_only_the_last_losses_are_spared(loss: Loss, cut: bool) -> None:
    found = fit(part("a" * (READABLE + 1), loss), limit=10 * READABLE)

    assert (len(found) < READABLE) is cut


@given(st.lists(_parts(), max_size=6), st.integers(0, 1500), st.integers(0, 6))
def test_it_fits_or_nothing_is_left_to_cut(parts: list[Part], limit: int, at: int) -> None:
    shortest, found = (fitted(parts, said, at, most) for most in (0, limit))

    assert len(found) <= max(limit, len(shortest))


@given(st.lists(_parts(), max_size=6), st.integers(0, 1500))
def test_what_is_cut_is_said(parts: list[Part], limit: int) -> None:
    whole = "\n\n".join(part.text for part in parts if part.text)

    found = fitted(parts, said, 0, limit)

    assert (found == whole) or found.startswith("cut: [")


def test_each_loss_has_words_of_its_own() -> None:
    parts = [part("a" * 99, loss) for loss in Loss]

    words = fit(*parts, limit=0).split(", ")

    assert len(set(words)) >= len(Loss)
