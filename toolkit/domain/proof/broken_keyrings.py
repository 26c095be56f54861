"""Keyrings with which a function must not answer, though the salt is in most of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any


def broken_keyrings(text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with it, and a keyring's text, made of a whole keyring's."""
    document = json.loads(text)
    entry = document["entries"][0]
    salt = base64.b64decode(entry["salt"])
    yield "not there", ""
    yield "cut off", text[: text.index(entry["salt"]) + len(entry["salt"])]
    yield "without entries", json.dumps({**document, "entries": []})
    yield "without an instant", _with(document, {**entry, "active_from": None})
    yield "without a name", _with(document, {**entry, "id": ""})
    yield "of an empty salt", _with(document, {**entry, "salt": ""})
    yield "of a short salt", _with(document, {**entry, "salt": _encoded(salt[:-1])})
    yield "of a salt that is no base64", _with(document, {**entry, "salt": salt.hex() + "!"})
    yield "of a salt of one byte repeated", _with(document, {**entry, "salt": _encoded(bytes(32))})
    yield "of one entry twice", _with(document, entry, entry)


def _with(document: dict[str, Any], *entries: dict[str, Any]) -> str:
    return json.dumps({**document, "entries": list(entries)})


def _encoded(salt: bytes) -> str:
    return base64.b64encode(salt).decode()
