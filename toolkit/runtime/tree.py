"""Property paths as a tree that is walked beside a JSON value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Guard = Callable[[Any], bool]

_PART = re.compile(r"([^.\[\]]+)|(\[\])")

ITEMS = "[]"
"""The part of a path that means every item of an array."""


class Node:
    """What may pass below one place: nothing, a scalar, named properties, items of an array.

    `guard` lets a scalar at this very place pass if it holds. `variant` puts another node in place
    of this one, depending on the object that stands here.
    """

    __slots__ = ("guard", "items", "properties", "variant")

    def __init__(self) -> None:
        self.guard: Guard | None = None
        self.properties: dict[str, Node] = {}
        self.items: Node | None = None
        self.variant: Callable[[dict[str, Any]], Node] | None = None

    def child(self, part: str) -> Node:
        """The node of a property or of an array's items, made if it is not there."""
        if part != ITEMS:
            return self.properties.setdefault(part, Node())
        if self.items is None:
            self.items = Node()
        return self.items


NOTHING = Node()
"""Nothing passes: the node of every place that no path names."""


def anything(_: Any) -> bool:
    """The guard of an allowlisted path: every scalar passes."""
    return True


def tree(paths: Iterable[str]) -> Node:
    """The tree of paths such as `plan`, `result.status`, `ids[]` or `steps[].name`."""
    return guarded_tree((path, anything) for path in paths)


def guarded_tree(paths: Iterable[tuple[str, Guard]]) -> Node:
    """The tree of paths that each let pass only what their guard holds for."""
    root = Node()
    for path, guard in paths:
        node_at(root, path).guard = guard
    return root


def node_at(root: Node, path: str) -> Node:
    """The node of a path below a root, made if it is not there."""
    node = root
    for part in parts(path):
        node = node.child(part)
    return node


def parts(path: str) -> list[str]:
    """The properties and `[]` that a path leads through, from outside in."""
    return [name or items for name, items in _PART.findall(path)]
