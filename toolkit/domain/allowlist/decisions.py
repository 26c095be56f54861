"""Says what happens to one column or property, and why."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.allowlist.compiling import NarrowColumns, treatment
from toolkit.domain.allowlist.model import Allowlist, Entry
from toolkit.domain.allowlist.patterns import schema_pattern
from toolkit.domain.allowlist.reasons import why_not
from toolkit.runtime.fields import FIELDS, POSITIONS


@dataclass(frozen=True)
class Decision:
    """What happens to a value: `keep`, `hash`, `empty` or `json`; why; by which schema pattern."""

    treatment: str
    reason: str
    pattern: str = ""


def column_decision(
    allowlist: Allowlist, name: str, narrow_columns: NarrowColumns = "empty"
) -> Decision:
    """What happens to a column; raises KeyError for a name that is none."""
    field = FIELDS[POSITIONS[name]]
    entry = allowlist.columns.get(name)
    reason = why_not(name) if entry is None else entry.reason
    return Decision(treatment(allowlist, field, narrow_columns), reason)


def path_decision(allowlist: Allowlist, schema: str, path: str) -> Decision | None:
    """What happens to a string or number at a path of a schema; None for an unknown schema.

    `schema` is `iglu:vendor/name/jsonschema/1-0-0`, also without `iglu:`. Booleans that are not
    kept become null, which no treatment here says.
    """
    covering = [
        entry for entry in allowlist.schemas if _covers(entry.schema_, schema.removeprefix("iglu:"))
    ]
    if not covering:
        return None
    for entry in covering:
        allowed: Entry | None = entry.paths.get(path)
        if allowed is not None:
            return Decision("keep", allowed.reason, entry.schema_)
    return Decision("hash", "", covering[0].schema_)


def _covers(pattern: str, schema: str) -> bool:
    wanted, given = schema_pattern(pattern), schema_pattern(schema)
    if wanted is None or given is None or wanted[:2] != given[:2]:
        return False
    numbers = zip(wanted.version.split("-"), given.version.split("-"), strict=True)
    return all(number in ("*", other) for number, other in numbers)
