"""Which arguments a rendered tree sets, by the address of its resources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hcl2

_META = {"for_each", "count", "depends_on", "lifecycle", "provider"}

Tree = dict[str, Any]
"""Argument or block to what is set below it; None where it is a value."""


@dataclass(frozen=True)
class Configuration:
    """The resources of a module's files, and where the modules that it calls are."""

    resources: dict[str, Tree]
    modules: dict[str, Path]


@cache
def configuration_of(folder: Path) -> Configuration:
    """Read a module's files, once."""
    resources: dict[str, Tree] = {}
    modules: dict[str, Path] = {}
    for path in sorted(folder.glob("*.tf")):
        document = hcl2.loads(path.read_text())
        for kind, name, body in _labelled(document.get("resource", []), 2):
            resources[f"{kind}.{name}"] = _tree(body)
        for name, body in _labelled(document.get("module", []), 1):
            modules[name] = (folder / _bare(body["source"])).resolve()
    return Configuration(resources, modules)


def tree_at(root: Path, address: str) -> Tree:
    """What is set of a resource at an address such as `module.a.module.b["k"].type.name[0]`."""
    steps = re.sub(r"\[[^\]]*\]", "", address).split(".")
    folder = root
    while steps[0] == "module":
        folder = configuration_of(folder).modules[steps[1]]
        steps = steps[2:]
    return configuration_of(folder).resources[".".join(steps)]


def projected(value: Any, tree: Tree | None) -> Any:
    """A planned value without what the tree does not set."""
    if tree is None:
        return value
    if isinstance(value, list):
        return [projected(item, tree) for item in value]
    return {name: projected(value.get(name), below) for name, below in tree.items()}


def _labelled(blocks: list[Any], labels: int) -> list[tuple[Any, ...]]:
    found = []
    for block in blocks:
        names = []
        for _ in range(labels):
            (label,) = (name for name in block if not name.startswith("__"))
            names.append(_bare(label))
            block = block[label]  # noqa: PLW2901 - the labels nest
        found.append((*names, block))
    return found


def _tree(body: Any) -> Tree:
    tree: Tree = {}
    for name, value in body.items():
        if name in _META or name.startswith("__"):
            continue
        if name == "dynamic":
            for label, dynamic in _pairs(value):
                _deepen(tree, {label: _tree(dynamic["content"][0])})
        elif isinstance(value, list) and any(_is_block(item) for item in value):
            for block in value:
                _deepen(tree, {name: _tree(block)})
        else:
            tree[name] = None
    return tree


def _deepen(tree: Tree, more: Tree) -> None:
    for name, below in more.items():
        if below is None:
            tree[name] = None
        else:
            _deepen(tree.setdefault(name, {}), below)


def _is_block(value: Any) -> bool:
    return isinstance(value, dict) and "__is_block__" in value


def _pairs(blocks: list[Any]) -> list[tuple[str, Any]]:
    return [
        (_bare(label), body)
        for block in blocks
        for label, body in block.items()
        if not label.startswith("__")
    ]


def _bare(text: str) -> str:
    return text.strip('"')
