"""Walks values along the blocks of a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Json = dict[str, Any]


class Unknown:
    """What Terraform will know only after apply."""

    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN = Unknown()


def is_known(value: Any) -> bool:
    """Whether a value holds nothing unknown at any depth."""
    if isinstance(value, dict):
        return all(is_known(item) for item in value.values())
    if isinstance(value, list):
        return all(is_known(item) for item in value)
    return value is not UNKNOWN


def mapped(block: Json, value: Any, change: Callable[[str, Json, Any], Any]) -> Any:
    """A block's value in which `change(name, schema, it)` has replaced each attribute."""
    if not isinstance(value, dict):
        return value
    attributes = {
        name: change(name, schema, value.get(name))
        for name, schema in block.get("attributes", {}).items()
    }
    blocks = {
        name: _nested(nested, value.get(name), change)
        for name, nested in block.get("block_types", {}).items()
    }
    return attributes | blocks


def _nested(nested: Json, value: Any, change: Callable[[str, Json, Any], Any]) -> Any:
    inner = nested["block"]
    if isinstance(value, list):
        return [mapped(inner, item, change) for item in value]
    if nested["nesting_mode"] == "map" and isinstance(value, dict):
        return {key: mapped(inner, item, change) for key, item in value.items()}
    return mapped(inner, value, change)


def empty(block: Json) -> Json:
    """The value of a block that nobody wrote: attributes null, repeated blocks empty."""
    attributes = dict.fromkeys(block.get("attributes", {}))
    blocks: Json = {
        name: {"list": [], "set": [], "map": {}}.get(nested["nesting_mode"])
        for name, nested in block.get("block_types", {}).items()
    }
    return attributes | blocks


def known_strings(value: Mapping[str, Any]) -> dict[str, str]:
    """The members that are known text, which names and ARNs can be made of."""
    return {name: item for name, item in value.items() if isinstance(item, str) and item}
