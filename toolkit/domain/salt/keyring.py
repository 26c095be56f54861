"""The keyring: salts with the instants from which they key pseudonyms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

SALT_BYTES = 32
"""Bytes of a salt: as many as its hash gives out (RFC 2104, section 3)."""

Why = Literal["rolled back", "retired"]


@dataclass(frozen=True)
class Bridge:
    """A window in which events carry their pseudonyms under an older salt as well."""

    old_id: str
    columns: tuple[str, ...]
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class KeyringEntry:
    """One salt; its bytes are in no `repr`."""

    id: str
    salt: bytes = field(repr=False)
    active_from: datetime
    """UTC; events collected from this instant on are keyed by this entry."""
    created_by: str
    restores: str | None = None
    """Id of the older entry whose salt this one brings back."""
    bridge: Bridge | None = None


@dataclass(frozen=True)
class RemovedEntry:
    """What is known of an entry whose salt is gone."""

    id: str
    active_from: datetime
    until: datetime | None
    """When the next entry took over; None for one that never became active."""
    removed_at: datetime
    removed_by: str
    why: Why
    reason: str = ""


@dataclass(frozen=True)
class Keyring:
    """Entries, the oldest first and never none; and what has been removed."""

    entries: tuple[KeyringEntry, ...]
    removed: tuple[RemovedEntry, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the entries, the oldest first."""
        return tuple(entry.id for entry in self.entries)

    @property
    def newest(self) -> KeyringEntry:
        """The last entry."""
        return self.entries[-1]

    def active(self, instant: datetime) -> KeyringEntry:
        """The entry that keys events of an instant; the first one for all older events."""
        started = [entry for entry in self.entries if entry.active_from <= instant]
        return started[-1] if started else self.entries[0]

    def scheduled(self, instant: datetime) -> KeyringEntry | None:
        """The entry that will become active after an instant; None where none waits."""
        waiting = len(self.entries) > 1 and self.newest.active_from > instant
        return self.newest if waiting else None

    def entry(self, identity: str) -> KeyringEntry | None:
        """The entry of an id."""
        return next((entry for entry in self.entries if entry.id == identity), None)

    def removal(self, identity: str) -> RemovedEntry | None:
        """What is known of a removed entry."""
        return next((gone for gone in self.removed if gone.id == identity), None)

    def until(self, identity: str) -> datetime | None:
        """When the entry after this one takes over; None for the newest."""
        later = self.entries[self.ids.index(identity) + 1 :]
        return later[0].active_from if later else None

    def before(self, identity: str) -> KeyringEntry | None:
        """The entry that was active before this one."""
        place = self.ids.index(identity)
        return self.entries[place - 1] if place else None


def entry_id(instant: datetime, taken: frozenset[str] = frozenset()) -> str:
    """Name of an entry that is made at an instant: it sorts by time and says nothing else."""
    name = f"salt-{instant:%Y%m%dT%H%M%SZ}"
    number = 2
    unique = name
    while unique in taken:
        unique = f"{name}-{number}"
        number += 1
    return unique


def ids_ever(keyring: Keyring) -> frozenset[str]:
    """Ids that must not be given again."""
    return frozenset(keyring.ids) | {gone.id for gone in keyring.removed}
