"""Taking a rotation back: before it becomes active, or by bringing the older salt back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.domain.salt.keyring import (
    Keyring,
    KeyringEntry,
    RemovedEntry,
    entry_id,
    ids_ever,
)
from toolkit.errors import Refused


@dataclass(frozen=True)
class BrokenJoins:
    """Two epochs whose pseudonyms of the same value differ."""

    old_id: str
    new_id: str
    since: datetime

    def sentence(self) -> str:
        """What cannot be joined, for the person who decides."""
        return (
            f"events since {instant_text(self.since)} carry pseudonyms of {self.new_id}; "
            f"they will join neither with earlier events nor with those after the return "
            f"to {self.old_id}"
        )


def check_in_time(waiting: KeyringEntry, now: datetime, lead: timedelta) -> None:
    """Raises Refused where a function could still use the waiting entry after its removal."""
    left = waiting.active_from - now
    if left < lead:
        raise Refused(
            f"{waiting.id} becomes active in {duration_text(left)}, too soon to be removed",
            details=(
                f"a function may use the keyring that it holds for {duration_text(lead)}",
                "its events would carry pseudonyms of a salt that nobody has",
            ),
            hint="let it become active, then see `snowops salt rollback --help`",
        )


def unscheduled(keyring: Keyring, now: datetime, by: str, reason: str) -> Keyring:
    """The keyring without its newest entry, which never became active."""
    gone = RemovedEntry(
        id=keyring.newest.id,
        active_from=keyring.newest.active_from,
        until=None,
        removed_at=now,
        removed_by=by,
        why="rolled back",
        reason=reason,
    )
    return Keyring(keyring.entries[:-1], (*keyring.removed, gone))


def broken_joins(keyring: Keyring, now: datetime) -> BrokenJoins:
    """What returning to the older salt would break; raises Refused where there is none."""
    active = keyring.active(now)
    older = keyring.before(active.id)
    if older is None:
        raise Refused(
            f"{active.id} is the only salt: there is nothing to go back to",
            hint="`snowops salt status` shows what there is",
        )
    return BrokenJoins(older.restores or older.id, active.id, active.active_from)


def restored(keyring: Keyring, now: datetime, active_from: datetime, by: str) -> Keyring:
    """The keyring with a new entry that brings back the salt before the active one.

    Nothing is removed: the events in between stay reproducible under their own entry.
    """
    active = keyring.active(now)
    older = keyring.before(active.id)
    if older is None:
        raise ValueError("there is no older entry")
    entry = KeyringEntry(
        id=entry_id(now, ids_ever(keyring)),
        salt=older.salt,
        active_from=active_from,
        created_by=by,
        restores=older.restores or older.id,
    )
    return replace(keyring, entries=(*keyring.entries, entry))
