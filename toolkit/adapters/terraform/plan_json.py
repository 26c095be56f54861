"""Terraform's plan JSON -> Plan; raw plan JSON never leaves this module.

Source: Terraform documentation, "JSON Output Format". Values that Terraform marks as sensitive, or
does not know yet, are dropped here.
"""

from __future__ import annotations

import json
from typing import Any

from toolkit.domain.plan import Action, AttributeChange, Change, Plan

_ACTIONS: dict[tuple[str, ...], Action] = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("read",): "read",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}
_LONGEST_VALUE = 60


def parse_plan(text: str) -> Plan:
    """The plan that `terraform show -json` prints."""
    raw = json.loads(text)
    return Plan(
        terraform_version=raw.get("terraform_version", ""),
        changes=tuple(_changes(raw.get("resource_changes", ()))),
        outputs_changed=any(
            change["actions"] != ["no-op"] for change in raw.get("output_changes", {}).values()
        ),
        artifact_sha256=raw.get("variables", {}).get("artifact", {}).get("value", {}).get("sha256"),
    )


def parse_drift(text: str) -> Plan:
    """What changed outside Terraform, from a refresh-only plan."""
    raw = json.loads(text)
    drift = [item for item in raw.get("resource_drift", ()) if _is_real(item["change"])]
    return Plan(raw.get("terraform_version", ""), tuple(_changes(drift)))


def _is_real(change: dict[str, Any]) -> bool:
    """Whether more than `null` and emptiness differ; a refresh turns one into the other."""
    deleted = change["actions"] == ["delete"]
    return deleted or bool(_plain(change["before"]) != _plain(change["after"]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _plain(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list):
        return [_plain(item) for item in value] or None
    return value if value not in ("", False) else None


def _changes(items: list[dict[str, Any]]) -> list[Change]:
    found = []
    for item in items:
        change = item["change"]
        actions = tuple(change["actions"])
        if actions == ("no-op",) or item.get("mode") == "data":
            continue
        action = _ACTIONS.get(actions, "update")
        attributes = _attributes(change) if action in ("update", "replace") else ()
        found.append(Change(item["address"], item["type"], action, actions, attributes))
    return found


def _attributes(change: dict[str, Any]) -> tuple[AttributeChange, ...]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    replacing = {path[0] for path in change.get("replace_paths", ()) if path}
    found = []
    for name in sorted(set(before) | set(after) | set(_known(unknown))):
        later = name in unknown and bool(unknown[name])
        if not later and before.get(name) == after.get(name):
            continue
        if name in ("tags_all", "arn", "id") and name not in replacing:
            continue
        found.append(
            AttributeChange(
                name,
                _shown(before.get(name), _mark(change, "before_sensitive", name)),
                "(known after apply)"
                if later
                else _shown(after.get(name), _mark(change, "after_sensitive", name)),
                name in replacing,
            )
        )
    return tuple(found)


def _known(unknown: Any) -> list[str]:
    return [key for key, value in unknown.items() if value] if isinstance(unknown, dict) else []


def _mark(change: dict[str, Any], side: str, name: str) -> bool:
    marks = change.get(side)
    return bool(marks.get(name)) if isinstance(marks, dict) else bool(marks)


def _shown(value: Any, sensitive: bool) -> str | None:
    if sensitive:
        return "(sensitive)"
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else f"({len(text)} characters)"
