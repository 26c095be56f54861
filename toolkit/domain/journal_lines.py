"""A journal as lines of JSON; whatever cuts them short, what was written before can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any, get_args

from toolkit.domain.journal import Ended, Entry, Header, How, Journal, Planned, Settled
from toolkit.domain.plan import Action
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted

SCHEMA = "snowops.journal/v1"


def header_line(header: Header) -> str:
    """The first line."""
    return _line({"schema": SCHEMA, **asdict(header)})


def entry_line(entry: Entry) -> str:
    """Any other line."""
    return _line({"event": _NAMES[type(entry)], **asdict(entry)})


def read_journal(text: str) -> Journal | None:
    """The journal in a text; None where not even its first line was written in full.

    A line that cannot be read, such as the last one before the power went, is left out.
    """
    first, *rest = text.split("\n")
    header = _header(first)
    return Journal(header, tuple(_entries(rest))) if header is not None else None


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"


def _header(line: str) -> Header | None:
    values = _object(line)
    if values.get("schema") != SCHEMA:
        return None
    try:
        return Header(
            environment=str(values["environment"]),
            verb="destroy" if values["verb"] == "destroy" else "apply",
            started=str(values["started"]),
            meaning=str(values["meaning"]),
            terraform_version=str(values["terraform_version"]),
            planned=tuple(map(_planned, values["planned"])),
            targets=tuple(map(str, values["targets"])),
            bundle=str(values["bundle"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _planned(values: dict[str, Any]) -> Planned:
    action: Action = values["action"]
    if action not in get_args(Action):
        raise ValueError(action)
    return Planned(
        address=str(values["address"]),
        type=str(values["type"]),
        action=action,
        name=str(values["name"]),
        key=str(values["key"]),
        imported=bool(values["imported"]),
    )


def _entries(lines: list[str]) -> Iterator[Entry]:
    for line in lines:
        values = _object(line)
        make = _MAKE.get(str(values.get("event")))
        if make is None:
            continue
        try:
            yield make(values)
        except (KeyError, TypeError, ValueError):
            continue


def _object(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _ended(values: dict[str, Any]) -> Ended:
    how: How = values["how"]
    if how not in get_args(How):
        raise ValueError(how)
    return Ended(how, str(values["at"]))


_NAMES: dict[type[Entry], str] = {
    ResourceStarted: "started",
    ResourceDone: "done",
    ResourceFailed: "failed",
    Ended: "ended",
    Settled: "settled",
}
_MAKE: dict[str, Callable[[dict[str, Any]], Entry]] = {
    "started": lambda of: ResourceStarted(str(of["address"]), str(of["action"]), str(of["id"])),
    "done": lambda of: ResourceDone(
        str(of["address"]), str(of["action"]), float(of["seconds"]), str(of["id"])
    ),
    "failed": lambda of: ResourceFailed(str(of["address"]), str(of["action"])),
    "ended": _ended,
    "settled": lambda of: Settled(str(of["at"])),
}
