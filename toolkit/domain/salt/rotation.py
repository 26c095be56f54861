"""A new salt from one instant on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from toolkit.domain.salt.instants import duration_text, whole_second_after
from toolkit.domain.salt.keyring import Keyring, KeyringEntry, entry_id, ids_ever
from toolkit.errors import ConfigError

MARGIN = timedelta(seconds=60)
"""Added to what caches need: for the steps of the rotation itself, and for clocks."""

LONGEST = timedelta(days=90)
"""A rotation further ahead than this is a typing error."""


def lead_time(cache_seconds: int) -> timedelta:
    """Shortest time between storing an entry and its becoming active.

    A warm function uses a keyring for at most twice its cache time (`runtime/keyring_cache.py`),
    so an entry that waits longer than that starts everywhere at the same event time.
    """
    return 2 * timedelta(seconds=cache_seconds) + MARGIN


def activation(now: datetime, wanted: timedelta | None, lead: timedelta) -> datetime:
    """The instant at which a new entry becomes active; raises ConfigError for a bad wish.

    Where nothing is wished it is twice the lead, so that there is time to roll it back.
    """
    chosen = 2 * lead if wanted is None else wanted
    if chosen < lead:
        raise ConfigError(
            f"{duration_text(chosen)} is too soon: functions may still use the keyring of now",
            details=(f"twice their cache time and a margin are {duration_text(lead)}",),
            hint=f"give --activate-in {_typed(lead)} or more",
        )
    if chosen > LONGEST:
        raise ConfigError(
            f"{duration_text(chosen)} is too far ahead",
            hint=f"give --activate-in {duration_text(LONGEST)} or less",
        )
    return whole_second_after(now + chosen)


def first_keyring(salt: bytes, now: datetime, by: str) -> Keyring:
    """A keyring of one entry, which keys every event."""
    start = now.replace(microsecond=0)
    return Keyring((KeyringEntry(entry_id(start), salt, start, by),))


def rotated(
    keyring: Keyring, salt: bytes, now: datetime, active_from: datetime, by: str
) -> Keyring:
    """The keyring with one entry more; none may be waiting already."""
    entry = KeyringEntry(entry_id(now, ids_ever(keyring)), salt, active_from, by)
    return replace(keyring, entries=(*keyring.entries, entry))


def _typed(duration: timedelta) -> str:
    """A duration as one number that `--activate-in` takes."""
    seconds = round(duration.total_seconds())
    return f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
