"""JSON with a mark in every place in which a value can hide, whatever its schema."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from toolkit.domain.proof.marks import Marks

UNKNOWN = "iglu:com.example/never_seen/jsonschema/1-0-0"
"""A schema that no allowlist names."""

HIDDEN: dict[str, Callable[[str], str]] = {
    "in base64": lambda text: base64.b64encode(f"id={text}".encode()).decode(),
    "in URL-safe base64": lambda text: base64.urlsafe_b64encode(f"?{text}>".encode()).decode(),
    "in JSON within text": lambda text: json.dumps({"id": text}),
    "escaped": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
    "in an address": lambda text: f"https://example.com/{text}?q={text}%20x#{text}",
    "URL-encoded": lambda text: "".join(f"%{ord(letter):02X}" for letter in text),
    "in hex": lambda text: text.encode().hex(),
    "in capitals": lambda text: text.upper(),
    "as mail address": lambda text: f"{text}@example.com",
}
"""Ways in which a value stands within text."""


def leaves(marks: Marks, place: str) -> dict[str, Any]:
    """Texts and numbers, alone, in lists and nested."""
    word, number = marks.word, marks.number
    return {
        "text": word(f"{place}, text"),
        "number": number(f"{place}, number"),
        "fraction": marks.fraction(f"{place}, fraction"),
        "whole": number(f"{place}, whole number with a point") / 1,
        "negative": -number(f"{place}, negative number"),
        "huge": number(f"{place}, huge number") * 10**10,
        "in_text": f"see {word(f'{place}, within a text')}, please",
        "list": [word(f"{place}, in a list"), [number(f"{place}, in a list of lists")]],
        "mixed": [{"a": word(f"{place}, in an object in a list")}, True, None, ""],
        "nested": {"deeper": {"deepest": word(f"{place}, nested")}},
    }


def _plain(marks: Marks, place: str) -> Any:
    return {"schema": UNKNOWN, "data": leaves(marks, place)}


def _encoded(marks: Marks, place: str) -> Any:
    texts = [hide(marks.word(f"{place}, {how}")) for how, hide in HIDDEN.items()]
    return {"schema": UNKNOWN, "data": {"texts": texts}}


def _keys(marks: Marks, place: str) -> Any:
    return {
        "schema": UNKNOWN,
        "data": {
            f"{marks.word(f'{place}, mail address as key')}@example.com": 1,
            f"{marks.number(f'{place}, number as key')}": {"a": 1},
            f"{marks.word(f'{place}, text as key')} and more": [1],
            "nested": [{f"{marks.word(f'{place}, nested key')}.example.com": None}],
        },
    }


def _in_schema(marks: Marks, place: str) -> Any:
    return {"schema": f"iglu:{marks.word(f'{place}, in a schema name')} x/1", "data": {"a": 1}}


def _beside_schema(marks: Marks, place: str) -> Any:
    return {"schema": UNKNOWN, "data": {}, "more": marks.word(f"{place}, beside the data")}


def _no_envelope(marks: Marks, place: str) -> Any:
    return leaves(marks, place)


def _scalar(marks: Marks, place: str) -> Any:
    return {"schema": UNKNOWN, "data": marks.word(f"{place}, the data itself")}


def _deep(marks: Marks, place: str) -> Any:
    nested: Any = marks.word(f"{place}, thirty levels deep")
    for _ in range(30):
        nested = {"a": [nested]}
    return {"schema": UNKNOWN, "data": nested}


SHAPES: dict[str, Callable[[Marks, str], Any]] = {
    "an unknown schema": _plain,
    "encoded values": _encoded,
    "values as keys": _keys,
    "a value as schema": _in_schema,
    "a value beside schema and data": _beside_schema,
    "no schema": _no_envelope,
    "data without structure": _scalar,
    "deeply nested": _deep,
}
"""What stands in a context or a self-describing event, by the name of its shape."""

BROKEN: dict[str, str] = {
    "cut off": '{"schema":"iglu:com.example/a/jsonschema/1-0-0","data":{"a":"MARK',
    "not JSON at all": "MARK",
    "a text": '"MARK"',
    "NaN": '{"a":NaN,"b":"MARK"}',
    "a lone surrogate": '{"a":"\\ud800","b":"MARK"}',
    "a key twice": '{"a":"MARK","a":1}',
    "escapes": '{"a":"\\u004d","b":"MARK"}',
    "too deep": "[" * 3000 + '"MARK"' + "]" * 3000,
    "two documents": '{"a":1}{"b":"MARK"}',
}
"""Texts that are no JSON, or hardly, with MARK where a mark belongs."""
