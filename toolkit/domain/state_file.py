"""What a state says there is: addresses, ids and names, and no other value.

Source: Terraform's state, version 4.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.domain.import_keys import TAG, identifying, naming


@dataclass(frozen=True)
class InState:
    """One resource in a state."""

    address: str
    type: str
    id: str
    identity: Mapping[str, str]
    """What names it, as in a plan."""


@dataclass(frozen=True)
class StateFacts:
    """A state without its values; an empty one has no lineage."""

    lineage: str = ""
    serial: int = 0
    resources: Mapping[str, InState] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptState:
    """A state that Terraform could not save, in a file."""

    path: Path
    facts: StateFacts | None
    """What it says; None where not even the file was written in full."""


EMPTY = StateFacts()


def read_state(text: str) -> StateFacts | None:
    """The facts of a state; None where the text is none, or is cut short."""
    if not text.strip():
        return EMPTY
    try:
        raw = json.loads(text)
        found = {each.address: each for each in _resources(raw["resources"])}
        return StateFacts(str(raw["lineage"]), int(raw["serial"]), found)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _resources(items: list[dict[str, Any]]) -> Iterator[InState]:
    for item in items:
        if item["mode"] != "managed":
            continue
        module = f"{item['module']}." if item.get("module") else ""
        address, kind = f"{module}{item['type']}.{item['name']}", str(item["type"])
        for instance in item["instances"]:
            # What a failed replacement left behind is no longer what the address stands for.
            if not instance.get("deposed"):
                values = instance.get("attributes") or {}
                key = _key(instance.get("index_key"))
                named = _identity(kind, values)
                yield InState(address + key, kind, str(values.get("id") or ""), named)


def _key(index: Any) -> str:
    """The end of an address, in Terraform's own way of quoting."""
    if index is None:
        return ""
    if isinstance(index, str):
        quoted = json.dumps(index, ensure_ascii=False)
        return f"[{quoted.replace('${', '$${').replace('%{', '%%{')}]"
    return f"[{index}]"


def _identity(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    tags = values.get("tags")
    tagged = tags.get("Name") if isinstance(tags, dict) else None
    found = {name: values.get(name) for name in identifying(kind)} | {TAG: tagged}
    named = {name: naming(value) for name, value in found.items()}
    return {name: value for name, value in named.items() if value}
