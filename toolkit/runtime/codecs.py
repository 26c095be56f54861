"""JSON and base64, fast where their wheels are there, with the same bytes from both ways."""

from __future__ import annotations

import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NoReturn

UNREADABLE = (ValueError, TypeError, RecursionError)
"""What decoding or encoding raises: bad syntax, lone surrogates, hostile depth, huge numbers."""


@dataclass(frozen=True)
class Codec:
    """Decoding and encoding; `kept_number` prepares a float that is to be printed as it is.

    Floats are printed in Python's shortest form, for example `1e-07`, whatever library runs.
    """

    name: str
    json_decode: Callable[[bytes], Any]
    json_encode: Callable[[Any], bytes]
    kept_number: Callable[[float], Any]
    base64_decode: Callable[[str], bytes]
    base64_encode: Callable[[bytes], str]


def plain() -> Codec:
    """The standard library's codec: it decides what is right."""
    return Codec(
        "json+binascii", _decode, _encode, lambda value: value, _base64_decode, _base64_encode
    )


def fastest() -> Codec:
    """msgspec and pybase64, or the standard library where one of them is missing.

    What the fast ones refuse is handed to the standard library, so that it alone draws the line.
    """
    try:
        import msgspec
        import pybase64
    except ImportError:
        return plain()
    return _fast(msgspec, pybase64)


def _fast(msgspec: ModuleType, pybase64: ModuleType) -> Codec:
    decode = msgspec.json.Decoder().decode
    encode = msgspec.json.Encoder().encode
    raw = msgspec.Raw
    base64_decode = pybase64.b64decode

    def json_decode(text: bytes) -> Any:
        try:
            return decode(text)
        except UNREADABLE:
            return _decode(text)

    def kept_number(value: float) -> Any:
        # Outside this range both libraries use exponents, and write them differently.
        return value if 1e-4 <= abs(value) < 1e16 else raw(repr(value).encode())

    def decode_base64(text: str) -> bytes:
        try:
            decoded: bytes = base64_decode(text, validate=True)
        except UNREADABLE:
            return _base64_decode(text)
        return decoded

    return Codec(
        "msgspec+pybase64",
        json_decode,
        encode,
        kept_number,
        decode_base64,
        pybase64.b64encode_as_string,
    )


def _no_number(_: str) -> NoReturn:
    raise ValueError("no JSON number")


def _finite(text: str) -> float:
    value = float(text)
    return value if abs(value) != float("inf") else _no_number(text)


_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_no_number)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _decode(text: bytes) -> Any:
    return _DECODER.decode(text.decode())


def _encode(value: Any) -> bytes:
    return _ENCODER.encode(value).encode()


def _base64_decode(text: str) -> bytes:
    return binascii.a2b_base64(text, strict_mode=True)


def _base64_encode(data: bytes) -> str:
    return binascii.b2a_base64(data, newline=False).decode()
