"""Judges what a machine has: Python, the installation, folders, room, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from toolkit.domain.health.check import Result, failed, passed, skipped, warned
from toolkit.domain.salt.instants import duration_text

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)

LITTLE_ROOM = 2_000_000_000
NO_ROOM = 200_000_000
"""Bytes: a provider, unpacked, takes as much."""

# AWS takes a request until five minutes after its time (AWS general reference, "Signature V4").
_MOST_SKEW = timedelta(minutes=5)
_NOTICEABLE_SKEW = timedelta(seconds=60)


@dataclass(frozen=True)
class Folder:
    """A folder of ours as it is; one that is not there is writable where it could be made."""

    path: str
    exists: bool
    writable: bool
    size: int = 0


def python(version: tuple[int, int, int]) -> Result:
    """The interpreter that runs snowops."""
    said = f"Python {'.'.join(map(str, version))}"
    if version[:2] < OLDEST_PYTHON:
        return failed(f"{said} is too old", "install snowops under Python 3.11 to 3.13")
    if version[:2] > NEWEST_PYTHON:
        return warned(f"{said} is newer than any that was tested", "use Python 3.11 to 3.13")
    return passed(".".join(map(str, version)))


def installation(versions: Mapping[str, str | None], *, local_needed: bool) -> Result:
    """snowops and the parts of its extra `local`, by version; None where not installed."""
    parts = {name: version for name, version in versions.items() if name != "snowops"}
    there = ", ".join(f"{name} {version}" for name, version in parts.items() if version)
    said = versions.get("snowops") or "from a folder"
    lacking = [name for name, version in parts.items() if not version]
    if local_needed and not parts.get("moto"):
        return failed(
            f"{said} without the embedded AWS", 'install it: `pip install "snowops[local]"`'
        )
    if lacking:
        return passed(f"{said}; not installed of the extra `local`: {', '.join(lacking)}")
    return passed(f"{said}; extra `local`: {there}")


def folder(found: Folder, holds: str) -> Result:
    """A folder that fills by itself."""
    if not found.writable:
        fix = f"make {found.path} yours, or remove it: all that it holds can be had again"
        return failed(f"{found.path} ({holds}) cannot be written", fix)
    if not found.exists:
        return skipped(f"{found.path} is not there yet: made when first needed", fixable=True)
    return passed(f"{size_text(found.size)} of {holds} in {found.path}")


def room(free: Mapping[str, int]) -> Result:
    """Free bytes by folder."""
    path, least = min(free.items(), key=lambda item: item[1])
    said = f"{size_text(least)} free for {path}"
    if least < NO_ROOM:
        return failed(said, f"make room: a plan needs {size_text(NO_ROOM)}, better 2 GB")
    if least < LITTLE_ROOM:
        return warned(said, f"make room: {size_text(LITTLE_ROOM)} are enough for a long time")
    return passed(said)


def clock(ahead: timedelta) -> Result:
    """This machine's clock, by how much it is ahead of that of AWS."""
    if abs(ahead) <= _NOTICEABLE_SKEW:
        return passed("this machine's clock and that of AWS agree")
    side = "ahead of" if ahead > timedelta(0) else "behind"
    said = f"this machine's clock is {duration_text(abs(ahead))} {side} that of AWS"
    fix = "set the clock (`timedatectl set-ntp true`)"
    if abs(ahead) > _MOST_SKEW:
        return failed(said, f"{fix}: AWS refuses what is signed more than five minutes off")
    return warned(said, f"{fix}: no salt is rotated by a wrong clock")


def size_text(size: int) -> str:
    """Bytes as people say them: `120 kB`, `1.4 GB`."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.{1 if size < 10 * factor else 0}f} {unit}"
    return f"{size} bytes"
