"""Enriched events with a mark in every place that can hold one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.proof.known_schemas import known_schemas, paths_to_try
from toolkit.domain.proof.marks import Marks
from toolkit.domain.proof.shapes import BROKEN, HIDDEN, SHAPES, UNKNOWN
from toolkit.runtime.fields import FIELDS, POSITIONS, Field

_TIME = "2026-01-02 03:04:05.678"
WRAPPERS = {
    "contexts": "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0",
    "derived_contexts": "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1",
    "unstruct_event": "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0",
}
"""The schemas around what stands in the columns that hold JSON."""


@dataclass(frozen=True)
class MarkedEvent:
    """A record and the name of its shape."""

    shape: str
    line: bytes
    transforms: bool = True
    """Whether it is well-formed; otherwise it must come back as it came."""
    readable: bool = True
    """Whether its JSON can be read; otherwise the column may become one pseudonym."""


def marked_events(
    rules: Mapping[str, Any], marks: Marks, packaged: Mapping[str, Any] | None = None
) -> Iterator[MarkedEvent]:
    """Events that together try every column and every known way to hide a value.

    `packaged` are the rules that the artifact holds: what they let pass is tried, too.
    """
    yield from _all_columns(rules, marks)
    names = paths_to_try(rules, packaged or rules)
    for column in WRAPPERS:
        for shape, make in SHAPES.items():
            yield _with_json(column, f"{column}: {shape}", make(marks, f"{column}: {shape}"))
        for shape, described in known_schemas(rules, names, marks, column):
            yield _with_json(column, shape, described)
        yield from _unreadable(marks, column)
    yield from _malformed(marks)
    yield _of_two_lines(marks)


def _all_columns(rules: Mapping[str, Any], marks: Marks) -> Iterator[MarkedEvent]:
    ways: dict[str, Callable[[str], str]] = {"as such": lambda text: text, **HIDDEN}
    for way, hide in ways.items():
        shape = f"all columns, {way}"
        values = [_column(field, rules, marks, hide, shape) for field in FIELDS]
        yield MarkedEvent(shape, "\t".join(values).encode())
    shape = "numbers where numbers belong"
    values = [_number(field, rules, marks, shape) for field in FIELDS]
    yield MarkedEvent(shape, "\t".join(values).encode())


def _column(
    field: Field, rules: Mapping[str, Any], marks: Marks, hide: Callable[[str], str], shape: str
) -> str:
    kept = rules["columns"][field.name] == "keep"
    text = hide(marks.word(f"{shape}: column {field.name}", kept=kept))
    return _wrapped(field.name, text) if field.type == "json" else text


def _wrapped(column: str, text: str) -> str:
    return _document(column, {"schema": UNKNOWN, "data": {"text": text}})


def _number(field: Field, rules: Mapping[str, Any], marks: Marks, shape: str) -> str:
    kept = rules["columns"][field.name] == "keep"
    if field.type not in ("int", "double", "boolean"):
        return ""
    number = marks.number(f"{shape}: column {field.name}", kept=kept)
    return f"{number / 1}" if field.type == "double" else str(number)


def _document(column: str, described: Any) -> str:
    data = described if column == "unstruct_event" else [described]
    return json.dumps({"schema": WRAPPERS[column], "data": data})


def _with_json(column: str, shape: str, described: Any) -> MarkedEvent:
    return MarkedEvent(shape, _line({column: _document(column, described)}))


def _line(columns: Mapping[str, str]) -> bytes:
    values = [""] * len(FIELDS)
    values[POSITIONS["collector_tstamp"]] = _TIME
    for name, value in columns.items():
        values[POSITIONS[name]] = value
    return "\t".join(values).encode()


def _unreadable(marks: Marks, column: str) -> Iterator[MarkedEvent]:
    for how, text in BROKEN.items():
        shape = f"{column}: broken JSON, {how}"
        line = _line({column: text.replace("MARK", marks.word(shape))})
        yield MarkedEvent(shape, line, readable=False)
    shape = f"{column}: no wrapper"
    bare = json.dumps(SHAPES["an unknown schema"](marks, shape)["data"])
    yield MarkedEvent(shape, _line({column: bare}))


def _malformed(marks: Marks) -> Iterator[MarkedEvent]:
    tabs = len(FIELDS) - 1
    for count in (0, tabs - 1, tabs + 1):
        shape = f"a line of {count + 1} columns"
        yield MarkedEvent(shape, (marks.word(shape) + "\t" * count).encode(), transforms=False)
    shape = "a line that is not UTF-8"
    not_utf8 = _line({"page_title": marks.word(shape)}) + b"\xff"
    yield MarkedEvent(shape, not_utf8, transforms=False)
    shape = "a good line and a bad one"
    good, bad = _line({"user_id": marks.word(f"{shape}, good")}), marks.word(f"{shape}, bad")
    yield MarkedEvent(shape, good + b"\n" + bad.encode(), transforms=False)


def _of_two_lines(marks: Marks) -> MarkedEvent:
    shape = "two lines in one record"
    lines = [_line({"user_id": marks.word(f"{shape}, {place}")}) for place in ("first", "second")]
    return MarkedEvent(shape, b"\n".join(lines))
