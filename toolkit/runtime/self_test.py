"""Proves on demand that this function reads its keyring and computes what it should."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .instants import sortable
from .keyring import Keyring
from .pseudonyms import Hmac

_REQUEST = "self-test"

# RFC 4231, test case 2.
_KEY, _MESSAGE = b"Jefe", b"what do ya want for nothing?"
_EXPECTED = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def is_self_test(event: Mapping[str, Any]) -> bool:
    """Whether an event asks for a self-test instead of bringing records."""
    return event.get("snowops") == _REQUEST


def report(
    keyring: Keyring, rules_digest: str, kind: str, codec: str, now: float
) -> dict[str, Any]:
    """What the function has and whether it computes right; ids only, of a keyring just read."""
    instant = sortable(datetime.fromtimestamp(now, UTC).isoformat()) or ""
    return {
        "keyring": {
            "ids": keyring.ids,
            "bridged": keyring.bridged,
            "active": keyring.entry_at(instant).id,
            "hmac_vector_ok": vectors_hold(keyring),
        },
        "rules_digest": rules_digest,
        "event_kind": kind,
        "codec": codec,
    }


def vectors_hold(keyring: Keyring) -> bool:
    """Whether a published vector holds, and under each salt what the standard library computes."""
    own = [
        Hmac(entry.salt).of(_MESSAGE) == hmac.new(entry.salt, _MESSAGE, "sha256").hexdigest()
        for entry in keyring.entries
    ]
    return Hmac(_KEY).of(_MESSAGE) == _EXPECTED and all(own)
