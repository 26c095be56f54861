"""Reads values out of plan facts, where blocks are lists and anything may be withheld."""

from __future__ import annotations

import json
from typing import Any

from toolkit.domain.plan import Withheld


def block(value: Any) -> dict[str, Any]:
    """The only item of a block that may stand once; empty where there is none to be seen."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def blocks(value: Any) -> list[dict[str, Any]]:
    """The items of a block that may be repeated."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def words(value: Any) -> list[str]:
    """A text or a list of texts as a list; withheld items are left out."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str)]


def number(value: Any) -> float | None:
    """A number, also one that a provider keeps as text."""
    if isinstance(value, bool) or value is None or isinstance(value, Withheld):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def text(value: Any) -> str:
    """A text; empty where there is none to be seen."""
    return value if isinstance(value, str) else ""


def document(value: Any) -> Any:
    """What a text of JSON holds; None where it is none."""
    try:
        return json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return None


def instance_key(address: str) -> str:
    """`raw_good` of `...this["raw_good"]`; empty for a resource without a key."""
    return address.rpartition('["')[2].removesuffix('"]') if address.endswith('"]') else ""
