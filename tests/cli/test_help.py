"""Every command says what it does, what it takes and how it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Snowops
from toolkit.cli.main import commands


def below(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group of commands with the words that lead there."""
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from below(command, (*path, name))


ALL = dict(below(commands()))
LEAVES = [path for path, command in ALL.items() if not hasattr(command, "commands")]


@pytest.mark.parametrize("path", ALL, ids=lambda path: " ".join(("snowops", *path)))
def test_help(path: tuple[str, ...], snowops: Snowops, snapshot: SnapshotAssertion) -> None:
    shown = snowops(*path, "--help")

    assert shown.code == 0
    assert shown.err == ""
    assert shown.out == snapshot


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_command_shows_how_it_is_typed(path: tuple[str, ...]) -> None:
    assert f"snowops {' '.join(path)}" in (ALL[path].epilog or "")


@pytest.mark.parametrize("path", LEAVES, ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    silent = [parameter.name for parameter in ALL[path].params if not parameter.help]

    assert silent == []


def test_no_word_at_all_shows_the_help(snowops: Snowops) -> None:
    shown = snowops()

    assert shown.code == 0
    assert shown.out == snowops("--help").out
