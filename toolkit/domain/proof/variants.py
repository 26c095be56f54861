"""The forms in which a mark could leak: encoded, escaped, hashed without the salt."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import quote

_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "sha3_256")
_SHORTEST = 8


def variants(text: str) -> Iterator[tuple[str, str]]:
    """Name and text of every form to look for; those that case does not change are lower-case.

    A mark within longer base64 text looks different by how many bytes stand before it, so the
    three alignments are looked for, without the characters that neighbours decide.
    """
    raw = text.encode()
    yield "plain", text.lower()
    yield "reversed", text[::-1].lower()
    yield "hex", raw.hex()
    yield "URL-encoded", "".join(f"%{byte:02x}" for byte in raw)
    yield "escaped", "".join(f"\\u{byte:04x}" for byte in raw)
    yield "doubly URL-encoded", quote("".join(f"%{byte:02x}" for byte in raw)).lower()
    for name in _HASHES:
        digest = hashlib.new(name, raw).digest()
        yield f"{name} in hex", digest.hex()
        yield f"{name} in base64", base64.b64encode(digest).decode().rstrip("=")
    for shift in range(3):
        yield f"base64 at {shift}", _aligned(raw, shift)


def _aligned(raw: bytes, shift: int) -> str:
    whole = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
    start = 0 if shift == 0 else shift + 1
    end = len(whole) if (shift + len(raw)) % 3 == 0 else len(whole) - 1
    found = whole[start:end]
    if len(found) < _SHORTEST:
        raise ValueError("the mark is too short to be found in base64")
    return found
