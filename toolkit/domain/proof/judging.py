"""Searches what came out for the marks that went in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.domain.proof.marks import Mark
from toolkit.domain.proof.variants import variants


@dataclass(frozen=True)
class Leak:
    """A mark that came out: where it had been put, in which form it was found, and where."""

    place: str
    variant: str
    found_in: str


@dataclass(frozen=True)
class Fault:
    """Something else that must not be: a record lost, a kept value changed, an exception."""

    shape: str
    what: str


@dataclass(frozen=True)
class Proof:
    """What was tried and what was found."""

    records: int
    marks: int
    searched_bytes: int
    artifact: str
    rules: str
    """SHA-256 of the zip and of the compiled rules."""
    leaks: tuple[Leak, ...]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.leaks and not self.faults


class Search:
    """Looks for every form of every mark."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._forms = [
            (mark.place, name, text, name.startswith("base64") or "base64" in name)
            for mark in marks
            for name, text in variants(mark.text)
        ]

    def leaks(self, text: str, found_in: str) -> Iterator[Leak]:
        """The marks that stand in a text, in any form."""
        lower, safe = text.lower(), text.replace("-", "+").replace("_", "/")
        for place, name, form, is_base64 in self._forms:
            if form in (safe if is_base64 else lower):
                yield Leak(place, name, found_in)
