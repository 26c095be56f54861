"""A keyring for one run, kept nowhere."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from toolkit.domain.salt.keyring import SALT_BYTES, Keyring, KeyringEntry
from toolkit.domain.salt.secret_text import write_keyring


def throwaway_keyring() -> str:
    """The secret's text of a keyring with one new salt for all times."""
    since = datetime(1970, 1, 1, tzinfo=UTC)
    salt = os.urandom(SALT_BYTES)
    entry = KeyringEntry(id="throwaway", salt=salt, active_from=since, created_by="snowops")
    return write_keyring(Keyring((entry,)))
