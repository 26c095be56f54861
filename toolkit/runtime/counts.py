"""What one invocation saw, as numbers that name no event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Counts:
    """Counters of one invocation.

    Records: `ok`, `dropped` (empty), `malformed`, `over_budget`, `unexpected` (a bug here). Lines,
    columns, schemas and JSON documents within them; ids of the salts used; kinds of exceptions.
    """

    ok: int = 0
    dropped: int = 0
    malformed: int = 0
    over_budget: int = 0
    unexpected: int = 0
    lines: int = 0
    columns_emptied: int = 0
    unknown_schemas: int = 0
    unparsed_json: int = 0
    salt_ids: set[str] = field(default_factory=set)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """Records answered `ProcessingFailed`, for whatever reason."""
        return self.malformed + self.over_budget + self.unexpected
