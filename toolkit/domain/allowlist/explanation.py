"""What happens to a column, a schema or one property of it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from toolkit.domain.allowlist.compiling import NarrowColumns
from toolkit.domain.allowlist.decisions import column_decision, path_decision
from toolkit.domain.allowlist.model import Allowlist
from toolkit.domain.allowlist.patterns import schema_pattern
from toolkit.errors import ConfigError
from toolkit.runtime.fields import NAMES, POSITIONS

UNKNOWN_SCHEMA = "no entry of the allowlist covers this schema: every leaf is pseudonymized"


@dataclass(frozen=True)
class Explanation:
    """One attribute, what happens to it, and why."""

    what: str
    treatment: str
    reason: str


def explain(
    allowlist: Allowlist, what: str, narrow_columns: NarrowColumns
) -> tuple[Explanation, ...]:
    """Explains a column (`user_id`), a schema, or a property (`vendor/name/...:plan`).

    Raises ConfigError for a name that is none of them.
    """
    if what in POSITIONS:
        decision = column_decision(allowlist, what, narrow_columns)
        return (Explanation(what, decision.treatment, decision.reason),)
    schema, _, path = what.removeprefix("iglu:").partition(":")
    if schema_pattern(schema) is None:
        near = get_close_matches(what, NAMES, n=1)
        raise ConfigError(
            f"'{what}' is no column of an enriched event and no schema",
            hint=f"did you mean '{near[0]}'?"
            if near
            else "a schema reads vendor/name/jsonschema/1-0-0",
        )
    if path:
        return (_property(allowlist, schema, path),)
    return _schema(allowlist, schema)


def _property(allowlist: Allowlist, schema: str, path: str) -> Explanation:
    decision = path_decision(allowlist, schema, path)
    if decision is None:
        return Explanation(f"{schema}:{path}", "hash", UNKNOWN_SCHEMA)
    beyond = "" if decision.treatment == "keep" else f"not among the paths of {decision.pattern}"
    return Explanation(f"{schema}:{path}", decision.treatment, decision.reason or beyond)


def _schema(allowlist: Allowlist, schema: str) -> tuple[Explanation, ...]:
    if path_decision(allowlist, schema, "") is None:
        return (Explanation(schema, "hash", UNKNOWN_SCHEMA),)
    paths = {path for entry in allowlist.schemas for path in entry.paths}
    found = [_property(allowlist, schema, path) for path in sorted(paths)]
    kept = [item for item in found if item.treatment == "keep"]
    rest = Explanation(f"{schema}: everything else", "hash", "not among the paths that may pass")
    return (*kept, rest)
