"""How people read a plan: marks, counts in words, stages by their names and in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.domain.plan import STAGES, Action, Summary

MARKS: dict[Action, str] = {
    "create": "+",
    "update": "~",
    "delete": "-",
    "replace": "±",
    "read": "?",
    "forget": "!",
    "keep": "→",
}
"""One sign for each action; `keep` is seen only where a resource is moved."""

_ROOT = "Root"

# Up to the dot or the key that follows the outermost module's name.
_MODULE = re.compile(r"^module\.[\w-]+\.?")


def summary_text(summary: Summary, *, done: bool = False) -> str:
    """Counts as words, such as `3 to create, 1 to replace`; if `done`, `3 created, 1 replaced`."""
    words = {
        ("to create", "created"): summary.create,
        ("to change", "changed"): summary.update,
        ("to replace", "replaced"): summary.replace,
        ("to delete", "deleted"): summary.delete,
        ("to forget", "forgotten"): summary.forget,
        ("to take into the state", "taken into the state"): summary.imports,
    }
    parts = [f"{count} {pair[done]}" for pair, count in words.items() if count]
    return ", ".join(parts) or "outputs only"


def in_order(stages: Iterable[str]) -> list[str]:
    """Each stage once, in the order an event travels; other modules, then the root."""
    found = set(stages)
    others = sorted(found - {*STAGES, ""})
    return [stage for stage in (*STAGES, *others, "") if stage in found]


def stage_title(stage: str) -> str:
    """A stage's name as a heading: `Firehose`; `Root` for what is in no module."""
    return stage.replace("_", " ").replace("-", " ").capitalize() or _ROOT


def short_address(address: str) -> str:
    """The address without its module, under whose heading it stands."""
    return _MODULE.sub("", address)
