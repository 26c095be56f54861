"""Pseudonymizes bad rows: failed events as JSON, of which only a few paths pass."""

from __future__ import annotations

import re
from typing import Any

from .codecs import UNREADABLE, Codec
from .counts import Counts
from .failures import FAILURE, KNOWN, LEGACY, ONLY_SCHEMA
from .instants import of_milliseconds
from .keyring import Entry, Keyring
from .per_salt import PerSalt, entry_for
from .pseudonyms import Hmac, TextPseudonyms
from .rewriting import Rewriter
from .rules import is_schema
from .tree import Node

_FAMILY = "iglu:com.snowplowanalytics.snowplow.badrows/"
_SCHEMA_FIRST = re.compile(rb'\s*\{\s*"schema"\s*:\s*"(iglu:[^"\\]{1,400})"')


class BadRecords:
    """Transforms records of one document, or of several with a line for each."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._rows = PerSalt(lambda entry: _BadRows(entry, codec))

    def record(self, data: bytes, keyring: Keyring, arrival: float, counts: Counts) -> bytes:
        """What goes out for a record: JSON lines, whatever came in."""
        whole = self._decoded(data)
        if whole is not None or b"\n" not in data.strip():
            return self._row(data, whole, keyring, arrival, counts) if data.strip() else b""
        lines = [line for line in data.split(b"\n") if line.strip()]
        rows = [self._row(line, self._decoded(line), keyring, arrival, counts) for line in lines]
        return b"".join(rows)

    def _decoded(self, text: bytes) -> Any:
        try:
            return self._codec.json_decode(text)
        except UNREADABLE:
            return None

    def _row(
        self, text: bytes, document: Any, keyring: Keyring, arrival: float, counts: Counts
    ) -> bytes:
        counts.lines += 1
        entry = entry_for(keyring, failure_time(document), arrival)
        counts.salt_ids.add(entry.id)
        return self._rows.of(entry).row(text, document, counts) + b"\n"


class _BadRows:
    """Transforms documents under one salt."""

    def __init__(self, entry: Entry, codec: Codec) -> None:
        self._hmac = Hmac(entry.salt)
        self._rewriter = Rewriter(TextPseudonyms(self._hmac), codec)
        self._encode = codec.json_encode

    def row(self, text: bytes, document: Any, counts: Counts) -> bytes:
        """What goes out for a document; `text` is what it was decoded from."""
        if document is None:
            return self._unreadable(text, counts)
        node = _allowed(document)
        try:
            out = self._encode(self._rewriter.value(document, node))
        except UNREADABLE:
            return self._unreadable(text, counts)
        counts.unknown_schemas += node is ONLY_SCHEMA
        return out

    def _unreadable(self, text: bytes, counts: Counts) -> bytes:
        counts.unparsed_json += 1
        found = _SCHEMA_FIRST.match(text)
        schema = found[1].decode(errors="replace") if found else None
        shown = schema if is_schema(schema) else None
        return self._encode({"schema": shown, "data": self._hmac.of(text)})


def failure_time(document: Any) -> str:
    """When a failure happened, as text; empty where the document does not say."""
    if type(document) is not dict:
        return ""
    data = document.get("data")
    failure = data.get("failure") if type(data) is dict else None
    time = failure.get("timestamp") if type(failure) is dict else document.get("failure_tstamp")
    if type(time) is int:
        return of_milliseconds(time) or ""
    return time if type(time) is str else ""


def _allowed(document: Any) -> Node:
    if type(document) is not dict:
        return ONLY_SCHEMA
    schema = document.get("schema")
    if schema is None and "failure_tstamp" in document:
        return LEGACY
    if not isinstance(schema, str) or not is_schema(schema) or not schema.startswith(_FAMILY):
        return ONLY_SCHEMA
    return FAILURE if schema.split("/")[1] in KNOWN else ONLY_SCHEMA
