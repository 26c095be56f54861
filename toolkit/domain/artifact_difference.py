"""Why two zips differ: the entries, and the cause at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Cause = Literal[
    "only in A", "only in B", "content", "mode", "time", "order", "compression", "frame"
]


@dataclass(frozen=True)
class Entry:
    """One file of a zip: hex SHA-256 of its content, and what the zip says about it."""

    path: str
    content: str
    mode: int
    time: tuple[int, ...]
    compression: int
    stored_size: int


@dataclass(frozen=True)
class Difference:
    """An entry (or the whole zip: path empty), the cause, and its two sides."""

    path: str
    cause: Cause
    a: str = ""
    b: str = ""


_COMPRESSIONS = {0: "stored", 8: "deflated", 12: "bzip2", 14: "lzma", 93: "zstandard"}


def differences(
    a: Sequence[Entry], b: Sequence[Entry], *, same_bytes: bool
) -> tuple[Difference, ...]:
    """Every cause for which two zips are not the same bytes, in path order.

    Where bytes differ and no entry says why, the cause is the zip's frame: its comment, extra
    fields, versions or flags.
    """
    if same_bytes:
        return ()
    left, right = {each.path: each for each in a}, {each.path: each for each in b}
    found = [
        cause
        for path in sorted(left.keys() | right.keys())
        for cause in _of_entry(left.get(path), right.get(path))
    ]
    found += _of_order(a, b)
    return tuple(found) or (Difference("", "frame"),)


def _of_entry(a: Entry | None, b: Entry | None) -> Iterator[Difference]:
    if a is None or b is None:
        present = a or b
        if present is not None:
            yield Difference(present.path, "only in B" if a is None else "only in A")
        return
    if a.content != b.content:
        yield Difference(a.path, "content", a.content[:12], b.content[:12])
    if a.mode != b.mode:
        yield Difference(a.path, "mode", f"{a.mode:o}", f"{b.mode:o}")
    if a.time != b.time:
        yield Difference(a.path, "time", _time(a), _time(b))
    if a.compression != b.compression or (
        a.content == b.content and a.stored_size != b.stored_size
    ):
        yield Difference(a.path, "compression", _compression(a), _compression(b))


def _of_order(a: Sequence[Entry], b: Sequence[Entry]) -> Iterator[Difference]:
    """The first place where entries that both hold stand in another order."""
    common = {each.path for each in a} & {each.path for each in b}
    left = [each.path for each in a if each.path in common]
    right = [each.path for each in b if each.path in common]
    for one, other in zip(left, right, strict=False):
        if one != other:
            yield Difference("", "order", one, other)
            return


def _time(entry: Entry) -> str:
    year, month, day, hour, minute, second = entry.time
    return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"


def _compression(entry: Entry) -> str:
    name = _COMPRESSIONS.get(entry.compression, f"method {entry.compression}")
    return f"{name}, {entry.stored_size} bytes"
