"""Marks: values that occur nowhere else, each knowing where it was put."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """A unique value and the place in a record where it stands."""

    value: bytes
    place: str
    kept: bool = False
    """Whether it may pass where it was put; in a log it is a leak all the same."""


@dataclass
class Marks:
    """Makes marks; the same seed makes the same marks, and no two are alike."""

    seed: str
    made: list[Mark] = field(default_factory=list)

    def word(self, place: str, *, kept: bool = False) -> str:
        """A mark of 20 letters: no name, no word, nothing that a rule could take for one."""
        letters = "".join(chr(ord("a") + byte % 26) for byte in self._digest()[:18])
        return self._keep(f"zq{letters}", place, kept=kept)

    def number(self, place: str, *, kept: bool = False) -> int:
        """A mark of 15 digits, which every JSON library reads exactly."""
        number = 10**14 + int.from_bytes(self._digest()[:8]) % (9 * 10**14)
        return int(self._keep(str(number), place, kept=kept))

    def fraction(self, place: str) -> float:
        """A mark of 15 digits and a half, which a float holds exactly."""
        number = 10**14 + int.from_bytes(self._digest()[:8]) % (9 * 10**14)
        return float(self._keep(f"{number}.5", place, kept=False))

    def _digest(self) -> bytes:
        return hashlib.sha256(f"{self.seed}/{len(self.made)}".encode()).digest()

    def _keep(self, text: str, place: str, *, kept: bool) -> str:
        self.made.append(Mark(text.encode(), place, kept))
        return text
