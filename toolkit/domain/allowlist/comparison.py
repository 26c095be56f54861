"""What two sets of compiled rules let through differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RulesChange:
    """What passes now and did not, and what no longer does; columns and `schema:path` names."""

    passes_now: tuple[str, ...]
    passes_no_more: tuple[str, ...]
    treated_otherwise: tuple[str, ...]
    """Columns that neither kept nor keep their value, but went from empty to hash or back."""

    @property
    def grew(self) -> bool:
        """Whether anything passes that did not."""
        return bool(self.passes_now)


def compare_rules(before: Mapping[str, Any], after: Mapping[str, Any]) -> RulesChange:
    """Compares compiled rules (`compile_rules`), an artifact's with another's.

    A schema pattern counts by its text: the same path under a wider pattern is a new one.
    """
    old, new = _passing(before), _passing(after)
    old_columns, new_columns = before["columns"], after["columns"]
    otherwise = [
        name
        for name in new_columns
        if old_columns.get(name) != new_columns[name] and name not in old | new
    ]
    return RulesChange(
        tuple(name for name in new if name not in old),
        tuple(name for name in old if name not in new),
        tuple(otherwise),
    )


def _passing(rules: Mapping[str, Any]) -> dict[str, None]:
    """Everything that passes, in the order of the rules."""
    names = [name for name, treatment in rules["columns"].items() if treatment == "keep"]
    for rule in rules["schemas"]:
        pattern = f"{rule['vendor']}/{rule['name']}/jsonschema/{rule['version']}"
        names += [f"{pattern}:{path}" for path in rule["paths"]]
    return dict.fromkeys(names)
