"""Terraform's plan JSON -> Plan; raw plan JSON never leaves this module.

Source: Terraform documentation, "JSON Output Format". Values that Terraform marks as sensitive, or
does not know yet, are dropped here.
"""

from __future__ import annotations

import json
from typing import Any

from toolkit.adapters.terraform.commands import commands
from toolkit.adapters.terraform.masking import either, masked
from toolkit.adapters.terraform.meaning import meaning, meaning_of
from toolkit.adapters.terraform.reads import reads
from toolkit.adapters.terraform.shown import is_marked, is_sensitive, shown
from toolkit.domain.guardrails.attributes import judged
from toolkit.domain.import_keys import TAG, identifying, naming
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

# They change with whatever else changes. Tags of everything also change alone.
_FOLLOWING = ("arn", "id")
_ALL_TAGS = "tags_all"


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
        commands=commands(raw),
        reads=reads(raw),
    )


def _variable(raw: dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get("variables", {}).get(name, {}).get("value")
    return value if isinstance(value, dict) else {}


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
                address=address_of(item),
                type=item["type"],
                action=action,
                actions=actions,
                attributes=_attributes(change) if action in ("update", "replace") else (),
                before=_facts(item["type"], change, "before"),
                after=_facts(item["type"], change, "after"),
                previous_address=item.get("previous_address", ""),
                meaning=meaning_of(item),
                identity=_named(item["type"], change),
                import_id=str((change.get("importing") or {}).get("id") or ""),
            )
        )
    return found


def address_of(item: dict[str, Any]) -> str:
    """The address; of what a failed replacement left behind, with its key."""
    deposed = item.get("deposed")
    return f"{item['address']} (deposed {deposed})" if deposed else str(item["address"])


def _facts(kind: str, change: dict[str, Any], side: str) -> Facts | None:
    known = _masked(change, side)
    return None if known is None else {name: known[name] for name in judged(kind) if name in known}


def _masked(change: dict[str, Any], side: str) -> dict[str, Any] | None:
    values = change.get(side)
    if not isinstance(values, dict):
        return None
    unknown = change.get("after_unknown") if side == "after" else {}
    sensitive = either(change.get("before_sensitive"), change.get("after_sensitive"))
    known = masked(values, unknown, sensitive)
    return known if isinstance(known, dict) else dict.fromkeys(values, known)


def _named(kind: str, change: dict[str, Any]) -> dict[str, str]:
    """What names a resource; of its tags the name alone."""
    known = _masked(change, "after") or _masked(change, "before") or {}
    tags = known.get("tags")
    tagged = tags.get("Name") if isinstance(tags, dict) else None
    found = {name: known.get(name) for name in identifying(kind)} | {TAG: tagged}
    named = {name: naming(value) for name, value in found.items()}
    return {name: value for name, value in named.items() if value}


def _attributes(change: dict[str, Any]) -> tuple[AttributeChange, ...]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    later = {name for name in unknown if is_marked(unknown[name])}
    replacing = {path[0] for path in change.get("replace_paths", ()) if path}
    found = []
    for name in sorted({*before, *after, *later}):
        if name not in later and before.get(name) == after.get(name):
            continue
        if name in _FOLLOWING and name not in replacing:
            continue
        hidden = is_sensitive(change, name)
        found.append(
            AttributeChange(
                name,
                shown(name, before.get(name), sensitive=hidden),
                "(known after apply)"
                if name in later
                else shown(name, after.get(name), sensitive=hidden),
                name in replacing,
            )
        )
    leading = [each for each in found if each.name != _ALL_TAGS or each.forces_replacement]
    return tuple(leading or found)
