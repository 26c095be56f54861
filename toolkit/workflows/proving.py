"""Marked records -> the packaged function -> the search for marks in all that comes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, get_args

from toolkit.domain.allowlist.comparison import compare_rules
from toolkit.domain.proof.bad_rows import marked_rows
from toolkit.domain.proof.broken_keyrings import broken_keyrings
from toolkit.domain.proof.events import MarkedEvent, marked_events
from toolkit.domain.proof.expectation import Expectation
from toolkit.domain.proof.findings import Findings
from toolkit.domain.proof.judging import Proof, Search
from toolkit.domain.proof.marks import Mark, Marks
from toolkit.domain.proof.torn_events import torn_event, torn_faults
from toolkit.domain.salt.secret_text import read_keyring
from toolkit.domain.transformation import Kind, Transformed, event_for, read_answer

_ARRIVAL_MS = 1_767_323_045_678
# Events that a function without a keyring is tried with; it must not even look at them.
_FEW = 5
_SELF_TEST = {"snowops": "self-test"}


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
    """What is proved: an artifact, the rules that it ought to hold and those that it holds."""

    start: Start
    rules: Mapping[str, Any]
    packaged: Mapping[str, Any]
    artifact: str
    rules_digest: str
    """SHA-256 of the zip, and of the rules in it."""
    keyring: str = field(repr=False)
    """A keyring of one salt for all times, which is in no other use."""


def prove(subject: Subject) -> Proof:
    """Tries everything and says what came through."""
    marks = Marks(subject.artifact)
    events = list(marked_events(subject.rules, marks, subject.packaged))
    rows = list(marked_rows(marks))
    torn = torn_event(marks)
    (entry,) = read_keyring(subject.keyring).entries
    salt = Mark(entry.salt, "the salt itself")
    findings = Findings(Search([*marks.made, salt]))
    expected = Expectation(subject.rules, entry.salt, entry.id)
    findings.blame("the rules in the artifact", _other_rules(subject))
    for number, answer in _run(subject, "enriched", [event.line for event in events], findings):
        _judge_event(events[number], answer, expected, findings)
    for number, answer in _run(subject, "bad", [row.line for row in rows], findings):
        _judge_row(rows[number].shape, answer, findings)
        findings.blame(rows[number].shape, expected.row_faults(rows[number], answer.after))
    for kind in get_args(Kind):
        _prove_torn(subject, kind, torn, findings)
    for how, text in broken_keyrings(subject.keyring):
        _prove_failure(subject, how, text, [event.line for event in events[:_FEW]], findings)
    return Proof(
        records=len(events) + len(rows) + len(torn["records"]),
        marks=len(marks.made),
        searched_bytes=findings.searched,
        artifact=subject.artifact,
        rules=subject.rules_digest,
        leaks=tuple(dict.fromkeys(findings.leaks)),
        faults=tuple(dict.fromkeys(findings.faults)),
    )


def _other_rules(subject: Subject) -> Iterator[str]:
    if subject.packaged != subject.rules:
        yield "they are not what the allowlist compiles to"
    change = compare_rules(subject.rules, subject.packaged)
    for name in change.passes_now:
        yield f"{name} passes, which the allowlist does not allow"
    for name in (*change.passes_no_more, *change.treated_otherwise):
        yield f"{name} is not treated as the allowlist says"


def _judge_event(
    event: MarkedEvent, answer: Transformed, expected: Expectation, findings: Findings
) -> None:
    if event.transforms != (answer.result == "Ok"):
        findings.blame(event.shape, [f"came back {answer.result}"])
    if answer.result == "Ok":
        findings.look(answer.after.decode(errors="replace"), f"the event '{event.shape}'")
        findings.blame(event.shape, expected.event_faults(event, answer.after))


def _judge_row(shape: str, answer: Transformed, findings: Findings) -> None:
    if answer.result != "Ok":
        findings.blame(shape, [f"came back {answer.result}"])
    findings.look(answer.after.decode(errors="replace"), f"the failed event '{shape}'")


def _run(
    subject: Subject, kind: Kind, records: Sequence[bytes], findings: Findings
) -> list[tuple[int, Transformed]]:
    """All records in one batch, so that one which breaks its batch is found out; and once more.

    The second time the function remembers pseudonyms of the first.
    """
    found: list[tuple[int, Transformed]] = []
    with subject.start(kind, subject.keyring) as container:
        _self_test(subject, kind, container, findings)
        for turn in ("cold", "warm"):
            answered = container.invoke(event_for(records, _ARRIVAL_MS))
            _look_at_words(answered, findings, f"over {kind} records, {turn}")
            found += enumerate(_read(records, answered, f"all {kind} records", findings))
    return found


def _self_test(subject: Subject, kind: Kind, container: Container, findings: Findings) -> None:
    answered = container.invoke(_SELF_TEST)
    _look_at_words(answered, findings, f"of the self-test for {kind} records")
    findings.look(json.dumps(answered.value), f"the self-test for {kind} records")
    if (answered.value or {}).get("rules_digest") != subject.rules_digest:
        findings.blame(
            "the self-test", ["the function does not run under the rules in its artifact"]
        )


def _look_at_words(answered: Answered, findings: Findings, where: str) -> None:
    findings.look_at_words(answered.log, f"the log {where}")
    findings.look_at_words(answered.error, f"the exception {where}")


def _read(
    records: Sequence[bytes], answered: Answered, shape: str, findings: Findings
) -> list[Transformed]:
    if answered.value is None:
        findings.blame(shape, ["the function raised an exception"])
        return []
    try:
        return read_answer(records, answered.value)
    except ValueError as error:
        _look_at_words(answered, findings, f"over {shape}")
        findings.blame(shape, [str(error)])
        return []


def _prove_torn(subject: Subject, kind: Kind, torn: dict[str, Any], findings: Findings) -> None:
    with subject.start(kind, subject.keyring) as container:
        answered = container.invoke(torn)
    _look_at_words(answered, findings, f"over {kind} records that are torn")
    findings.blame(f"{kind} records that are torn", torn_faults(torn, answered.value))


def _prove_failure(
    subject: Subject, how: str, keyring: str, records: Sequence[bytes], findings: Findings
) -> None:
    """Without a valid keyring the invocation must fail, and its words must hold nothing."""
    with subject.start("enriched", keyring) as container:
        answered = container.invoke(event_for(records, _ARRIVAL_MS))
    _look_at_words(answered, findings, f"with a keyring that is {how}")
    if answered.value is not None:
        findings.blame(f"a keyring that is {how}", ["the function answered without a salt"])
