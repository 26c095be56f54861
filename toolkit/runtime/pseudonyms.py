"""HMAC-SHA256 pseudonyms of one salt, remembered for values that come again."""

from __future__ import annotations

from hashlib import sha256
from typing import AnyStr

_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))

REMEMBERED = 16_384
"""Values in a generation of a memory; there are two generations."""
LONGEST_REMEMBERED = 512
"""Longer values are computed each time, which bounds the memory whatever comes in."""


class Hmac:
    """HMAC-SHA256 under one key, in lower-case hexadecimal.

    RFC 2104 with both pads fed once and copied for every message: `hmac.new` costs twice as much
    in OpenSSL 3, where setting up a context outweighs the hashing.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        short = key if len(key) <= _BLOCK else sha256(key).digest()
        padded = short.ljust(_BLOCK, b"\0")
        self._inner = sha256(padded.translate(_INNER))
        self._outer = sha256(padded.translate(_OUTER))

    def of(self, message: bytes) -> str:
        """The pseudonym of a message."""
        inner = self._inner.copy()
        inner.update(message)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.hexdigest()


class _Memory(dict[AnyStr, AnyStr]):
    """Values and their pseudonyms in two generations: when the new one is full the old one goes.

    A hit is one look into a dict, done in C; only a miss runs Python.
    """

    __slots__ = ("_capacity", "_empty", "_hmac", "_older")

    def __init__(self, hmac: Hmac, empty: AnyStr, capacity: int) -> None:
        super().__init__()
        self[empty] = empty
        self._hmac = hmac
        self._empty: AnyStr = empty
        self._capacity = capacity
        self._older: dict[AnyStr, AnyStr] = {}

    def __missing__(self, value: AnyStr) -> AnyStr:
        known = self._older.get(value)
        pseudonym = self._pseudonym(value) if known is None else known
        if len(value) <= LONGEST_REMEMBERED:
            if len(self) > self._capacity:
                self._older = dict(self)
                self.clear()
                self[self._empty] = self._empty
            self[value] = pseudonym
        return pseudonym

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def _pseudonym(self, value: AnyStr) -> AnyStr:
        raise NotImplementedError


class BytesPseudonyms(_Memory[bytes]):
    """`pseudonyms[value]` for a column's bytes; empty stays empty."""

    __slots__ = ()

    def __init__(self, hmac: Hmac, capacity: int = REMEMBERED) -> None:
        super().__init__(hmac, b"", capacity)

    def _pseudonym(self, value: bytes) -> bytes:
        return self._hmac.of(value).encode()


class TextPseudonyms(_Memory[str]):
    """`pseudonyms[value]` for text inside JSON; empty stays empty."""

    __slots__ = ()

    def __init__(self, hmac: Hmac, capacity: int = REMEMBERED) -> None:
        super().__init__(hmac, "", capacity)

    def _pseudonym(self, value: str) -> str:
        return self._hmac.of(value.encode())
