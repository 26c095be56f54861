"""Pseudonymizes a column that holds self-describing JSON."""

from __future__ import annotations

from typing import Any

from .codecs import UNREADABLE, Codec
from .counts import Counts
from .pseudonyms import Hmac, TextPseudonyms
from .rewriting import Rewriter
from .rules import UNKNOWN, Rules, SchemaTrees
from .tree import NOTHING, Node

REMEMBERED = 2_048
"""Columns in a generation of a memory; there are two generations."""
LONGEST = 4_096
"""Bytes; longer columns are rewritten each time."""


class ContextRewriter:
    """Rewrites the columns `contexts`, `unstruct_event` and `derived_contexts` under one salt."""

    def __init__(self, rules: Rules, hmac: Hmac, codec: Codec) -> None:
        self._rewriter = Rewriter(TextPseudonyms(hmac), codec)
        self._hmac = hmac
        self._trees = SchemaTrees(rules)
        self._decode = codec.json_decode
        self._encode = codec.json_encode

    def column(self, text: bytes, counts: Counts) -> bytes:
        """What goes out for a column's text; JSON that does not parse becomes one pseudonym."""
        try:
            return self._encode(self._outer(self._decode(text), counts))
        except UNREADABLE:
            counts.unparsed_json += 1
            return self._hmac.of(text).encode()

    def _outer(self, document: Any, counts: Counts) -> Any:
        if self._tree(document) is None:
            counts.unknown_schemas += 1
            return self._rewriter.value(document, NOTHING)
        data = document["data"]
        if type(data) is list:
            document["data"] = [self._described(item, counts) for item in data]
        else:
            document["data"] = self._described(data, counts)
        return document

    def _described(self, item: Any, counts: Counts) -> Any:
        tree = self._tree(item)
        if tree is None:
            counts.unknown_schemas += 1
            return self._rewriter.value(item, NOTHING)
        counts.unknown_schemas += tree is UNKNOWN
        item["data"] = self._rewriter.value(item["data"], tree)
        return item

    def _tree(self, value: Any) -> Node | None:
        """What may pass in a self-describing object; None for anything else."""
        if type(value) is not dict or len(value) != 2 or "data" not in value:
            return None
        schema = value.get("schema")
        return self._trees[schema] if type(schema) is str else None


class RememberedContexts:
    """Rewrites a column whose texts come again and again: what Enrich derives from user agents.

    It remembers two generations. A text in which something had to be counted is not remembered, so
    the counts stay true.
    """

    def __init__(self, contexts: ContextRewriter) -> None:
        self._contexts = contexts
        self._newer: dict[bytes, bytes] = {}
        self._older: dict[bytes, bytes] = {}

    def column(self, text: bytes, counts: Counts) -> bytes:
        """What goes out for a column's text."""
        known = self._newer.get(text)
        if known is not None:
            return known
        before = counts.unknown_schemas + counts.unparsed_json
        out = self._older.get(text) or self._contexts.column(text, counts)
        if counts.unknown_schemas + counts.unparsed_json == before and len(text) <= LONGEST:
            if len(self._newer) >= REMEMBERED:
                self._older, self._newer = self._newer, {}
            self._newer[text] = out
        return out
