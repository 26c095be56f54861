"""A resource with one of its attributes as it is now, and all else as it was."""

from __future__ import annotations

import re
from typing import Any

from toolkit.domain.plan import Facts

_STEPS = re.compile(r"\[\d+\]|[^.\[]+")


def with_inner(before: Facts, after: Facts, path: str) -> Facts | None:
    """The facts before, with what stands at a path taken from those after; None: no such place.

    Paths are those of `AttributeChange.name`: an index only where a list has several items.
    """
    try:
        found: Facts = _merged(before, after, _STEPS.findall(path))
    except (LookupError, TypeError):
        return None
    return found


def _merged(before: Any, after: Any, steps: list[str]) -> Any:
    if not steps:
        return after
    step, rest = steps[0], steps[1:]
    if isinstance(before, list):
        at, rest = (0, steps) if len(before) == 1 else (_index(step), rest)
        return [*before[:at], _merged(before[at], after[at], rest), *before[at + 1 :]]
    old, new = before or {}, after or {}
    if step not in {*old, *new}:
        raise KeyError(step)
    return {**old, step: _merged(old.get(step), new.get(step), rest)}


def _index(step: str) -> int:
    if not step.startswith("["):
        raise LookupError(step)
    return int(step[1:-1])
