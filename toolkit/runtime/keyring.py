"""The keyring: which salt applies to which instant, parsed from the secret's JSON."""

from __future__ import annotations

import binascii
import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from .instants import of_iso

SALT_BYTES = 32
"""Bytes of a salt: as many as its hash gives out (RFC 2104, section 3)."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class KeyringError(Exception):
    """No valid keyring can be had. The message never holds a byte of a salt."""


@dataclass(frozen=True)
class Bridge:
    """An older salt under which a few columns are pseudonymized as well, for a while.

    Instants are sortable text, UTC.
    """

    old_id: str
    columns: tuple[str, ...]
    starts: str
    ends: str
    salt: bytes = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """A salt, its id, and the instant (sortable text, UTC) from which it applies."""

    id: str
    active_from: str
    salt: bytes = field(repr=False)
    bridge: Bridge | None = field(default=None, repr=False, hash=False)


@dataclass(frozen=True)
class Keyring:
    """Entries, the oldest first; never empty."""

    entries: tuple[Entry, ...]

    @property
    def ids(self) -> list[str]:
        """The ids of all entries, the oldest first."""
        return [entry.id for entry in self.entries]

    @property
    def bridged(self) -> list[str]:
        """The ids of the entries that have a bridge."""
        return [entry.id for entry in self.entries if entry.bridge is not None]

    def entry_at(self, instant: str) -> Entry:
        """The entry that applies at an instant (sortable text).

        What is older than every entry gets the first one: the only salt under which events of
        before the keyring can be joined with the events that followed.
        """
        starts = [entry.active_from for entry in self.entries]
        return self.entries[max(bisect_right(starts, instant) - 1, 0)]


def parse(text: str) -> Keyring:
    """The keyring in a secret's text; raises KeyringError naming the entry that is wrong.

    Keys that it does not know are left to those who wrote them.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise KeyringError("the keyring is not JSON") from None
    listed = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(listed, list) or not listed:
        raise KeyringError("the keyring has no entries")
    entries = tuple(_entry(number, values) for number, values in enumerate(listed, start=1))
    _check_order(entries)
    salts = {entry.id: entry.salt for entry in entries}
    return Keyring(
        tuple(
            replace(entry, bridge=_bridge(values.get("bridge"), salts))
            for entry, values in zip(entries, listed, strict=True)
        )
    )


def _entry(number: int, values: Any) -> Entry:
    if not isinstance(values, dict):
        raise KeyringError(f"entry {number} of the keyring is no object")
    identity = values.get("id")
    if not isinstance(identity, str) or not _ID.fullmatch(identity):
        raise KeyringError(f"entry {number} of the keyring has no id of letters, digits and ._-")
    active_from = values.get("active_from")
    start = of_iso(active_from) if isinstance(active_from, str) else None
    if start is None:
        raise KeyringError(
            f"entry {number} of the keyring has no instant with a zone in active_from"
        )
    return Entry(identity, start, _salt(number, values.get("salt")))


def _bridge(values: Any, salts: dict[str, bytes]) -> Bridge | None:
    """The bridge of an entry; one that makes no sense is none, for it only adds to events."""
    if not isinstance(values, dict):
        return None
    old_id, columns = values.get("old_id"), values.get("columns")
    starts, ends = (of_iso(str(values.get(name))) for name in ("starts", "ends"))
    salt = salts.get(old_id) if isinstance(old_id, str) else None
    if salt is None or starts is None or ends is None or not isinstance(columns, list):
        return None
    return Bridge(str(old_id), tuple(map(str, columns)), starts, ends, salt)


def _salt(number: int, encoded: Any) -> bytes:
    try:
        salt = binascii.a2b_base64(encoded, strict_mode=True) if isinstance(encoded, str) else b""
    except ValueError:
        salt = b""
    if len(salt) != SALT_BYTES:
        raise KeyringError(f"the salt of entry {number} is not base64 of {SALT_BYTES} bytes")
    if len(set(salt)) == 1:
        raise KeyringError(f"the salt of entry {number} is one byte repeated, not a random salt")
    return salt


def _check_order(entries: tuple[Entry, ...]) -> None:
    if len({entry.id for entry in entries}) < len(entries):
        raise KeyringError("two entries of the keyring have the same id")
    starts = [entry.active_from for entry in entries]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise KeyringError("the entries of the keyring are not in the order of their active_from")
