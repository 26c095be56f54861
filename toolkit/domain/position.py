"""Where in a file something stands, and what is wrong there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Position:
    """A place in a text file; line and column count from 1."""

    file: Path
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Mistake:
    """Something wrong in a file: where, at which key, what, and what to do."""

    position: Position
    path: KeyPath
    sentence: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.position}  {dotted(self.path)}: " if self.path else f"{self.position}  "
        return where + self.sentence + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True)
class Positions:
    """Positions of the keys and values of a document, by key path."""

    start: Position
    keys: Mapping[KeyPath, Position] = field(default_factory=dict)
    values: Mapping[KeyPath, Position] = field(default_factory=dict)

    def of_key(self, path: KeyPath) -> Position:
        """Position of a key, or of the nearest thing around it."""
        return self.keys.get(path) or self.of_value(path)

    def of_value(self, path: KeyPath) -> Position:
        """Position of a value, or of the key of the nearest thing around it."""
        if path in self.values:
            return self.values[path]
        for end in range(len(path), 0, -1):
            if path[:end] in self.keys:
                return self.keys[path[:end]]
        return self.start


def dotted(path: KeyPath) -> str:
    """`('a', 0, 'b')` as `a[0].b`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
