"""Reads a lock of `name==version --hash=sha256:...` lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import ConfigError

_LINE = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


@dataclass(frozen=True)
class Locked:
    """A release, and the hex SHA-256 of each file of it that may be used."""

    name: str
    version: str
    hashes: frozenset[str]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def read_lock(path: Path) -> tuple[Locked, ...]:
    """What a lock file names, in its order. Raises ConfigError at a line that locks nothing."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read the lock {path}: {error}") from error
    joined = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    return tuple(_locked(path, line) for line in map(str.strip, joined) if line and line[0] != "#")


def _locked(path: Path, line: str) -> Locked:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ConfigError(
            f"{path} holds a line that locks no release by hash: {line.split(' ', maxsplit=1)[0]}"
        )
    name = re.sub(r"[-_.]+", "-", match["name"]).lower()
    return Locked(name, match["version"], frozenset(re.findall(r"[0-9a-f]{64}", match["hashes"])))
