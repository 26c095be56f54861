"""The secret's value: the keyring as JSON, which `toolkit/runtime/keyring.py` reads."""

from __future__ import annotations

import base64
import binascii
import json
import re
from itertools import pairwise
from typing import Any, get_args

from toolkit.domain.salt.instants import instant_text, read_instant
from toolkit.domain.salt.keyring import (
    SALT_BYTES,
    Bridge,
    Keyring,
    KeyringEntry,
    RemovedEntry,
    Why,
)

LARGEST = 65_536
"""Bytes that a secret can hold (Secrets Manager user guide, "Secrets Manager quotas")."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KEYS = {"entries", "removed"}
_ENTRY = {"id", "salt", "active_from", "created_by", "restores", "bridge"}
_REMOVED = {"id", "active_from", "until", "removed_at", "removed_by", "why", "reason"}
_BRIDGE = {"old_id", "columns", "starts", "ends"}


class NoKeyring(ValueError):
    """A text is no keyring. The message says why and quotes nothing of it."""


def write_keyring(keyring: Keyring) -> str:
    """The secret's value. It holds the salts: hand it to Secrets Manager and to nothing else."""
    document: dict[str, Any] = {"entries": [_entry_values(entry) for entry in keyring.entries]}
    if keyring.removed:
        document["removed"] = [_removed_values(gone) for gone in keyring.removed]
    return json.dumps(document)


def read_keyring(text: str) -> Keyring:
    """The keyring in a secret's value; raises NoKeyring.

    A key that it does not know is an error: writing the keyring back would lose it.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise NoKeyring("it is not JSON") from None
    values = _object(document, "it", _KEYS)
    listed = values.get("entries")
    if not isinstance(listed, list) or not listed:
        raise NoKeyring("it has no entries")
    entries = tuple(_entry(values, f"entry {n}") for n, values in enumerate(listed, start=1))
    gone = _list(values.get("removed", []), "removed")
    removed = tuple(_removed(values, f"removed entry {n}") for n, values in enumerate(gone, 1))
    keyring = Keyring(entries, removed)
    _check(keyring)
    return keyring


def _entry_values(entry: KeyringEntry) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": entry.id,
        "salt": base64.b64encode(entry.salt).decode(),
        "active_from": instant_text(entry.active_from),
        "created_by": entry.created_by,
    }
    if entry.restores is not None:
        values["restores"] = entry.restores
    if entry.bridge is not None:
        values["bridge"] = {
            "old_id": entry.bridge.old_id,
            "columns": list(entry.bridge.columns),
            "starts": instant_text(entry.bridge.starts),
            "ends": instant_text(entry.bridge.ends),
        }
    return values


def _removed_values(gone: RemovedEntry) -> dict[str, Any]:
    return {
        "id": gone.id,
        "active_from": instant_text(gone.active_from),
        "until": instant_text(gone.until) if gone.until else None,
        "removed_at": instant_text(gone.removed_at),
        "removed_by": gone.removed_by,
        "why": gone.why,
        "reason": gone.reason,
    }


def _entry(values: Any, where: str) -> KeyringEntry:
    values = _object(values, where, _ENTRY)
    restores = values.get("restores")
    return KeyringEntry(
        id=_identity(values.get("id"), where),
        salt=_salt(values.get("salt"), where),
        active_from=_instant(values.get("active_from"), f"{where}: active_from"),
        created_by=_text(values.get("created_by"), f"{where}: created_by"),
        restores=None if restores is None else _identity(restores, f"{where}: restores"),
        bridge=_bridge(values["bridge"], f"{where}: bridge") if "bridge" in values else None,
    )


def _removed(values: Any, where: str) -> RemovedEntry:
    values = _object(values, where, _REMOVED)
    until, why = values.get("until"), values.get("why")
    if why not in get_args(Why):
        raise NoKeyring(f"{where} does not say why it was removed")
    return RemovedEntry(
        id=_identity(values.get("id"), where),
        active_from=_instant(values.get("active_from"), f"{where}: active_from"),
        until=None if until is None else _instant(until, f"{where}: until"),
        removed_at=_instant(values.get("removed_at"), f"{where}: removed_at"),
        removed_by=_text(values.get("removed_by"), f"{where}: removed_by"),
        why=why,
        reason=_text(values.get("reason", ""), f"{where}: reason"),
    )


def _bridge(values: Any, where: str) -> Bridge:
    values = _object(values, where, _BRIDGE)
    columns = _list(values.get("columns"), f"{where}: columns")
    return Bridge(
        old_id=_identity(values.get("old_id"), where),
        columns=tuple(_text(column, f"{where}: columns") for column in columns),
        starts=_instant(values.get("starts"), f"{where}: starts"),
        ends=_instant(values.get("ends"), f"{where}: ends"),
    )


def _object(value: Any, where: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NoKeyring(f"{where} is no object")
    unknown = len(value.keys() - known)
    if unknown:
        raise NoKeyring(f"{where} has {unknown} keys that this snowops does not know")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise NoKeyring(f"{where} is no list")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise NoKeyring(f"{where} is no text")
    return value


def _identity(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise NoKeyring(f"{where} has no id of letters, digits and ._-")
    return value


def _instant(value: Any, where: str) -> Any:
    try:
        return read_instant(_text(value, where))
    except ValueError:
        raise NoKeyring(f"{where} is no instant such as 2026-11-24T10:00:00Z") from None


def _salt(value: Any, where: str) -> bytes:
    try:
        salt = binascii.a2b_base64(value, strict_mode=True) if isinstance(value, str) else b""
    except ValueError:
        salt = b""
    if len(salt) != SALT_BYTES:
        raise NoKeyring(f"the salt of {where} is not base64 of {SALT_BYTES} bytes")
    if len(set(salt)) == 1:
        raise NoKeyring(f"the salt of {where} is one byte repeated, not a random salt")
    return salt


def _check(keyring: Keyring) -> None:
    if len(set(keyring.ids)) < len(keyring.ids):
        raise NoKeyring("two entries have the same id")
    starts = [entry.active_from for entry in keyring.entries]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        raise NoKeyring("its entries are not in the order of their active_from")
