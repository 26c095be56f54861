"""Reads the provider's own configuration, whose source has no classes for its nested blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.aws6_provider.typescript import LayoutChanged

if TYPE_CHECKING:
    from tests.aws6_provider.typescript import TerraformType

Json = dict[str, Any]

_ENTRY = re.compile(
    r"^ +(\w+): \{\n +value: [^\n]*\n +isBlock: (true|false),\n"
    r" +type: \"(\w+)\",\n +storageClassType: \"([\w.]+)\",\n +\},$",
    re.MULTILINE,
)
_INTERFACE = re.compile(r"^export interface (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_MEMBER = re.compile(r"#(\w+) AwsProvider#\w+\}\n  \*/\n  readonly \w+(\??):")
_SCALARS = {"string": "string", "number": "number", "boolean": "bool"}


def read(text: str) -> Json:
    """The block of the provider's configuration."""
    interfaces = dict(_INTERFACE.findall(text))
    return _block(text, interfaces, "AwsProviderConfig", _table(text, "synthesizeHclAttributes("))


def _table(text: str, marker: str) -> str:
    start = text.find(marker)
    end = text.find("// remove undefined attributes", start)
    if start < 0 or end < 0:
        raise LayoutChanged(f"the provider has no table after {marker}")
    return text[start:end]


def _block(text: str, interfaces: dict[str, str], interface: str, table: str) -> Json:
    optional = dict(_MEMBER.findall(interfaces.get(interface, "")))
    attributes: Json = {}
    blocks: Json = {}
    for name, is_block, kind, storage in _ENTRY.findall(table):
        if is_block == "true":
            nested = storage.rpartition(".")[2].removesuffix("List")
            inner = _table(text, f"function awsProvider{nested}ToHclTerraform(")
            blocks[name] = {"nesting_mode": kind, "block": _block(text, interfaces, nested, inner)}
        else:
            flag = "optional" if optional[name] else "required"
            attributes[name] = {"type": _type(kind, storage), flag: True}
    if set(optional) != set(attributes) | set(blocks):
        raise LayoutChanged(f"{interface} and its table name different members")
    return {"attributes": attributes, "block_types": blocks}


def _type(kind: str, storage: str) -> TerraformType:
    if kind == "simple":
        return _SCALARS[storage]
    element = _SCALARS[storage.removesuffix("List").removesuffix("Map")]
    return [kind, element]
