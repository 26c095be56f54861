"""The lock on a state: who holds it, since when, for what."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class StateLock:
    """A lock as Terraform writes it down; what it did not write down is empty."""

    id: str
    operation: str
    who: str
    """`user@host`."""
    created: datetime | None
    version: str
    """Of Terraform."""
    info: str
    path: str
    """Where the state is."""
    mark: str = field(default="", repr=False)
    """What tells this very lock from one that is taken later (the object's ETag)."""

    @property
    def user(self) -> str:
        """Who holds it, without the host."""
        return self.who.rpartition("@")[0]

    @property
    def host(self) -> str:
        """The machine of whoever holds it."""
        return self.who.rpartition("@")[2] if "@" in self.who else ""

    @property
    def readable(self) -> bool:
        """Whether it says which lock it is; a write that was cut short does not."""
        return bool(self.id)


def read_lock(text: str, *, mark: str = "", since: datetime | None = None) -> StateLock:
    """The lock in a text of Terraform's; a damaged one is still a lock, of nobody known.

    `since`: when it was written, where the text does not say so.
    """
    try:
        found = json.loads(text)
    except ValueError:
        found = {}
    values = found if isinstance(found, dict) else {}

    def value(name: str) -> str:
        return str(values.get(name) or "")

    return StateLock(
        id=value("ID"),
        operation=value("Operation"),
        who=value("Who"),
        created=_instant(value("Created")) or since,
        version=value("Version"),
        info=value("Info"),
        path=value("Path"),
        mark=mark,
    )


def same_lock(one: StateLock, other: StateLock) -> bool:
    """Whether two looks have seen one lock."""
    return (one.id, one.mark) == (other.id, other.mark)


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
        return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
