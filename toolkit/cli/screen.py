"""The two consoles: data on stdout, talk on stderr."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding

# Columns of a table that no terminal shows: each row stays one line, whatever stands in it.
_NEVER_FOLDED = 10_000


@cache
def talk() -> Console:
    """What is said while working; stderr."""
    if sys.stderr.isatty():
        return Console(stderr=True, highlight=False)
    return Console(stderr=True, highlight=False, soft_wrap=True, width=_NEVER_FOLDED)


@cache
def data() -> Console:
    """What was asked for; stdout."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, soft_wrap=True, width=_NEVER_FOLDED)


def print_json(value: Any) -> None:
    """A JSON document on stdout, never coloured or wrapped."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def indented(indent: int, shown: RenderableType) -> RenderableType:
    """What is shown, its every line beginning at a column, also those that a terminal folds."""
    return Padding(shown, (0, 0, 0, indent), expand=False)


def may_ask() -> bool:
    """Whether there is a person to ask: a terminal, and no CI."""
    return sys.stdin.isatty() and sys.stderr.isatty() and os.environ.get("CI", "") in ("", "false")
