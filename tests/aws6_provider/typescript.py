"""Reads the facts about attributes out of one TypeScript source as cdktn generates it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TerraformType = str | list["TerraformType"] | dict[str, "TerraformType"]
"""A type as Terraform writes it in JSON: "string", ["set", "string"], ["object", {...}]."""


class LayoutChanged(Exception):
    """The wheel is not written as this extraction was taught; it must be taught anew."""


@dataclass(frozen=True)
class Nested:
    """An attribute or block whose content is another class of the same source."""

    class_name: str
    nesting: str
    at_most_one: bool = False


@dataclass(frozen=True)
class Attribute:
    """One argument or attribute with the flags of the provider's schema."""

    name: str
    computed: bool
    optional: bool
    required: bool
    content: TerraformType | Nested
    write_only: bool = False
    is_block: bool = False


@dataclass(frozen=True)
class Source:
    """What one source says: its kind, its Terraform type, and the attributes of each class."""

    kind: str
    type_name: str
    version: str
    root: str
    classes: Mapping[str, tuple[Attribute, ...]]


_GETTERS: dict[str, TerraformType] = {
    "this.getStringAttribute": "string",
    "this.getNumberAttribute": "number",
    "this.getBooleanAttribute": "bool",
    "this.getListAttribute": ["list", "string"],
    "this.getNumberListAttribute": ["list", "number"],
    "this.getStringMapAttribute": ["map", "string"],
    "this.getNumberMapAttribute": ["map", "number"],
    "this.getBooleanMapAttribute": ["map", "bool"],
    "cdktn.Fn.tolist(this.getListAttribute": ["set", "string"],
    "cdktn.Token.asNumberList(cdktn.Fn.tolist(this.getNumberListAttribute": ["set", "number"],
    "this.interpolationForAttribute": "dynamic",
}
_MAPS: dict[str, TerraformType] = {
    "cdktn.StringMap": ["map", "string"],
    "cdktn.NumberMap": ["map", "number"],
    "cdktn.BooleanMap": ["map", "bool"],
}

_ROOT = re.compile(r"^export class (\w+) extends cdktn\.(Terraform\w+) \{", re.MULTILINE)
_TYPE = re.compile(r"tfResourceType = \"(\w+)\"")
_VERSION = re.compile(r"providerVersion: '([\d.]+)'")
_DECLARATION = re.compile(
    r"^export (class|interface) (\w+)[^\n]*\{\n(.*?)^\}", re.MULTILINE | re.DOTALL
)
_FLAGS = re.compile(
    r"^  // (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$",
    re.MULTILINE,
)
_NEW = re.compile(
    r"^  private _\w+ = new ([\w.]+)\(this, \"\w+\"(?:, (true|false))?\);", re.MULTILINE
)
_GETTER = re.compile(r"public get \w+\(\)[^{]*\{\s*return ([\w.(]+)\('")
_SUPER = re.compile(r"super\(terraformResource, terraformAttribute(, [^)]*)?\);")
_BLOCK_DOC = re.compile(r"\* (\w+) block$", re.MULTILINE)


def read(text: str) -> Source:
    """The facts of one generated source; raises `LayoutChanged` where they cannot be found."""
    root = _one(_ROOT, text, "the class of the resource")
    declared = {(kind, name): body for kind, name, body in _DECLARATION.findall(text)}
    bodies = {name: body for (kind, name), body in declared.items() if kind == "class"}
    blocks = {
        name: frozenset(_BLOCK_DOC.findall(body))
        for (kind, name), body in declared.items()
        if kind == "interface"
    }
    classes = {
        name: _attributes(body, bodies, blocks.get(_interface(name, root[1]), frozenset()))
        for name, body in bodies.items()
        if name == root[1] or name.endswith("OutputReference")
    }
    return Source(
        kind=root[2],
        type_name=_one(_TYPE, text, "the Terraform type")[1],
        version=_one(_VERSION, text, "the provider's version")[1],
        root=root[1],
        classes=classes,
    )


def type_of(text: str) -> tuple[str, str] | None:
    """The kind and Terraform type that a source describes; none for an index."""
    root = _ROOT.search(text)
    if root is None:
        return None
    name = _TYPE.search(text)
    is_provider = root[2] == "TerraformProvider"
    return root[2], "" if is_provider or name is None else name[1]


def _one(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    found = pattern.search(text)
    if found is None:
        raise LayoutChanged(f"{what} was not found in a source that begins {text[:200]!r}")
    return found


def _interface(class_name: str, root: str) -> str:
    """The interface whose doc comments say which members of a class are blocks."""
    return f"{root}Config" if class_name == root else class_name.removesuffix("OutputReference")


def _attributes(
    body: str, bodies: Mapping[str, str], blocks: frozenset[str]
) -> tuple[Attribute, ...]:
    starts = list(_FLAGS.finditer(body))
    ends = [match.start() for match in starts] + [len(body)]
    return tuple(
        _attribute(match, body[match.end() : end], bodies, blocks)
        for match, end in zip(starts, ends[1:], strict=True)
    )


def _attribute(
    flags: re.Match[str], chunk: str, bodies: Mapping[str, str], blocks: frozenset[str]
) -> Attribute:
    name, computed, optional, required = flags.groups()
    content = _content(name, chunk, bodies)
    return Attribute(
        name=name,
        computed=computed == "true",
        optional=optional == "true",
        required=required == "true",
        content=content,
        write_only="Write-only:" in chunk,
        is_block=name in blocks,
    )


def _content(name: str, chunk: str, bodies: Mapping[str, str]) -> TerraformType | Nested:
    made = _NEW.search(chunk)
    if made is not None and made[1] in _MAPS:
        return _MAPS[made[1]]
    if made is not None:
        return _nested(made[1].rpartition(".")[2], made[2], bodies)
    getter = _GETTER.search(chunk)
    if getter is None or getter[1].rstrip("(") not in _GETTERS:
        raise LayoutChanged(f"the type of {name} cannot be told from {chunk[:300]!r}")
    return _GETTERS[getter[1].rstrip("(")]


def _nested(class_name: str, wraps_set: str | None, bodies: Mapping[str, str]) -> Nested:
    if class_name not in bodies:
        raise LayoutChanged(f"class {class_name} is used and not declared")
    if class_name.endswith("List"):
        nesting = "set" if wraps_set == "true" else "list"
        return Nested(f"{class_name.removesuffix('List')}OutputReference", nesting)
    if class_name.endswith("Map"):
        return Nested(f"{class_name.removesuffix('Map')}OutputReference", "map")
    match _one(_SUPER, bodies[class_name], f"the constructor of {class_name}")[1]:
        case ", false, 0":
            return Nested(class_name, "list", at_most_one=True)
        case ", false":
            return Nested(class_name, "single")
        case other:
            raise LayoutChanged(f"class {class_name} is constructed with {other!r}")
