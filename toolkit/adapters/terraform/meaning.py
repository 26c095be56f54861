"""Plan JSON -> digests of what a plan would do, the same however Terraform orders it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# What says what happens to a resource. Everything else (why Terraform decided so, which values
# are sensitive, when the plan was made, the state it began with) is not part of the meaning.
_OF_A_RESOURCE = ("address", "deposed", "previous_address", "type", "provider_name")
_OF_A_CHANGE = ("actions", "before", "after", "after_unknown", "importing")


def meaning(raw: dict[str, Any]) -> str:
    """Hex SHA-256 of all resource changes, output changes and actions of a plan."""
    resources = [item for item in raw.get("resource_changes", ()) if _does_something(item)]
    outputs = {
        name: _picked(change, _OF_A_CHANGE)
        for name, change in raw.get("output_changes", {}).items()
        if change["actions"] != ["no-op"]
    }
    invoked = sorted(_digest(item) for item in raw.get("action_invocations", ()))
    return _digest(
        {
            "resources": sorted(meaning_of(item) for item in resources),
            "outputs": outputs,
            "actions": invoked,
        }
    )


def meaning_of(item: dict[str, Any]) -> str:
    """Hex SHA-256 of what happens to one resource."""
    change = item["change"]
    return _digest(
        {
            **_picked(item, _OF_A_RESOURCE),
            **_picked(change, _OF_A_CHANGE),
            "replace_paths": sorted(_digest(path) for path in change.get("replace_paths", ())),
        }
    )


def _does_something(item: dict[str, Any]) -> bool:
    if item.get("mode") == "data":
        return False
    moved = bool(item.get("previous_address") or item["change"].get("importing"))
    return moved or item["change"]["actions"] != ["no-op"]


def _picked(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value[name] for name in names if value.get(name) is not None}


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
