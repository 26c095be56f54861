"""Keeps what belongs to a salt, for the few salts in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .instants import of_milliseconds, sortable
from .keyring import Entry, Keyring

T = TypeVar("T")

IN_USE = 2
"""Salts whose pseudonyms are remembered: around a rotation there are two."""


class PerSalt(Generic[T]):
    """Makes a thing for a salt when it is first needed and keeps it for the last few salts."""

    def __init__(self, make: Callable[[Entry], T]) -> None:
        self._make = make
        self._made: dict[Entry, T] = {}
        self._last: tuple[Entry, T] | None = None

    def of(self, entry: Entry) -> T:
        """The thing of a keyring's entry."""
        if self._last is not None and self._last[0] is entry:
            return self._last[1]
        thing = self._made.pop(entry, None)
        if thing is None:
            thing = self._make(entry)
            while len(self._made) >= IN_USE:
                del self._made[next(iter(self._made))]
        self._made[entry] = thing
        self._last = (entry, thing)
        return thing


def entry_for(keyring: Keyring, time: str, arrival: float) -> Entry:
    """The entry for an event's own time, or where that is no instant, for its arrival.

    `arrival` is in milliseconds since 1970. With a single entry nothing has to be read.
    """
    if len(keyring.entries) == 1:
        return keyring.entries[0]
    instant = sortable(time) or of_milliseconds(arrival)
    return keyring.entry_at(instant) if instant else keyring.entries[-1]
