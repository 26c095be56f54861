"""Values of a planned resource by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def at(value: Any, path: str) -> Iterator[Any]:
    """Every known value at a dotted path; lists are looked through."""
    if isinstance(value, list):
        for item in value:
            yield from at(item, path)
        return
    if not path:
        if value is not None:
            yield value
        return
    head, _, rest = path.partition(".")
    if isinstance(value, dict):
        yield from at(value.get(head), rest)


def text(value: Any, path: str) -> str:
    """The one text at a path; empty where there is none."""
    return next((str(found) for found in at(value, path)), "")


def given(value: Any, *names: str) -> list[str]:
    """Which of the arguments are set to something."""
    return [name for name in names if value.get(name) not in (None, "", [], {}, 0, False)]
