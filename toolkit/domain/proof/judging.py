"""Searches what came out for the marks that went in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toolkit.domain.proof.marks import Mark
from toolkit.domain.proof.variants import SHORTEST, Form, cased, caseless, forms


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
    """Looks for every form of every mark; how long it takes depends on the text alone."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._caseless: _Index = defaultdict(list)
        self._cased: _Index = defaultdict(list)
        for mark in marks:
            for form in forms(mark.value):
                self._add(mark, form)

    def leaks(self, text: str, found_in: str, *, kept: bool = False) -> Iterator[Leak]:
        """The marks that stand in a text, in any form; those that may pass only if `kept`."""
        readings = ((self._caseless, caseless(text)), (self._cased, cased(text)))
        for index, reading in readings:
            for mark, form in _found(index, reading):
                if kept or not mark.kept:
                    yield Leak(mark.place, form.name, found_in)

    def _add(self, mark: Mark, form: Form) -> None:
        if not form.case_decides:
            form = form._replace(text=caseless(form.text))
        if len(form.text) < SHORTEST:
            raise ValueError(f"the mark is too short to be found in the form '{form.name}'")
        index = self._cased if form.case_decides else self._caseless
        index[form.text[:SHORTEST]].append((mark, form))


_Index = defaultdict[str, list[tuple[Mark, Form]]]


def _found(index: _Index, text: str) -> Iterator[tuple[Mark, Form]]:
    beginnings = {text[at : at + SHORTEST] for at in range(len(text) - SHORTEST + 1)}
    for beginning in sorted(index.keys() & beginnings):
        for mark, form in index[beginning]:
            if form.text in text:
                yield mark, form
