"""A keyring for one run, kept nowhere."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime

from toolkit.domain.salt.keyring import SALT_BYTES, Keyring, KeyringEntry
from toolkit.domain.salt.secret_text import write_keyring


@dataclass(frozen=True)
class ThrowawayKeyring:
    """The secret's text, and its salt in the forms in which it could be printed."""

    text: str = field(repr=False)
    salt_forms: tuple[str, ...] = field(repr=False)


def throwaway_keyring() -> ThrowawayKeyring:
    """A keyring with one new salt for all times."""
    salt = os.urandom(SALT_BYTES)
    since = datetime(1970, 1, 1, tzinfo=UTC)
    entry = KeyringEntry(id="throwaway", salt=salt, active_from=since, created_by="snowops")
    text = write_keyring(Keyring((entry,)))
    return ThrowawayKeyring(text, (base64.b64encode(salt).decode(), salt.hex()))
