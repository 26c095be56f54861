"""The hidden lines of a note: which environment it is of, and which plans it has shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST = 10
"""How many earlier plans a note remembers."""

# What no environment's name holds; whatever one is called, nothing ends the comment but its end.
_OTHERS = re.compile(r"[^A-Za-z0-9_-]")
_COMMIT = r"(?:none|[0-9a-f]{7,64})(?:-dirty)?"
_LINE = re.compile(
    rf"<!-- snowops:plan ([0-9a-f]{{64}}) ({_COMMIT}) "
    r"([0-9TZ:.+-]{10,40}) ([a-z0-9, ]{1,120}) -->"
)


@dataclass(frozen=True)
class Earlier:
    """A plan that a note has shown."""

    meaning: str
    commit: str
    created: str
    counts: str
    """In words, such as `3 to create`."""


def marker(environment: str) -> str:
    """The first line of an environment's note; GitLab does not show it."""
    name = _OTHERS.sub(lambda match: f".{ord(match[0]):x}.", environment)
    return f"<!-- snowops:note {name} -->"


def is_note_of(text: str, environment: str) -> bool:
    """Whether a text begins as the environment's note does; one that quotes it does not."""
    return text.lstrip().split("\n", 1)[0].rstrip() == marker(environment)


def history_of(text: str) -> tuple[Earlier, ...]:
    """The plans that a note says it has shown, the newest first, each once.

    Anybody who may edit the note may have written them: what does not have the form is left out.
    """
    return distinct(_lines(text))


def hidden_lines(plans: Iterable[Earlier]) -> Iterator[str]:
    """Plans as `history_of` finds them again; what has another form is left out."""
    for each in plans:
        line = f"<!-- snowops:plan {each.meaning} {each.commit} {each.created} {each.counts} -->"
        if _LINE.fullmatch(line):
            yield line


def distinct(plans: Iterable[Earlier]) -> tuple[Earlier, ...]:
    """The newest of the plans that do the same, and no more than a note remembers."""
    found: dict[str, Earlier] = {}
    for each in plans:
        found.setdefault(each.meaning, each)
    return tuple(found.values())[:LONGEST]


def _lines(text: str) -> Iterator[Earlier]:
    """What stands in the lines right below the marker, and nowhere else."""
    _, *lines = text.lstrip().split("\n", LONGEST + 2)
    for line in lines[: LONGEST + 1]:
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            return
        yield Earlier(*match.groups())
