"""What every record must become; whatever else comes out is a fault, in whatever form.

The search for marks knows many encodings, this knows none: it computes the one right answer, with
the salt, which only the proof and the function have.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.proof.bad_rows import MarkedRow
from toolkit.domain.proof.comparison import Comparison, is_schema, nothing, only
from toolkit.domain.proof.events import MarkedEvent
from toolkit.runtime.fields import FIELDS, STAMPED

_VERSION = re.compile(r"iglu:([^/]+)/([^/]+)/[^/]+/([0-9]+)-([0-9]+)-([0-9]+)")
_UNREADABLE = (ValueError, RecursionError)


@dataclass(frozen=True)
class Expectation:
    """The right answers under compiled rules and one salt."""

    rules: Mapping[str, Any]
    salt: bytes
    salt_id: str

    def event_faults(self, event: MarkedEvent, after: bytes) -> Iterator[str]:
        """What is wrong with the answer to an event, without a value of it."""
        lines, new_lines = event.line.split(b"\n"), after.split(b"\n")
        if new_lines.pop() != b"" or len(new_lines) != len(lines):
            yield "is not as many lines as it was, each with its newline"
            return
        for line, new_line in zip(lines, new_lines, strict=True):
            yield from self._line_faults(line.split(b"\t"), new_line.split(b"\t"), event)

    def row_faults(self, row: MarkedRow, after: bytes) -> Iterator[str]:
        """What is wrong with the answer to a failed event: each leaf stays or is a pseudonym."""
        lines, new_lines = row.line.split(b"\n"), after.split(b"\n")
        if new_lines.pop() != b"" or len(new_lines) != len(lines):
            yield "is not as many lines as it was, each with its newline"
        elif not row.readable:
            whole = {"schema": row.schema, "data": self._pseudonym(row.line)}
            if _parsed(after) != whole:
                yield "is not one pseudonym"
        else:
            compare = Comparison(self._pseudonym, lambda _: None)
            for line, new_line in zip(lines, new_lines, strict=True):
                for path in compare.faults(json.loads(line), _parsed(new_line)):
                    yield f"{path or 'the document'} is neither as it was nor a pseudonym"

    def _line_faults(
        self, columns: list[bytes], new_columns: list[bytes], event: MarkedEvent
    ) -> Iterator[str]:
        if len(new_columns) != len(FIELDS):
            yield f"has {len(new_columns)} columns"
            return
        for field, value, new in zip(FIELDS, columns, new_columns, strict=True):
            treatment = self.rules["columns"][field.name]
            if treatment == "json" and value and event.readable:
                yield from self._json_faults(field.name, value, new)
            elif not self._is_right(field.name, treatment, value, new):
                yield f"column {field.name} is not what '{treatment}' makes of it"

    def _is_right(self, name: str, treatment: str, value: bytes, new: bytes) -> bool:
        pseudonym = self._pseudonym(value).encode() if value else b""
        if name == STAMPED:
            stamp = f"salt={self.salt_id}".encode()
            return new == b",".join([stamp, pseudonym] if pseudonym else [stamp])
        if treatment == "json" and new != pseudonym:
            return not any(self._json_faults(name, value, new))
        return new == {"keep": value, "empty": b""}.get(treatment, pseudonym)

    def _json_faults(self, name: str, value: bytes, new: bytes) -> Iterator[str]:
        before, after = _parsed(value), _parsed(new)
        if before is None or after is None:
            yield f"column {name} is no JSON any more"
            return
        for path in self._described_faults(before, after, outermost=True):
            yield f"column {name}: {path or 'the document'} is neither allowed nor a pseudonym"

    def _described_faults(self, before: Any, after: Any, *, outermost: bool) -> Iterator[str]:
        if not _is_described(before):
            yield from Comparison(self._pseudonym, nothing).faults(before, after)
        elif not _is_described(after) or after["schema"] != before["schema"]:
            yield "schema"
        elif not outermost:
            paths = self._paths(before["schema"])
            names = frozenset(part for path in paths for part in re.split(r"[.\[\]]+", path))
            compare = Comparison(self._pseudonym, only(paths), names)
            yield from compare.faults(before["data"], after["data"])
        else:
            yield from self._items_faults(before["data"], after["data"])

    def _items_faults(self, before: Any, after: Any) -> Iterator[str]:
        if not isinstance(before, list):
            yield from self._described_faults(before, after, outermost=False)
        elif not isinstance(after, list) or len(after) != len(before):
            yield "data"
        else:
            for item, new_item in zip(before, after, strict=True):
                yield from self._described_faults(item, new_item, outermost=False)

    def _paths(self, schema: str) -> list[str]:
        match = _VERSION.fullmatch(schema)
        vendor, name, *version = match.groups() if match else ("", "")
        return [
            path
            for rule in self.rules["schemas"]
            if (rule["vendor"], rule["name"]) == (vendor, name)
            and all(
                wanted in ("*", number)
                for wanted, number in zip(rule["version"].split("-"), version, strict=True)
            )
            for path in rule["paths"]
        ]

    def _pseudonym(self, value: bytes) -> str:
        return hmac.new(self.salt, value, "sha256").hexdigest()


def _is_described(value: Any) -> bool:
    return (
        isinstance(value, dict) and set(value) == {"schema", "data"} and is_schema(value["schema"])
    )


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except _UNREADABLE:
        return None
