"""The forms in which a value could leak: encoded, escaped, hashed without the salt."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

SHORTEST = 10
"""Characters of the shortest form that is looked for; a shorter one would be met by chance."""

_HASHES = (
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256",
)  # fmt: skip
# Name, and what stands before and after each byte in hexadecimal.
_ESCAPES = (
    ("URL-encoded", "%", ""),
    ("doubly URL-encoded", "%25", ""),
    ("escaped for JSON", "\\u00", ""),
    ("escaped for C", "\\x", ""),
    ("escaped for HTML in hex", "&#x", ";"),
)
# So much of a hash is looked for: one that was cut short still tells people apart.
_HASH_CHARACTERS = 16

_NUMBER = re.compile(r"([0-9]{10,})(?:\.[0-9]+)?")
_BACKSLASHES = re.compile(r"\\+")
_LINE_ENDS = re.compile(r"\\[rn]|%0[ad]|[\r\n]", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/")


class Form(NamedTuple):
    """A text to look for. Where case decides, it is in `cased` text, else `caseless` in such."""

    name: str
    text: str
    case_decides: bool = False


def caseless(text: str) -> str:
    """A text, or a form, as it is looked for without case: lower-case, without backslashes.

    How many of them stand before a quote depends on how often a text was escaped.
    """
    return text.replace("\\", "").lower()


def cased(text: str) -> str:
    """A text as base64 is looked for in it: one alphabet, no line ends, nothing escaped."""
    joined = _LINE_ENDS.sub("", _BACKSLASHES.sub(r"\\", text)).replace("\\/", "/")
    for escaped, plain in (("%2B", "+"), ("%2b", "+"), ("%2F", "/"), ("%2f", "/")):
        joined = joined.replace(escaped, plain)
    return joined.translate(_URL_SAFE)


def forms(value: bytes) -> Iterator[Form]:
    """Every form of a value to look for."""
    yield from _spelled(value)
    yield from _hashed(value)
    yield from _in_base64("base64", value)
    if not value.isascii():
        return
    wide = value.decode().encode("utf-16-le")
    yield Form("UTF-16 in hex", wide.hex())
    yield from _in_base64("UTF-16 in base64", wide)
    yield from _in_base64("upper case in base64", value.upper())
    if number := _NUMBER.fullmatch(value.decode()):
        yield from _numeric(number[1])


def _spelled(value: bytes) -> Iterator[Form]:
    yield Form("plain", value.decode("latin-1"))
    yield Form("reversed", value[::-1].decode("latin-1"))
    yield Form("as Python shows it", repr(value)[2:-1])
    yield Form("hex", value.hex())
    yield Form("hex with spaces", value.hex(" "))
    yield Form("numbers of its bytes", ", ".join(map(str, value)))
    for name, before, after in _ESCAPES:
        yield Form(name, before + value.hex(" ").replace(" ", after + before) + after)
    yield Form("escaped for HTML", "".join([f"&#{byte};" for byte in value]))


def _hashed(value: bytes) -> Iterator[Form]:
    for name in _HASHES:
        digest = hashlib.new(name, value).digest()
        yield Form(f"{name} in hex", digest.hex()[:_HASH_CHARACTERS])
        in_base64 = base64.b64encode(digest).decode()
        yield Form(f"{name} in base64", in_base64[:_HASH_CHARACTERS], case_decides=True)


def _in_base64(name: str, value: bytes) -> Iterator[Form]:
    """A value within longer base64 text looks different by how many bytes stand before it.

    So three alignments are looked for, without the characters that neighbours decide.
    """
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + value).decode().rstrip("=")
        start = 0 if shift == 0 else shift + 1
        end = len(whole) if (shift + len(value)) % 3 == 0 else len(whole) - 1
        yield Form(f"{name} at {shift}", whole[start:end], case_decides=True)


def _numeric(digits: str) -> Iterator[Form]:
    """Other notations of a number; the last digits are left out, where rounding may show."""
    yield Form("digits", digits)
    yield Form("with an exponent", f"{digits[0]}.{digits[1 : SHORTEST - 1]}")
    yield Form("in hexadecimal", f"{int(digits):x}")
    yield Form("in groups", f"{int(digits):,}")
