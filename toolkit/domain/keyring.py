"""The keyring: salts with the instants from which they key pseudonyms."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime

SALT_BYTES = 32


@dataclass(frozen=True)
class KeyringEntry:
    """One salt; its bytes are in no `repr`."""

    id: str
    salt: bytes = field(repr=False)
    active_from: datetime
    """UTC; events collected from this instant on are keyed by this entry."""
    created_by: str


def secret_text(entries: tuple[KeyringEntry, ...]) -> str:
    """The secret's value: what the Lambda's runtime reads (`toolkit/runtime/keyring.py`).

    It holds the salts: hand it to Secrets Manager and to nothing else.
    """
    return json.dumps({"entries": [_values(entry) for entry in entries]})


def entry_id(instant: datetime) -> str:
    """Name of an entry that is made at an instant: it sorts by time and says nothing else."""
    return f"salt-{instant:%Y%m%dT%H%M%SZ}"


def _values(entry: KeyringEntry) -> dict[str, str]:
    return {
        "id": entry.id,
        "salt": base64.b64encode(entry.salt).decode(),
        "active_from": f"{entry.active_from:%Y-%m-%dT%H:%M:%SZ}",
        "created_by": entry.created_by,
    }
