"""What an allowlist lets pass, and under which of its keys it says so."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.allowlist.model import Allowlist
from toolkit.domain.allowlist.patterns import SchemaPattern, schema_pattern
from toolkit.domain.position import KeyPath


@dataclass(frozen=True, order=True)
class Passing:
    """A column; or a property path, with the schemas that it is of."""

    name: str
    schema: SchemaPattern | None = None


def key_of(passing: Passing, allowlist: Allowlist) -> KeyPath | None:
    """The key that lets it pass; None where none does."""
    if passing.schema is None:
        return ("columns", passing.name) if passing.name in allowlist.columns else None
    for index, entry in enumerate(allowlist.schemas):
        if schema_pattern(entry.schema_) == passing.schema and passing.name in entry.paths:
            return ("schemas", index, "paths", passing.name)
    return None
