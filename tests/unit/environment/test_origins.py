"""Layers merge as written, and every value knows the layer that set it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.environment_files import load
from toolkit.domain.environment.origins import leaves, merge
from toolkit.domain.position import KeyPath, Position, Positions

START = Position(Path("start.yaml"), 1, 1)

_scalars = st.integers(0, 9) | st.none() | st.booleans()
_maps = st.recursive(
    st.dictionaries(st.sampled_from("abc"), _scalars, max_size=3),
    lambda inner: st.dictionaries(
        st.sampled_from("abc"), inner | _scalars | st.lists(inner | _scalars, max_size=3),
        max_size=3,
    ),
    max_leaves=12,
)  # fmt: skip
layer_stacks = st.lists(_maps, min_size=1, max_size=4)


@dataclass
class Node:
    """A value as we expect it: the last layer that named it, and what is in it."""

    layer: int
    value: Any = None
    children: dict[str, Node] | None = field(default=None)


def expected(layers: list[dict[str, Any]]) -> Node:
    """The merge in other words: a map meets a map, anything else starts anew."""
    root = Node(0, children={})
    for number, layer in enumerate(layers):
        _lay_over(root, layer, number)
    return root


def _lay_over(target: Node, value: Any, layer: int) -> None:
    target.layer = layer
    if not isinstance(value, dict):
        target.value, target.children = value, None
        return
    target.children = target.children if target.children is not None else {}
    for key, item in value.items():
        _lay_over(target.children.setdefault(key, Node(layer)), item, layer)


def plain(node: Node) -> Any:
    if node.children is None:
        return node.value
    return {key: plain(child) for key, child in node.children.items()}


def at(node: Node, path: KeyPath) -> Node:
    for part in path:
        assert node.children is not None
        node = node.children[str(part)]
    return node


def positioned(layers: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Positions]]:
    """Each layer with positions whose line is the layer's number."""
    return [(layer, _positions(layer, number)) for number, layer in enumerate(layers)]


def _positions(layer: dict[str, Any], number: int) -> Positions:
    here = Position(Path(f"{number}.yaml"), number, 1)
    paths = dict(_paths(layer, ()))
    keys = {path: here for path, by_key in paths.items() if by_key}
    return Positions(here, keys, dict.fromkeys(paths, here))


def _paths(value: Any, path: KeyPath) -> list[tuple[KeyPath, bool]]:
    inner: list[tuple[KeyPath, Any]] = []
    if isinstance(value, dict):
        inner = [((*path, key), item) for key, item in value.items()]
    elif isinstance(value, list):
        inner = [((*path, index), item) for index, item in enumerate(value)]
    own = [(path, isinstance(path[-1], str))] if path else []
    return own + [found for place, item in inner for found in _paths(item, place)]


@given(layer_stacks)
def test_maps_merge_deeply_and_everything_else_is_replaced(layers: list[dict[str, Any]]) -> None:
    merged, _ = merge(positioned(layers), START)

    assert merged == plain(expected(layers))


@given(layer_stacks)
def test_the_origin_of_every_leaf_is_the_last_layer_that_set_it(
    layers: list[dict[str, Any]],
) -> None:
    merged, positions = merge(positioned(layers), START)

    model = expected(layers)
    for path, _ in leaves(merged):
        if path:
            assert positions.values[path].line == at(model, path).layer


@given(layer_stacks)
def test_positions_name_only_what_is_still_there(layers: list[dict[str, Any]]) -> None:
    merged, positions = merge(positioned(layers), START)

    there = dict(_paths(merged, ()))
    assert set(positions.values) == set(there)
    assert set(positions.keys) == {path for path, by_key in there.items() if by_key}


@given(layer_stacks)
def test_merging_leaves_the_layers_alone(layers: list[dict[str, Any]]) -> None:
    before = repr(layers)

    merge(positioned(layers), START)

    assert repr(layers) == before


def test_leaves_are_all_but_filled_maps() -> None:
    value = {"a": {"b": 1, "c": {}}, "d": [{"e": 2}], "f": None}

    assert list(leaves(value)) == [
        (("a", "b"), 1),
        (("a", "c"), {}),
        (("d",), [{"e": 2}]),
        (("f",), None),
    ]


@pytest.mark.parametrize(
    ("path", "file", "text"),
    [
        pytest.param(("aws", "region"), "prod.yaml", "us-east-2", id="set by the environment"),
        pytest.param(("collectors", "version"), "base.yaml", "2.10.0", id="inherited"),
        pytest.param(("streams", "raw_good", "shards"), "prod.yaml", "8", id="overridden"),
        pytest.param(
            ("enrichers", "iglu", "repositories", 1, "uri"),
            "base.yaml",
            "http://mirror01.iglucentral.com",
            id="in a list",
        ),
    ],
)
def test_a_shipped_value_knows_where_it_stands(path: KeyPath, file: str, text: str) -> None:
    loaded = load(ENVIRONMENTS, "prod")

    origin = loaded.origin(path)

    assert origin is not None
    assert origin.file.name == file
    line = origin.file.read_text(encoding="utf-8").splitlines()[origin.line - 1]
    assert line[origin.column - 1 :].startswith(text)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(("collectors", "port"), id="in a section that is written"),
        pytest.param(("storage", "prefixes", "errors"), id="in a section that is not"),
        pytest.param(("project",), id="at the top"),
    ],
)
def test_a_default_has_no_origin(path: KeyPath) -> None:
    assert load(ENVIRONMENTS, "prod").origin(path) is None
