"""Forgetting a salt for good, once no event that it keyed is kept any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.domain.salt.keyring import Keyring, KeyringEntry, RemovedEntry
from toolkit.errors import ConfigError, Refused


@dataclass(frozen=True)
class Epoch:
    """The event times that an entry keys; `starts` is None for the first, which keys all before."""

    id: str
    starts: datetime | None
    until: datetime

    def sentence(self) -> str:
        """Which dates become unlinkable."""
        since = f"from {instant_text(self.starts)} " if self.starts else ""
        return (
            f"events {since}until {instant_text(self.until)} become unlinkable: nobody can compute "
            f"the pseudonyms of {self.id} again, for a join, a deletion request or a replay"
        )


def retirable(keyring: Keyring, identity: str, now: datetime, retention: timedelta) -> Epoch:
    """The epoch that retiring an entry makes unlinkable; raises ConfigError or Refused."""
    entry = keyring.entry(identity)
    if entry is None:
        known = ", ".join(keyring.ids)
        raise ConfigError(f"the keyring has no entry {identity}", hint=f"it has {known}")
    until = keyring.until(identity)
    if until is None or until > now:
        raise Refused(
            f"{identity} keys events of now or later",
            hint="rotate first; see `snowops salt rotate`",
        )
    if keyring.before(identity) is not None:
        raise Refused(
            f"{keyring.ids[0]} is older than {identity}",
            details=("without it, events of its time would be keyed by the entry before it",),
            hint=f"retire {keyring.ids[0]} first",
        )
    _check_shared(keyring, entry)
    _check_age(identity, until, now, retention)
    started = None if not _had_older(keyring) else entry.active_from
    return Epoch(identity, started, until)


def retired(keyring: Keyring, epoch: Epoch, now: datetime, by: str, reason: str) -> Keyring:
    """The keyring without an entry, and without the bridges that led to it."""
    entry = keyring.entry(epoch.id)
    if entry is None:
        raise ValueError(f"there is no entry {epoch.id}")
    gone = RemovedEntry(
        id=epoch.id,
        active_from=entry.active_from,
        until=epoch.until,
        removed_at=now,
        removed_by=by,
        why="retired",
        reason=reason,
    )
    kept = tuple(_unbridged(each, epoch.id) for each in keyring.entries if each.id != epoch.id)
    return Keyring(kept, (*keyring.removed, gone))


def _check_shared(keyring: Keyring, entry: KeyringEntry) -> None:
    shared = [each.id for each in keyring.entries if each is not entry and each.salt == entry.salt]
    if shared:
        raise Refused(
            f"{shared[0]} brought the salt of {entry.id} back, so it would not be forgotten",
            hint="rotate, and retire both once their events are gone",
        )


def _check_age(identity: str, until: datetime, now: datetime, retention: timedelta) -> None:
    left = until + retention - now
    if left > timedelta(0):
        raise Refused(
            f"events keyed by {identity} are kept for another {duration_text(left)}",
            details=(f"the last of them are of {instant_text(until)}",),
            hint="wait, or correct salt.warehouse_retention_days and storage.retention_days",
        )


def _had_older(keyring: Keyring) -> bool:
    return any(gone.why == "retired" for gone in keyring.removed)


def _unbridged(entry: KeyringEntry, identity: str) -> KeyringEntry:
    leads_there = entry.bridge is not None and entry.bridge.old_id == identity
    return replace(entry, bridge=None) if leads_there else entry
