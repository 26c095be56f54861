"""Failed events of every kind with marks in all that is not plain description of the failure.

Source of the kinds and their members: Iglu Central, com.snowplowanalytics.snowplow.badrows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.domain.proof.marks import Marks

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


def marked_rows(marks: Marks) -> Iterator[MarkedRow]:
    """Failed events that together try every kind and every place."""
    for name, version in _VERSIONS.items():
        schema = f"iglu:com.snowplowanalytics.snowplow.badrows/{name}/jsonschema/{version}"
        yield _row(name, {"schema": schema, "data": _data(name, marks)})
    yield _row("the form of before 2020", _legacy(marks, "the form of before 2020"))
    yield _row("a schema of nobody", {"schema": marks.word("schema of nobody"), "data": {}})
    yield _row("a list", [marks.word("a list")])
    yield MarkedRow("cut off", f'{{"data":{{"a":"{marks.word("cut off")}'.encode())
    yield MarkedRow("no JSON", marks.word("no JSON").encode())
    not_utf8 = marks.word("not UTF-8").encode() + b"\xff"
    yield MarkedRow("not UTF-8", not_utf8)


def _row(shape: str, document: Any) -> MarkedRow:
    return MarkedRow(shape, json.dumps(document).encode())


def _data(name: str, marks: Marks) -> dict[str, Any]:
    return {
        "processor": {"artifact": "enrich-kinesis", "version": "3.9.0"},
        "failure": _failure(name, marks),
        "payload": _payload(name, marks),
    }


def _failure(name: str, marks: Marks) -> dict[str, Any]:
    def word(place: str) -> str:
        return marks.word(f"{name}: {place}")

    report = {
        "message": f"$.mail: {word('validator message')} is not an e-mail",
        "path": f"$.{word('validator path')} x",
        "keyword": "format",
        "targets": [word("validator target")],
    }
    return {
        "timestamp": "2026-01-02T03:04:05.678Z",
        "messages": [
            {
                "field": f"{word('field')} with more",
                "value": word("message value"),
                "expectation": word("expectation"),
                "schemaKey": "iglu:com.example/a/jsonschema/1-0-0",
                "error": {"error": "ValidationError", "dataReports": [report]},
                "enrichment": {"identifier": word("enrichment identifier")},
                "message": {"error": f"exception near {word('exception text')}"},
            },
            word("a message that is text"),
        ],
        "message": {"error": word("failure message"), "value": word("failure value")},
        "expectation": word("failure expectation"),
        "actualSizeBytes": marks.number(f"{name}: size"),
    }


def _payload(name: str, marks: Marks) -> Any:
    def word(place: str) -> str:
        return marks.word(f"{name}: payload, {place}")

    context = base64.b64encode(json.dumps({"data": word("base64 context")}).encode()).decode()
    return {
        "enriched": {"user_id": word("enriched user_id"), "geo_latitude": marks.number(name)},
        "raw": {
            "parameters": [{"name": "cx", "value": context}, {"name": "uid", "value": word("uid")}],
            "querystring": [{"name": word("parameter name"), "value": word("parameter value")}],
            "headers": [f"Cookie: sp={word('cookie')}", f"X-Forwarded-For: {word('forwarded')}"],
            "ipAddress": word("address"),
            "useragent": word("user agent"),
            "refererUri": f"https://example.com/?q={word('referer')}",
            "networkUserId": word("network user id"),
            "body": json.dumps({"mail": word("body")}),
            "hostname": word("host"),
        },
        "text": base64.b64encode(f"..{word('thrift')}".encode()).decode(),
        f"{word('as a key')}@example.com": True,
    }


def _legacy(marks: Marks, shape: str) -> dict[str, Any]:
    line = base64.b64encode(f"\0\0{marks.word(f'{shape}, line')}".encode()).decode()
    return {
        "line": line,
        "errors": [{"level": "error", "message": f"bad {marks.word(f'{shape}, message')}"}],
        "failure_tstamp": "2019-01-02T03:04:05.678Z",
    }
