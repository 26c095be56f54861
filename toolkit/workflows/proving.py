"""Marked records -> the packaged function -> the search for marks in all that comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from toolkit.domain.proof.bad_rows import marked_rows
from toolkit.domain.proof.events import MarkedEvent, marked_events
from toolkit.domain.proof.judging import Fault, Leak, Proof, Search
from toolkit.domain.proof.marks import Mark, Marks
from toolkit.domain.transformation import Kind, Transformed, event_for, read_answer
from toolkit.runtime.fields import POSITIONS

_ARRIVAL_MS = 1_767_323_045_678
_BROKEN_KEYRING = '{"entries": [{"id": "broken", "salt": "%s"}]}'


class Answered(Protocol):
    """What an invocation gave."""

    @property
    def value(self) -> dict[str, Any] | None:
        """The handler's value; None where it raised."""

    @property
    def error(self) -> str:
        """Its traceback."""

    @property
    def log(self) -> str:
        """All that it printed."""


class Container(Protocol):
    """A warm function."""

    def invoke(self, event: dict[str, Any]) -> Answered:
        """Invokes the handler."""


Start = Callable[[Kind, str], AbstractContextManager[Container]]
"""Starts a function for a kind of record with a keyring's text."""


@dataclass(frozen=True)
class Subject:
    """What is proved: an artifact, under the rules that it ought to hold."""

    start: Start
    rules: Mapping[str, Any]
    artifact: str
    rules_digest: str
    keyring: str
    salt_forms: tuple[str, ...]
    """The keyring's salts as text, in the forms in which they could be printed."""


@dataclass
class _Findings:
    search: Search
    leaks: list[Leak] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    searched: int = 0

    def look(self, text: str, where: str) -> None:
        self.searched += len(text)
        self.leaks.extend(self.search.leaks(text, where))


def prove(subject: Subject) -> Proof:
    """Tries everything and says what came through."""
    marks = Marks(subject.artifact)
    events = list(marked_events(subject.rules, marks))
    rows = list(marked_rows(marks))
    salts = [Mark(form, "the salt itself") for form in subject.salt_forms]
    findings = _Findings(Search([*marks.made, *salts]))
    _prove_events(subject, events, findings)
    for row, transformed in _run(subject, "bad", [row.line for row in rows], findings):
        _judge_row(rows[row].shape, transformed, findings)
    _prove_failure(subject, [event.line for event in events], findings)
    return Proof(
        records=len(events) + len(rows),
        marks=len(marks.made),
        searched_bytes=findings.searched,
        artifact=subject.artifact,
        rules=subject.rules_digest,
        leaks=tuple(dict.fromkeys(findings.leaks)),
        faults=tuple(findings.faults),
    )


def _prove_events(subject: Subject, events: list[MarkedEvent], findings: _Findings) -> None:
    lines = [event.line for event in events]
    for number, transformed in _run(subject, "enriched", lines, findings):
        event = events[number]
        if transformed.result != "Ok":
            if event.transforms:
                findings.faults.append(Fault(event.shape, f"came back {transformed.result}"))
            continue
        if not event.transforms:
            findings.faults.append(Fault(event.shape, "came back Ok"))
        text = transformed.after.decode(errors="replace")
        findings.look(text, f"the event '{event.shape}'")
        findings.faults.extend(_changed(event, text))


def _changed(event: MarkedEvent, text: str) -> Iterator[Fault]:
    columns = text.rstrip("\n").split("\t")
    for name, value in event.kept.items():
        if columns[POSITIONS[name]] != value:
            yield Fault(event.shape, f"column {name} is allowed and did not stay as it was")


def _judge_row(shape: str, transformed: Transformed, findings: _Findings) -> None:
    if transformed.result != "Ok":
        findings.faults.append(Fault(shape, f"came back {transformed.result}"))
    findings.look(transformed.after.decode(errors="replace"), f"the failed event '{shape}'")


def _run(
    subject: Subject, kind: Kind, records: list[bytes], findings: _Findings
) -> list[tuple[int, Transformed]]:
    """All records in one batch, so that one which breaks its batch is found out."""
    with subject.start(kind, subject.keyring) as container:
        answered = container.invoke(event_for(records, _ARRIVAL_MS))
    findings.look(answered.log, f"the log of {kind} records")
    if answered.value is None:
        findings.look(answered.error, f"the exception over {kind} records")
        findings.faults.append(Fault(f"all {kind} records", "the function raised an exception"))
        return []
    try:
        return list(enumerate(read_answer(records, answered.value)))
    except ValueError as error:
        findings.faults.append(Fault(f"all {kind} records", str(error)))
        return []


def _prove_failure(subject: Subject, records: list[bytes], findings: _Findings) -> None:
    """Without a valid keyring the invocation must fail, and its words must hold nothing."""
    broken = _BROKEN_KEYRING % subject.salt_forms[0]
    with subject.start("enriched", broken) as container:
        answered = container.invoke(event_for(records, _ARRIVAL_MS))
    findings.look(answered.log, "the log without a keyring")
    findings.look(answered.error, "the exception without a keyring")
    if answered.value is not None:
        findings.faults.append(Fault("a broken keyring", "the function answered without a salt"))
