"""Plan JSON without what no rule looks at, and the way back to a whole plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.attributes import judged

Json = dict[str, Any]
_MARKS = ("after_unknown", "before_sensitive", "after_sensitive")


def trimmed(plan: Json, baseline: Json | None = None) -> Json:
    """The judged part of a plan; what is as in the baseline is only named."""
    items = [_resource(item) for item in plan.get("resource_changes", ()) if _is_judged(item)]
    same = {} if baseline is None else _by_address(trimmed(baseline)["resource_changes"])
    read = list(_secrets(plan.get("prior_state", {}).get("values", {}).get("root_module", {})))
    programs = _module(plan.get("configuration", {}).get("root_module", {}))
    kept = [item for item in items if same.get(item["address"]) != item]
    return {
        "terraform_version": plan["terraform_version"],
        "complete": plan.get("complete", True),
        "variables": {
            name: {"value": {key: value[key] for key in keys}}
            for name, keys in (("aws", ("account_id",)), ("artifact", ("key", "sha256")))
            if (value := plan["variables"][name]["value"])
        },
        **({"configuration": {"root_module": programs}} if programs else {}),
        **({"prior_state": {"values": {"root_module": {"resources": read}}}} if read else {}),
        "resource_changes": kept,
        "unchanged": sorted({item["address"] for item in items} - {i["address"] for i in kept}),
    }


def whole(plan: Json, baseline: Json) -> Json:
    """A trimmed plan with what it only names."""
    there = _by_address(baseline["resource_changes"])
    unchanged = [there[address] for address in plan["unchanged"]]
    return {**plan, "resource_changes": [*plan["resource_changes"], *unchanged]}


def _module(module: Json) -> Json:
    """Of a module's configuration what runs programs, in it or in the modules that it calls."""
    ours = [
        {"address": each["address"], "mode": each["mode"], "type": each["type"]}
        | {"provisioners": [{"type": one["type"]} for one in each.get("provisioners", ())]}
        for each in module.get("resources", ())
        if each.get("provisioners") or each["type"] == "external"
    ]
    calls = module.get("module_calls", {}).items()
    called = {name: {"module": part} for name, each in calls if (part := _module(each["module"]))}
    return {
        **({"resources": ours} if ours else {}),
        **({"module_calls": called} if called else {}),
    }


def _secrets(module: Json) -> Iterator[Json]:
    """Data sources that read secrets, without what they have read."""
    for each in module.get("resources", ()):
        if _reads_secret(each):
            values = {"secret_id": each["values"].get("secret_id")}
            yield {**{name: each[name] for name in ("address", "mode", "type")}, "values": values}
    for child in module.get("child_modules", ()):
        yield from _secrets(child)


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


def _is_judged(item: Json) -> bool:
    return bool(item["mode"] == "managed") or _reads_secret(item)


def _reads_secret(item: Json) -> bool:
    return (item["mode"], item["type"]) == ("data", "aws_secretsmanager_secret_version")


def _by_address(items: list[Json]) -> dict[str, Json]:
    return {item["address"]: item for item in items}
