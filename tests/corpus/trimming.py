"""Plan JSON without what no rule looks at, and the way back to a whole plan."""

from __future__ import annotations

from typing import Any

from toolkit.domain.guardrails.attributes import judged

Json = dict[str, Any]
_MARKS = ("after_unknown", "before_sensitive", "after_sensitive")


def trimmed(plan: Json, baseline: Json | None = None) -> Json:
    """The judged part of a plan; what is as in the baseline is only named."""
    items = [_resource(item) for item in plan.get("resource_changes", ()) if _is_managed(item)]
    same = {} if baseline is None else _by_address(trimmed(baseline)["resource_changes"])
    kept = [item for item in items if same.get(item["address"]) != item]
    return {
        "terraform_version": plan["terraform_version"],
        "complete": plan.get("complete", True),
        "variables": {
            name: {"value": {key: value[key] for key in keys}}
            for name, keys in (("aws", ("account_id",)), ("artifact", ("key", "sha256")))
            if (value := plan["variables"][name]["value"])
        },
        "resource_changes": kept,
        "unchanged": sorted({item["address"] for item in items} - {i["address"] for i in kept}),
    }


def whole(plan: Json, baseline: Json) -> Json:
    """A trimmed plan with what it only names."""
    there = _by_address(baseline["resource_changes"])
    unchanged = [there[address] for address in plan["unchanged"]]
    return {**plan, "resource_changes": [*plan["resource_changes"], *unchanged]}


def _resource(item: Json) -> Json:
    change = item["change"]
    names = judged(item["type"])
    marks = {name: _picked(change.get(name), names) for name in _MARKS}
    result = {
        "address": item["address"],
        "mode": item["mode"],
        "type": item["type"],
        "change": {
            "actions": change["actions"],
            "before": _picked(change.get("before"), names),
            "after": _picked(change.get("after"), names),
            **{name: value for name, value in marks.items() if _is_marked(value)},
        },
    }
    if change.get("replace_paths"):
        result["change"]["replace_paths"] = change["replace_paths"]
    if "previous_address" in item:
        result["previous_address"] = item["previous_address"]
    return result


def _picked(value: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: value[name] for name in names if name in value}


def _is_marked(value: Any) -> bool:
    """Whether a mark is set anywhere; marks repeat the shape of the value, often all false."""
    if isinstance(value, dict):
        return any(_is_marked(item) for item in value.values())
    if isinstance(value, list):
        return any(_is_marked(item) for item in value)
    return value is True


def _is_managed(item: Json) -> bool:
    return bool(item["mode"] == "managed")


def _by_address(items: list[Json]) -> dict[str, Json]:
    return {item["address"]: item for item in items}
