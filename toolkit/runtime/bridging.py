"""Adds a few columns' pseudonyms under an older salt, as a context, while a bridge stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from .codecs import UNREADABLE, Codec
from .counts import Counts
from .fields import POSITIONS
from .instants import sortable
from .keyring import Bridge, Entry
from .pseudonyms import Hmac
from .rules import Rules

SCHEMA = "iglu:com.snowops/pseudonym_bridge/jsonschema/1-0-0"
"""Schema of the context that carries the older pseudonyms."""

CONTEXTS = "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-1"
"""Schema of the envelope in `derived_contexts`, where an event has none yet."""

_TIME = POSITIONS["collector_tstamp"]
_PLACE = POSITIONS["derived_contexts"]


class Lines(Protocol):
    """Transforms lines under one salt."""

    def line(self, columns: list[bytes], counts: Counts) -> bytes:
        """What goes out for a line's columns."""
        ...


class BridgedLines:
    """Transforms lines as `lines` does, and adds the context to those within the window.

    Only columns that the rules turn into pseudonyms are bridged, and no clear value is ever added.
    """

    def __init__(
        self, lines: Lines, entry: Entry, bridge: Bridge, rules: Rules, codec: Codec
    ) -> None:
        self._lines = lines
        self._entry_id = entry.id
        self._bridge = bridge
        self._codec = codec
        self._pseudonym = Hmac(bridge.salt).of
        self._columns = tuple(_bridged(bridge, rules))

    def line(self, columns: list[bytes], counts: Counts) -> bytes:
        """What goes out for a line's columns. The list is used up."""
        time = sortable(columns[_TIME].decode())
        if time is None or not self._bridge.starts <= time < self._bridge.ends:
            return self._lines.line(columns, counts)
        old = {
            name: self._pseudonym(columns[place]) for name, place in self._columns if columns[place]
        }
        out = self._lines.line(columns, counts)
        return self._with_context(out, old) if old else out

    def _with_context(self, line: bytes, old: dict[str, str]) -> bytes:
        columns = line.split(b"\t")
        context = {
            "schema": SCHEMA,
            "data": {
                "old_salt_id": self._bridge.old_id,
                "new_salt_id": self._entry_id,
                "old_pseudonyms": old,
            },
        }
        try:
            columns[_PLACE] = self._appended(columns[_PLACE], context)
        except UNREADABLE:
            return line
        return b"\t".join(columns)

    def _appended(self, column: bytes, context: dict[str, Any]) -> bytes:
        """The column with one context more; raises ValueError where it holds no list of them."""
        document = self._codec.json_decode(column) if column else {"schema": CONTEXTS, "data": []}
        if type(document) is not dict or type(document.get("data")) is not list:
            raise ValueError("no contexts")
        document["data"].append(context)
        return self._codec.json_encode(document)


def _bridged(bridge: Bridge, rules: Rules) -> Iterator[tuple[str, int]]:
    if rules.columns["derived_contexts"] == "json":
        for name in bridge.columns:
            if rules.columns.get(name) == "hash":
                yield name, POSITIONS[name]
