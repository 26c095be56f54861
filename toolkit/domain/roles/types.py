"""Which resource types a rendered tree uses."""

from __future__ import annotations

import re

from toolkit.domain.tree import Tree

_RESOURCE = re.compile(r'^resource "(\w+)"', re.MULTILINE)


def resource_types(tree: Tree) -> frozenset[str]:
    """The types of every resource block in the tree."""
    return frozenset(kind for text in tree.files.values() for kind in _RESOURCE.findall(text))
