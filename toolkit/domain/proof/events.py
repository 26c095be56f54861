"""Enriched events with a mark in every place that can hold one."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.proof.marks import Marks
from toolkit.runtime.fields import FIELDS, POSITIONS

_TIME = "2026-01-02 03:04:05.678"
_UNKNOWN = "iglu:com.example/never_seen/jsonschema/1-0-0"
_WRAPPERS = {
    "contexts": "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0",
    "derived_contexts": "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1",
    "unstruct_event": "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0",
}


@dataclass(frozen=True)
class MarkedEvent:
    """A line, the name of its shape, and what must come back as it was: values by column."""

    shape: str
    line: bytes
    kept: Mapping[str, str]
    transforms: bool = True
    """Whether it is a well-formed event; another one must come back as it came, or not at all."""


def marked_events(rules: Mapping[str, Any], marks: Marks) -> Iterator[MarkedEvent]:
    """Events that together try every column and every known way to hide a value."""
    yield _all_columns(rules, marks)
    for column in _WRAPPERS:
        for shape, make in _SHAPES.items():
            yield _with_json(column, f"{column}: {shape}", make(marks, f"{column}: {shape}"))
        yield from _known_schemas(rules, marks, column)
    yield from _broken(marks)


def _all_columns(rules: Mapping[str, Any], marks: Marks) -> MarkedEvent:
    values, kept = [""] * len(FIELDS), {}
    for index, field in enumerate(FIELDS):
        if field.type == "json":
            continue
        passes = rules["columns"][field.name] == "keep"
        unmarked = Marks("kept") if passes else marks
        place = f"column {field.name}"
        typed = field.type in ("int", "double", "boolean")
        values[index] = str(unmarked.number(place)) if typed else unmarked.word(place)
        if passes:
            kept[field.name] = values[index]
    return MarkedEvent("all columns", "\t".join(values).encode(), kept)


def _with_json(column: str, shape: str, data: Any) -> MarkedEvent:
    wrapped = data if column == "unstruct_event" else [data]
    document = {"schema": _WRAPPERS[column], "data": wrapped}
    return _line(shape, {column: json.dumps(document)})


def _line(shape: str, columns: Mapping[str, str], *, transforms: bool = True) -> MarkedEvent:
    values = [""] * len(FIELDS)
    values[POSITIONS["collector_tstamp"]] = _TIME
    for name, value in columns.items():
        values[POSITIONS[name]] = value
    return MarkedEvent(shape, "\t".join(values).encode(), {}, transforms)


def _leaves(marks: Marks, place: str) -> dict[str, Any]:
    word, number = marks.word, marks.number
    return {
        "text": word(f"{place}, text"),
        "number": number(f"{place}, number"),
        "fraction": number(f"{place}, fraction") / 1,
        "negative": -number(f"{place}, negative number"),
        "in_text": f"see {word(f'{place}, within a text')}, please",
        "mail": f"{word(f'{place}, mail address')}@example.com",
        "list": [word(f"{place}, in a list"), [number(f"{place}, in a list of lists")]],
        "nested": {"deeper": {"deepest": word(f"{place}, nested")}},
    }


def _plain(marks: Marks, place: str) -> Any:
    return {"schema": _UNKNOWN, "data": _leaves(marks, place)}


def _encoded(marks: Marks, place: str) -> Any:
    hidden = {name: marks.word(f"{place}, {name}") for name in ("base64", "json", "url", "hex")}
    return {
        "schema": _UNKNOWN,
        "data": {
            "blob": base64.b64encode(f"id={hidden['base64']}".encode()).decode(),
            "text": json.dumps({"id": hidden["json"]}),
            "link": f"https://example.com/?q={hidden['url']}%20x",
            "raw": hidden["hex"].encode().hex(),
        },
    }


def _keys(marks: Marks, place: str) -> Any:
    return {
        "schema": _UNKNOWN,
        "data": {
            f"{marks.word(f'{place}, mail as key')}@example.com": 1,
            f"{marks.number(f'{place}, number as key')}": {"a": 1},
            f"{marks.word(f'{place}, text as key')} and more": [1],
        },
    }


def _in_schema(marks: Marks, place: str) -> Any:
    return {"schema": f"iglu:{marks.word(f'{place}, in a schema name')} x/1", "data": {"a": 1}}


def _no_envelope(marks: Marks, place: str) -> Any:
    return _leaves(marks, place)


def _many(marks: Marks, place: str) -> Any:
    nested: Any = marks.word(f"{place}, thirty levels deep")
    for _ in range(30):
        nested = {"a": [nested]}
    return {"schema": _UNKNOWN, "data": nested}


_SHAPES = {
    "an unknown schema": _plain,
    "encoded values": _encoded,
    "values as keys": _keys,
    "a value as schema": _in_schema,
    "no schema": _no_envelope,
    "deeply nested": _many,
}


def _known_schemas(rules: Mapping[str, Any], marks: Marks, column: str) -> Iterator[MarkedEvent]:
    """Known schemas, with marks beside and below what may pass."""
    for rule in rules["schemas"]:
        version = rule["version"].replace("*", "0")
        schema = f"iglu:{rule['vendor']}/{rule['name']}/jsonschema/{version}"
        shape = f"{column}: {rule['vendor']}/{rule['name']}"
        data = {
            **_leaves(marks, shape),
            "user_id": marks.word(f"{shape}, user_id"),
            **{
                _first(path): {"other": marks.word(f"{shape}, below {path}")}
                for path in rule["paths"]
            },
        }
        yield _with_json(column, shape, {"schema": schema, "data": data})


def _first(path: str) -> str:
    return path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]


def _broken(marks: Marks) -> Iterator[MarkedEvent]:
    tabs = len(FIELDS) - 1
    for count in (tabs - 1, tabs + 1):
        word = marks.word(f"a line of {count + 1} columns")
        yield MarkedEvent(
            f"{count + 1} columns", (word + "\t" * count).encode(), {}, transforms=False
        )
    not_utf8 = _line("not UTF-8", {"page_title": marks.word("a line that is not UTF-8")})
    bad = MarkedEvent("not UTF-8", not_utf8.line + b"\xff", {}, transforms=False)
    yield bad
    for shape, text in _BROKEN_JSON.items():
        place = f"broken JSON: {shape}"
        yield _line(place, {"contexts": text.replace("MARK", marks.word(place))})


_BROKEN_JSON = {
    "cut off": '{"schema":"iglu:com.example/a/jsonschema/1-0-0","data":{"a":"MARK',
    "not JSON at all": "MARK",
    "a text": '"MARK"',
    "NaN": '{"a":NaN,"b":"MARK"}',
    "a lone surrogate": '{"a":"\\ud800","b":"MARK"}',
    "a key twice": '{"a":"MARK","a":1}',
    "escapes": '{"a":"\\u004d","b":"MARK"}',
    "too deep": "[" * 3000 + '"MARK"' + "]" * 3000,
}
