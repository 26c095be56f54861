"""Failed events of every kind with marks in all that is not plain description of the failure.

Source of the kinds and their members: Iglu Central, com.snowplowanalytics.snowplow.badrows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.domain.proof.failures import failure, iglu_error, payload, words
from toolkit.domain.proof.marks import Marks
from toolkit.domain.proof.shapes import leaves

_FAMILY = "iglu:com.snowplowanalytics.snowplow.badrows"
_VERSIONS = {
    "adapter_failures": "1-0-0",
    "collector_payload_format_violation": "1-0-0",
    "enrichment_failures": "2-0-1",
    "generic_error": "1-0-0",
    "loader_iglu_error": "2-0-1",
    "loader_parsing_error": "2-0-0",
    "loader_runtime_error": "1-0-1",
    "recovery_error": "1-0-1",
    "schema_violations": "2-0-1",
    "size_violation": "1-0-0",
    "tracker_protocol_violations": "1-0-1",
    "never_seen": "1-0-0",
}


@dataclass(frozen=True)
class MarkedRow:
    """A failed event and the name of its shape."""

    shape: str
    line: bytes
    readable: bool = True
    """Whether it is JSON; otherwise it becomes one pseudonym."""
    schema: str | None = None
    """What may stay of a row that is not readable."""


def marked_rows(marks: Marks) -> Iterator[MarkedRow]:
    """Failed events that together try every kind and every place."""
    for name, version in _VERSIONS.items():
        schema = f"{_FAMILY}/{name}/jsonschema/{version}"
        yield _row(name, {"schema": schema, "data": _data(name, marks)})
        listed = f"{name}, failures in a list"
        yield _row(listed, {"schema": schema, "data": _listed(listed, marks)})
    yield from _legacy(marks)
    yield from _strange(marks)
    yield from _unreadable(marks)


def _row(shape: str, document: Any) -> MarkedRow:
    return MarkedRow(shape, json.dumps(document).encode())


def _data(name: str, marks: Marks) -> dict[str, Any]:
    word = words(marks, name)
    return {
        "processor": {
            "artifact": f"{word('artifact')}@example.com",
            "version": f"<{word('version')}>",
            "other": word("beside the processor"),
        },
        "failure": failure(name, marks, word),
        "payload": payload(name, marks),
        "other": leaves(marks, f"{name}: beside the payload"),
    }


def _listed(name: str, marks: Marks) -> dict[str, Any]:
    word = words(marks, name)
    failures = [
        {"schemaKey": f"{word('schema key')}/x", "error": iglu_error(words(marks, f"{name}: 1"))},
        word("a failure that is text"),
        [word("a failure that is a list")],
    ]
    processor, text = word("processor that is text"), word("payload that is text")
    return {"processor": processor, "failure": failures, "payload": text}


def _legacy(marks: Marks) -> Iterator[MarkedRow]:
    shape = "the form of before 2020"
    word = words(marks, shape)
    line = base64.b64encode(f"\0\0{word('line')}".encode()).decode()
    errors = [{"level": word("level"), "message": f"bad {word('message')}"}, word("a text")]
    time = "2019-01-02T03:04:05.678Z"
    yield _row(shape, {"line": line, "errors": errors, "failure_tstamp": time})
    shape = "the form of before 2020, too large"
    size = marks.number(f"{shape}: size")
    yield _row(shape, {"size": size, "errors": errors, "failure_tstamp": word("no time")})


def _strange(marks: Marks) -> Iterator[MarkedRow]:
    yield _row("a schema of nobody", {"schema": marks.word("schema of nobody"), "data": {}})
    yield _row("no schema", leaves(marks, "no schema"))
    yield _row("a list", [marks.word("a list")])
    yield _row("a text", marks.word("a text"))
    yield _row("a number", marks.number("a number"))
    schema = {"schema": f"{_FAMILY}/size_violation/jsonschema/1-0-0"}
    yield _row("data that is text", {**schema, "data": marks.word("data that is text")})
    one, two = words(marks, "two rows, first"), words(marks, "two rows, second")
    lines = [json.dumps({**schema, "data": {"payload": word("payload")}}) for word in (one, two)]
    yield MarkedRow("two rows in one record", "\n".join(lines).encode())


def _unreadable(marks: Marks) -> Iterator[MarkedRow]:
    cut = f'{{"data":{{"a":"{marks.word("cut off")}'
    yield MarkedRow("cut off", cut.encode(), readable=False)
    schema = f"{_FAMILY}/size_violation/jsonschema/1-0-0"
    cut = f'{{"schema":"{schema}","data":{{"a":"{marks.word("cut off after its schema")}'
    yield MarkedRow("cut off after its schema", cut.encode(), readable=False, schema=schema)
    yield MarkedRow("no JSON", marks.word("no JSON").encode(), readable=False)
    yield MarkedRow("not UTF-8", marks.word("not UTF-8").encode() + b"\xff", readable=False)
