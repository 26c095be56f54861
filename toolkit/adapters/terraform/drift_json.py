"""The JSON of a plan -> what was changed outside Terraform, and all around it.

`resource_drift` holds what differs, `prior_state` everything as AWS has it now (Terraform
documentation, "JSON Output Format").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from toolkit.adapters.terraform.differences import differ, differences
from toolkit.adapters.terraform.masking import either, masked
from toolkit.adapters.terraform.plan_json import address_of
from toolkit.adapters.terraform.shown import is_sensitive, shown
from toolkit.domain.drift.attributes import looked_at
from toolkit.domain.plan import AttributeChange, Change, Facts, Plan


def parse_drift(text: str) -> Plan:
    """What changed outside Terraform; `unchanged` is all the rest."""
    raw = json.loads(text)
    drift = tuple(_drift(item) for item in raw.get("resource_drift", ()) if _is_real(item))
    drifted = {change.address for change in drift}
    now = raw.get("prior_state", {}).get("values", {}).get("root_module", {})
    there = tuple(_kept(item) for item in _resources(now) if item["address"] not in drifted)
    return Plan(raw.get("terraform_version", ""), drift, unchanged=there)


def _is_real(item: dict[str, Any]) -> bool:
    change = item["change"]
    if item.get("mode") == "data" or change["actions"] == ["no-op"]:
        return False
    return change["actions"] == ["delete"] or differ(change["before"], change["after"])


def _drift(item: dict[str, Any]) -> Change:
    change = item["change"]
    gone = change["actions"] == ["delete"]
    marks = either(change.get("before_sensitive"), change.get("after_sensitive"))
    return Change(
        address=address_of(item),
        type=item["type"],
        action="delete" if gone else "update",
        actions=tuple(change["actions"]),
        attributes=() if gone else tuple(_attributes(change)),
        before=_facts(item["type"], change["before"], marks),
        after=_facts(item["type"], change["after"], marks),
    )


def _attributes(change: dict[str, Any]) -> Iterator[AttributeChange]:
    before, after = change["before"] or {}, change["after"] or {}
    for name in sorted({*before, *after}):
        if is_sensitive(change, name):
            if differ(before.get(name), after.get(name)):
                yield _attribute(name, before.get(name), after.get(name), sensitive=True)
            continue
        for path, old, new in differences(before.get(name), after.get(name), name):
            yield _attribute(path, old, new, sensitive=False)


def _attribute(path: str, before: Any, after: Any, *, sensitive: bool) -> AttributeChange:
    old, new = (shown(path, side, sensitive=sensitive) for side in (before, after))
    return AttributeChange(path, old, new)


def _resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (item for item in module.get("resources", ()) if item["mode"] == "managed")
    for child in module.get("child_modules", ()):
        yield from _resources(child)


def _kept(item: dict[str, Any]) -> Change:
    facts = _facts(item["type"], item["values"], item.get("sensitive_values"))
    return Change(
        address=address_of(item),
        type=item["type"],
        action="keep",
        actions=("no-op",),
        before=facts,
        after=facts,
    )


def _facts(kind: str, values: Any, sensitive: Any) -> Facts | None:
    if not isinstance(values, dict):
        return None
    known = masked(values, None, sensitive)
    if not isinstance(known, dict):
        known = dict.fromkeys(values, known)
    return {name: known[name] for name in looked_at(kind) if name in known}
