"""Plans as Terraform writes them, in which every value can be told from all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from hypothesis import strategies as st

from toolkit.domain.guardrails.attributes import judged
from toolkit.domain.review.harmless import HARMLESS, is_harmless

KINDS = (
    *sorted(HARMLESS),
    "aws_iam_role_policy",
    "aws_kms_key_policy",
    "aws_s3_bucket_policy",
    "aws_new_thing",
)
# Names that stand somewhere in a harmless path, names that rules judge, and what nobody knows.
_INNER = sorted(
    {part for paths in HARMLESS.values() for path in paths for part in path.split(".")}
    | {"id", "sid", "name", "type", "value", "password", "parameters", "description"}
)
_MARKS = st.sampled_from([None, None, None, "sensitive", "unknown"])


@dataclass(frozen=True)
class Planned:
    """Plan JSON, and which of its values may be seen."""

    text: str
    shown: frozenset[str]
    """Values of harmless attributes that nobody marked."""
    hidden: frozenset[str]
    """All others."""
    withheld: frozenset[str]
    """Those of them that are sensitive, or not known yet."""


@dataclass(frozen=True)
class _Leaf:
    mark: str | None
    is_number: bool


@dataclass(frozen=True)
class _Document:
    """A text of JSON."""

    shape: Any


_leaves = st.builds(_Leaf, _MARKS, st.booleans())


# Made once: making a strategy takes longer than drawing from it.
_shapes = st.recursive(
    _leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(_INNER), inner, min_size=1, max_size=4)
    ),
    max_leaves=8,
)


@st.composite
def _harmless(draw: st.DrawFn, kind: str) -> tuple[str, Any]:
    """An attribute built along a harmless path, with something else beside each step."""
    paths = HARMLESS.get(kind) or ("name",)
    top, *inner = draw(st.sampled_from(paths)).split(".")
    shape: Any = draw(_leaves)
    # CloudFormation knows what stands where in a template.
    free = top != "template_body"
    for name in reversed(inner):
        beside = draw(st.dictionaries(st.sampled_from(_INNER), _leaves, max_size=2))
        shape = {**(beside if free or isinstance(shape, _Leaf) else {}), name: shape}
        items = draw(st.integers(0, 3)) if free else 0
        if items:
            key = draw(st.sampled_from(["id", "sid", "type", "name", "status"]))
            shape = [{key: _Leaf(None, is_number=False), **shape} for _ in range(items)]
    if draw(st.booleans()):
        shape = _Document(shape)
    return top, shape


@st.composite
def plans(draw: st.DrawFn) -> Planned:
    """Plans of one or two resources."""
    numbers = count(1000)
    made = [draw(_changes(numbers, index)) for index in range(draw(st.integers(1, 2)))]
    seen = [each for _, values in made for each in values]
    shown = frozenset(value for value, harmless, mark in seen if harmless and mark is None)
    return Planned(
        json.dumps({"resource_changes": [item for item, _ in made]}),
        shown,
        frozenset(value for value, _, _ in seen) - shown,
        frozenset(value for value, _, mark in seen if mark is not None),
    )


Value = tuple[str, bool, str | None]


@st.composite
def _changes(
    draw: st.DrawFn, numbers: Iterator[int], index: int
) -> tuple[dict[str, Any], list[Value]]:
    kind = draw(st.sampled_from(KINDS))
    actions = draw(st.sampled_from([["create"], ["update"], ["delete", "create"], ["delete"]]))
    names = st.sampled_from([*judged(kind), *_INNER])
    values: list[Value] = []
    sides: dict[str, Any] = {}
    for side in ("before", "after"):
        attributes = {
            **draw(st.dictionaries(names, _shapes, max_size=3)),
            **dict(draw(st.lists(_harmless(kind), max_size=2))),
        }
        may = ("sensitive", "unknown") if side == "after" else ("sensitive",)
        parts = {
            name: _filled(kind, name, _marked(shape, may), numbers)
            for name, shape in attributes.items()
        }
        values += [value for _, _, _, found in parts.values() for value in found]
        sides[side] = {name: part[0] for name, part in parts.items()}
        sides[f"{side}_sensitive"] = {name: part[1] for name, part in parts.items()}
        sides[f"{side}_unknown"] = {name: part[2] for name, part in parts.items()}
    del sides["before_unknown"]
    if actions == ["create"]:
        sides["before"] = None
    replaces = [[name] for name in sides["after"]][:1] if len(actions) > 1 else []
    item = {
        "address": f"module.salt.{kind}.this[{index}]",
        "type": kind,
        "mode": "managed",
        "change": {"actions": actions, "replace_paths": replaces, **sides},
    }
    return item, values


def _marked(shape: Any, may: tuple[str, ...]) -> Any:
    """A shape with no other marks than these."""
    if isinstance(shape, _Leaf):
        return shape if shape.mark in may else replace(shape, mark=None)
    if isinstance(shape, dict):
        return {name: _marked(item, may) for name, item in shape.items()}
    if isinstance(shape, _Document):
        # Terraform marks a text, and not what stands in it.
        return _Document(_marked(shape.shape, ()))
    return [_marked(item, may) for item in shape]


def _filled(
    kind: str, path: str, shape: Any, numbers: Iterator[int]
) -> tuple[Any, Any, Any, list[Value]]:
    """Value, marks of what is sensitive and of what is unknown, and each single value."""
    if isinstance(shape, _Leaf):
        number = next(numbers)
        value: Any = number * 1_000_003 if shape.is_number else f"value-{number}"
        told = (str(value), is_harmless(kind, path), shape.mark)
        return value, shape.mark == "sensitive", shape.mark == "unknown", [told]
    if isinstance(shape, _Document):
        value, _, _, found = _filled(kind, path, shape.shape, numbers)
        return json.dumps(value), False, False, found
    if isinstance(shape, dict):
        parts = {
            name: _filled(kind, f"{path}.{name}", item, numbers) for name, item in shape.items()
        }
        value, hidden, later = ({name: part[at] for name, part in parts.items()} for at in range(3))
        return value, hidden, later, [each for part in parts.values() for each in part[3]]
    items = [_filled(kind, path, item, numbers) for item in shape]
    value, hidden, later = ([part[at] for part in items] for at in range(3))
    return value, hidden, later, [each for part in items for each in part[3]]
