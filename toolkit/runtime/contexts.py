"""Pseudonymizes a column that holds self-describing JSON."""

from __future__ import annotations

from typing import Any

from .codecs import UNREADABLE, Codec
from .counts import Counts
from .pseudonyms import Hmac, TextPseudonyms
from .rewriting import Rewriter
from .rules import Rules, SchemaTrees, is_schema
from .tree import NOTHING

_ENVELOPE = {"schema", "data"}


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
        if not _is_described(document):
            counts.unknown_schemas += 1
            return self._rewriter.value(document, NOTHING)
        data = document["data"]
        if type(data) is list:
            document["data"] = [self._described(item, counts) for item in data]
        else:
            document["data"] = self._described(data, counts)
        return document

    def _described(self, item: Any, counts: Counts) -> Any:
        if not _is_described(item):
            counts.unknown_schemas += 1
            return self._rewriter.value(item, NOTHING)
        node = self._trees[item["schema"]]
        if node is None:
            counts.unknown_schemas += 1
        item["data"] = self._rewriter.value(item["data"], node or NOTHING)
        return item


def _is_described(value: Any) -> bool:
    return type(value) is dict and value.keys() == _ENVELOPE and is_schema(value["schema"])
