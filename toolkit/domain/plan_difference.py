"""How two plans differ, resource by resource, without a value that nobody should see."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.domain.plan import AttributeChange, Change, Plan


def plan_differences(reviewed: Plan, now: Plan) -> Iterator[str]:
    """A line for each resource with which the plans do not do the same."""
    old = {change.address: change for change in reviewed.changes}
    new = {change.address: change for change in now.changes}
    for address in sorted(old.keys() | new.keys()):
        if address not in new:
            yield f"- {address}: {old[address].action}, no longer needed"
        elif address not in old:
            yield f"+ {address}: {new[address].action}, which nobody has reviewed"
        elif old[address].meaning != new[address].meaning:
            yield f"~ {address}: {_difference(old[address], new[address])}"
    if reviewed.outputs_changed != now.outputs_changed:
        yield "~ outputs"


def _difference(reviewed: Change, now: Change) -> str:
    if reviewed.action != now.action:
        return f"{now.action} instead of {reviewed.action}"
    old = {each.name: each for each in reviewed.attributes}
    new = {each.name: each for each in now.attributes}
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    parts = [f"{name} {_step(new.get(name))}, reviewed {_step(old.get(name))}" for name in names]
    return "; ".join(parts) or "the same action on other values"


def _step(attribute: AttributeChange | None) -> str:
    if attribute is None:
        return "unchanged"
    return f"{attribute.before or '(none)'} -> {attribute.after or '(none)'}"
