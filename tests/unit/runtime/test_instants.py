"""Instants sort as text, whatever year and precision they have."""

from __future__ import annotations

import pytest

from toolkit.runtime.instants import of_iso, of_milliseconds, sortable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01 12:00:00", "2026-03-01 12:00:00"),
        ("2026-03-01 12:00:00.000", "2026-03-01 12:00:00"),
        ("2026-03-01 12:00:00.120", "2026-03-01 12:00:00.12"),
        ("0000-01-01 00:00:00.123456789", "0000-01-01 00:00:00.123456789"),
        ("2026-03-01T12:00:00.5Z", "2026-03-01 12:00:00.5"),
    ],
)
def test_instants_become_sortable(text: str, expected: str) -> None:
    assert sortable(text) == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-03-01", "2026-03-01 12:00:00+02:00", "٢٠٢٦-03-01 12:00:00"]
)
def test_what_is_no_utc_instant_is_told_apart(text: str) -> None:
    assert sortable(text) is None


def test_equal_instants_of_different_precision_are_equal_text() -> None:
    assert sortable("2026-03-01 12:00:00.5") == sortable("2026-03-01 12:00:00.500000000")


def test_fractions_sort_like_time() -> None:
    texts = ["2026-03-01 12:00:00", "2026-03-01 12:00:00.05", "2026-03-01 12:00:00.1"]

    assert sorted(texts, key=lambda text: sortable(text) or "") == texts


def test_milliseconds_and_iso_text_of_one_instant_agree() -> None:
    assert of_milliseconds(1_772_366_400_500) == of_iso("2026-03-01T14:00:00.5+02:00")


def test_iso_text_without_a_zone_is_no_instant() -> None:
    assert of_iso("2026-03-01T14:00:00") is None


def test_milliseconds_beyond_the_calendar_are_no_instant() -> None:
    assert of_milliseconds(1e30) is None
