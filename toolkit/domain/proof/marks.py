"""Marks: values that occur nowhere else, each knowing where it was put."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """A unique text or number and the place in a record where it stands."""

    text: str
    place: str


@dataclass
class Marks:
    """Makes marks; the same seed makes the same marks, and no two are alike."""

    seed: str
    made: list[Mark] = field(default_factory=list)

    def word(self, place: str) -> str:
        """A mark of 20 letters: no name, no word, nothing that a rule could take for one."""
        digest = hashlib.sha256(f"{self.seed}/{len(self.made)}".encode()).digest()
        letters = "".join(chr(ord("a") + byte % 26) for byte in digest[:18])
        return self._keep(f"zq{letters}", place)

    def number(self, place: str) -> int:
        """A mark of 15 digits, which every JSON library reads exactly."""
        digest = hashlib.sha256(f"{self.seed}/{len(self.made)}".encode()).digest()
        number = 10**14 + int.from_bytes(digest[:8]) % (9 * 10**14)
        return int(self._keep(str(number), place))

    def _keep(self, text: str, place: str) -> str:
        self.made.append(Mark(text, place))
        return text
