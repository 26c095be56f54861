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
            return self.object(value, node, depth + 1)
        if kind is list:
            return self._array(value, node.items or NOTHING, depth + 1)
        return self._other(value, node)

    def object(self, value: dict[str, Any], node: Node, depth: int = 0) -> dict[str, Any]:
        """What goes out for an object: the same names in the same order."""
        if depth > DEEPEST:
            raise TooDeep
        if node.variant is not None:
            node = node.variant(value)
        pseudonyms, names, properties = self._pseudonyms, self._names, node.properties
        disguised = False
        for name, item in value.items():
            child = properties.get(name)
            if child is None:
                if not names[name]:
                    disguised = True
                child = NOTHING
            if type(item) is not str:
                value[name] = self.value(item, child, depth)
            elif child.guard is not anything:
                passes = child.guard is not None and child.guard(item)
                value[name] = item if passes else pseudonyms[item]
        return self._renamed(value, node) if disguised else value

    def _array(self, items: list[Any], node: Node, depth: int) -> list[Any]:
        if depth > DEEPEST:
            raise TooDeep
        return [self.value(item, node, depth) for item in items]

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


def number_text(value: float) -> str:
    """The one text of a number that is pseudonymized.

    Integers exactly in decimal; others as the shortest text that reads back equal, in Python's
    form: `1.0`, `0.1`, `1e-07`, `1e+16`.
    """
    return repr(value)
