"""Turns the facts of sources into blocks of the format of `terraform providers schema -json`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.aws6_provider.typescript import Attribute, LayoutChanged, Nested, Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws6_provider.typescript import TerraformType

Json = dict[str, Any]

# The one resource whose classes contain themselves; `known.py` puts its statements together.
_RECURSIVE = "aws_wafv2_web_acl_rule"


@dataclass(frozen=True)
class _Reader:
    source: Source
    path: tuple[str, ...]

    def enter(self, class_name: str) -> _Reader:
        return _Reader(self.source, (*self.path, class_name))

    def attributes(self) -> tuple[Attribute, ...]:
        members = self.source.classes.get(self.path[-1])
        if members is None:
            raise LayoutChanged(f"{self.source.type_name} has no class {self.path[-1]}")
        return tuple(member for member in members if not self._contains_itself(member.content))

    def _contains_itself(self, content: TerraformType | Nested) -> bool:
        if not isinstance(content, Nested) or content.class_name not in self.path:
            return False
        if self.source.type_name != _RECURSIVE:
            raise LayoutChanged(f"{content.class_name} of {self.source.type_name} contains itself")
        return True


def block(source: Source, class_name: str = "") -> Json:
    """The block that a class describes, the source's own one unless another is named."""
    return _block(_Reader(source, (class_name or source.root,)))


def _block(reader: _Reader) -> Json:
    attributes: Json = {}
    blocks: Json = {}
    for member in reader.attributes():
        if member.is_block:
            blocks[member.name] = _nested_block(member, reader)
        else:
            attributes[member.name] = _attribute(member, reader)
    return _without_empty({"attributes": attributes, "block_types": blocks})


def _attribute(member: Attribute, reader: _Reader) -> Json:
    flags = {
        "required": member.required,
        "optional": member.optional,
        "computed": member.computed,
        "write_only": member.write_only,
    }
    return {"type": _type(member.content, reader), **_without_empty(flags)}


def _nested_block(member: Attribute, reader: _Reader) -> Json:
    if member.content == "dynamic":
        return {"nesting_mode": "list", "block": {}, "min_items": 1, "max_items": 1}
    if not isinstance(member.content, Nested):
        raise LayoutChanged(f"{member.name} of {reader.source.type_name} is a block without class")
    limits = {
        "min_items": int(member.required),
        "max_items": int(member.content.at_most_one),
    }
    return {
        "nesting_mode": member.content.nesting,
        "block": _block(reader.enter(member.content.class_name)),
        **_without_empty(limits),
    }


def _type(content: TerraformType | Nested, reader: _Reader) -> TerraformType:
    if content == "dynamic":
        raise LayoutChanged(f"{reader.path[-1]} of {reader.source.type_name} has an untyped member")
    if not isinstance(content, Nested):
        return content
    inner = reader.enter(content.class_name)
    members = {member.name: _type(member.content, inner) for member in inner.attributes()}
    element: TerraformType = ["object", members]
    return element if content.nesting == "single" else [content.nesting, element]


def _without_empty(values: Mapping[str, Any]) -> Json:
    return {name: value for name, value in values.items() if value}
