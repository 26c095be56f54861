"""Nothing that a text holds stays unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.visible import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain, Größe, 東京, ✗", "plain, Größe, 東京, ✗"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("safe\u202eefas", "safe\\u202eefas"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("return\r\n", "return\\r\n"),
        ("\x00", "\\x00"),
        ("half \ud800", "half \\ud800"),
        ("\u2028", "\\u2028"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_hides_is_spelt_out(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text(st.characters(codec=None)))
def test_every_text_can_be_written_and_shown(text: str) -> None:
    seen = visible(text)

    assert seen.encode().decode() == seen
    assert all(each.isprintable() or each.isspace() for each in seen)
    assert visible(seen) == seen
