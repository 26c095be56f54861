"""What was done to a keyring, by whom, when and why; never a value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

Action = Literal["init", "rotate", "rollback", "retire", "bridge", "repair"]
Phase = Literal["begun", "done", "abandoned"]


@dataclass(frozen=True)
class Record:
    """One line of the history.

    Each change is recorded before it is made and again when it is done, under the id of the
    secret's version that it makes: a change that was cut short is seen, not forgotten.
    """

    at: datetime
    action: Action
    phase: Phase
    version: str
    by: str
    ids: tuple[str, ...]
    """Entries that it is about."""
    reason: str = ""

    @property
    def key(self) -> str:
        """A name that no other record has and that sorts by time."""
        return f"{self.at:%Y%m%dT%H%M%S.%fZ}-{self.action}-{self.phase}-{self.version}"


class NoRecord(ValueError):
    """A text is no record of a history."""


def write_record(record: Record) -> str:
    """A record as one line of JSON."""
    values = {
        "at": record.at.isoformat(timespec="milliseconds"),
        "action": record.action,
        "phase": record.phase,
        "version": record.version,
        "by": record.by,
        "ids": list(record.ids),
        "reason": record.reason,
    }
    return json.dumps(values, ensure_ascii=False)


def read_record(text: str) -> Record:
    """The record in a line; raises NoRecord."""
    try:
        values = json.loads(text)
        record = Record(
            at=datetime.fromisoformat(values["at"]),
            action=values["action"],
            phase=values["phase"],
            version=str(values["version"]),
            by=str(values["by"]),
            ids=tuple(map(str, values["ids"])),
            reason=str(values["reason"]),
        )
    except (ValueError, KeyError, TypeError):
        raise NoRecord("it is no record of this history") from None
    if record.at.tzinfo is None:
        raise NoRecord("it does not say in which zone its time is")
    if record.action not in get_args(Action) or record.phase not in get_args(Phase):
        raise NoRecord("it tells of something that this snowops does not know")
    return record


def settled(records: Iterable[Record]) -> tuple[Record, ...]:
    """One record for each change, in order of time: its last word, or that it only began."""
    rank = {"begun": 0, "abandoned": 1, "done": 2}
    changes: dict[str, Record] = {}
    ended: list[Record] = []
    for record in sorted(records, key=lambda record: (record.at, rank[record.phase])):
        known = changes.get(record.version)
        if known is not None and known.phase != "begun" and record.phase == "begun":
            ended.append(known)
        if known is None or record.phase == "begun" or rank[record.phase] > rank[known.phase]:
            changes[record.version] = record
    return tuple(sorted([*ended, *changes.values()], key=lambda record: record.at))


def unfinished(records: Iterable[Record]) -> tuple[Record, ...]:
    """Changes that began and of which nothing was heard since."""
    return tuple(record for record in settled(records) if record.phase == "begun")
