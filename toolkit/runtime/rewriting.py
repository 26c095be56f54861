"""Pseudonymizes a JSON value beside the tree of what may pass in it."""

from __future__ import annotations

from typing import Any

from .codecs import Codec
from .names import KnownNames
from .pseudonyms import TextPseudonyms
from .tree import NOTHING, Node, anything

DEEPEST = 200
"""Levels of nesting that are followed; Enrich itself accepts 50 by default (`maxJsonDepth`)."""


class TooDeep(ValueError):
    """A value is nested more deeply than any event is."""


class Rewriter:
    """Walks values under one salt. Objects and arrays are changed in place.

    Strings and numbers that no path names become pseudonyms, booleans null; null and "" stay.
    """

    def __init__(self, pseudonyms: TextPseudonyms, codec: Codec) -> None:
        self._pseudonyms = pseudonyms
        self._kept_number = codec.kept_number
        self._names = KnownNames()

    def value(self, value: Any, node: Node, depth: int = 0) -> Any:
        """What goes out for a value; raises TooDeep and, for lone surrogates, ValueError."""
        kind = type(value)
        if kind is str:
            passes = node.guard is not None and node.guard(value)
            return value if passes else self._pseudonyms[value]
        if kind is dict:
            chosen = node if node.variant is None else node.variant(value)
            return self._object(value, chosen, _deeper(depth))
        if kind is list:
            inner, depth = node.items or NOTHING, _deeper(depth)
            return [self.value(item, inner, depth) for item in value]
        return self._other(value, node)

    def _object(self, value: dict[str, Any], node: Node, depth: int) -> dict[str, Any]:
        pseudonyms, names, properties = self._pseudonyms, self._names, node.properties
        disguised = False
        for name, item in value.items():
            child = properties.get(name)
            if child is None:
                disguised = disguised or not names[name]
                child = NOTHING
            kind, guard = type(item), child.guard
            if kind is str:
                if guard is None or (guard is not anything and not guard(item)):
                    value[name] = pseudonyms[item]
            elif item is not None and not (kind is int and guard is anything):
                value[name] = self.value(item, child, depth)
        return self._renamed(value, node) if disguised else value

    def _other(self, value: Any, node: Node) -> Any:
        if value is None:
            return None
        if node.guard is not None and node.guard(value):
            return self._kept_number(value) if type(value) is float else value
        return None if type(value) is bool else self._pseudonyms[number_text(value)]

    def _renamed(self, value: dict[str, Any], node: Node) -> dict[str, Any]:
        return {
            name if name in node.properties or self._names[name] else self._pseudonyms[name]: item
            for name, item in value.items()
        }


def _deeper(depth: int) -> int:
    if depth >= DEEPEST:
        raise TooDeep
    return depth + 1


def number_text(value: float) -> str:
    """The one text of a number that is pseudonymized.

    Integers exactly in decimal; others as the shortest text that reads back equal, in Python's
    form: `1.0`, `0.1`, `1e-07`, `1e+16`.
    """
    return repr(value)
