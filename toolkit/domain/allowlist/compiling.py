"""Compiles an allowlist into the rules that travel in the artifact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from toolkit.domain.allowlist.checking import breaches
from toolkit.domain.allowlist.model import Allowlist
from toolkit.domain.allowlist.patterns import schema_pattern
from toolkit.errors import Refused
from toolkit.runtime.fields import FIELDS, Field

RULES_VERSION = 1
"""Format of the compiled rules; the runtime refuses any other."""

NarrowColumns = Literal["empty", "hash"]
"""What becomes of string columns too narrow for a pseudonym."""


def compile_rules(allowlist: Allowlist, narrow_columns: NarrowColumns) -> dict[str, Any]:
    """The rules as JSON values, the same for allowlists that allow the same.

    Reasons and the order of entries do not show. Raises Refused if the allowlist is not fit for
    use, which `read` would have told with places.
    """
    wrong = tuple(breach.sentence for breach in breaches(allowlist))
    if wrong:
        raise Refused("the allowlist cannot be compiled", details=wrong)
    return {
        "version": RULES_VERSION,
        "columns": {field.name: treatment(allowlist, field, narrow_columns) for field in FIELDS},
        "schemas": sorted(_schema_rules(allowlist), key=lambda rule: tuple(rule.values())),
    }


def treatment(allowlist: Allowlist, field: Field, narrow_columns: NarrowColumns) -> str:
    """What happens to a column: keep, hash, empty, or json (property by property)."""
    if field.type == "json":
        return "json"
    if field.name in allowlist.columns:
        return "keep"
    narrow = field.type == "string" and narrow_columns == "hash"
    return "hash" if field.holds_pseudonym or narrow else "empty"


def _schema_rules(allowlist: Allowlist) -> Iterator[dict[str, Any]]:
    for entry in allowlist.schemas:
        if (pattern := schema_pattern(entry.schema_)) is not None:
            yield {**pattern._asdict(), "paths": sorted(entry.paths)}
