"""Terraform's plan JSON -> Plan; raw plan JSON never leaves this module.

Source: Terraform documentation, "JSON Output Format". Values that Terraform marks as sensitive, or
does not know yet, are dropped here.
"""

from __future__ import annotations

import json
from typing import Any

from toolkit.adapters.terraform.masking import masked
from toolkit.adapters.terraform.meaning import meaning, meaning_of
from toolkit.domain.guardrails.attributes import judged
from toolkit.domain.plan import Action, AttributeChange, Change, Facts, Plan

_ACTIONS: dict[tuple[str, ...], Action] = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("read",): "read",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("forget",): "forget",
    ("create", "forget"): "forget",
    ("no-op",): "keep",
}
_LONGEST_VALUE = 60

# They change with whatever else changes.
_FOLLOWING = ("tags_all", "arn", "id")


def parse_plan(text: str) -> Plan:
    """The plan that `terraform show -json` prints."""
    raw = json.loads(text)
    found = _changes(raw.get("resource_changes", ()))
    return Plan(
        terraform_version=raw.get("terraform_version", ""),
        changes=tuple(change for change in found if change.action != "keep"),
        unchanged=tuple(change for change in found if change.action == "keep"),
        meaning=meaning(raw),
        complete=raw.get("complete", True),
        outputs_changed=any(
            change["actions"] != ["no-op"] for change in raw.get("output_changes", {}).values()
        ),
        artifact_sha256=_variable(raw, "artifact").get("sha256"),
        account_id=_variable(raw, "aws").get("account_id"),
    )


def _variable(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get("variables", {}).get(name, {}).get("value")
    return value if isinstance(value, dict) else {}


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
        if item.get("mode") == "data":
            continue
        action = _ACTIONS.get(actions, "update")
        found.append(
            Change(
                address=_address(item),
                type=item["type"],
                action=action,
                actions=actions,
                attributes=_attributes(change) if action in ("update", "replace") else (),
                before=_facts(item["type"], change, "before"),
                after=_facts(item["type"], change, "after"),
                previous_address=item.get("previous_address", ""),
                meaning=meaning_of(item),
            )
        )
    return found


def _address(item: dict[str, Any]) -> str:
    """The address; of what a failed replacement left behind, with its key."""
    deposed = item.get("deposed")
    return f"{item['address']} (deposed {deposed})" if deposed else str(item["address"])


def _facts(kind: str, change: dict[str, Any], side: str) -> Facts | None:
    values = change.get(side)
    if not isinstance(values, dict):
        return None
    unknown = change.get("after_unknown") if side == "after" else {}
    known = masked(values, unknown, change.get(f"{side}_sensitive"))
    if not isinstance(known, dict):
        known = dict.fromkeys(values, known)
    return {name: known[name] for name in judged(kind) if name in known}


def _attributes(change: dict[str, Any]) -> tuple[AttributeChange, ...]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    later = {name for name in unknown if _any(unknown[name])}
    replacing = {path[0] for path in change.get("replace_paths", ()) if path}
    found = []
    for name in sorted({*before, *after, *later}):
        if name not in later and before.get(name) == after.get(name):
            continue
        if name in _FOLLOWING and name not in replacing:
            continue
        hidden = _is_sensitive(change, name)
        found.append(
            AttributeChange(
                name,
                _shown(before.get(name), hidden),
                "(known after apply)" if name in later else _shown(after.get(name), hidden),
                name in replacing,
            )
        )
    return tuple(found)


def _is_sensitive(change: dict[str, Any], name: str) -> bool:
    """Whether either side is marked: a value that loses its mark is still the same value."""
    for marks in (change.get("before_sensitive"), change.get("after_sensitive")):
        if _any(marks.get(name) if isinstance(marks, dict) else marks):
            return True
    return False


def _any(marks: Any) -> bool:
    """Whether a mark is set anywhere: marks repeat the shape of the value, often all false."""
    if isinstance(marks, dict):
        return any(_any(item) for item in marks.values())
    if isinstance(marks, list):
        return any(_any(item) for item in marks)
    return bool(marks)


def _shown(value: Any, sensitive: bool) -> str | None:
    if value is None:
        return None
    if sensitive:
        return "(sensitive)"
    text = value if isinstance(value, str) and value.isprintable() else json.dumps(value)
    return text if len(text) <= _LONGEST_VALUE else f"({len(text)} characters)"
