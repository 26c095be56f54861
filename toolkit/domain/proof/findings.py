"""Gathers what a proof finds, and knows where which marks may not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.domain.proof.judging import Fault, Leak, Search


@dataclass
class Findings:
    """Leaks and faults, and how many characters were searched."""

    search: Search
    leaks: list[Leak] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    searched: int = 0

    def look(self, text: str, where: str) -> None:
        """In what is delivered: for what no rule lets pass."""
        self.searched += len(text)
        self.leaks.extend(self.search.leaks(text, where))

    def look_at_words(self, text: str, where: str) -> None:
        """In logs and exceptions: for any value at all."""
        self.searched += len(text)
        self.leaks.extend(self.search.leaks(text, where, kept=True))

    def blame(self, shape: str, faults: Iterable[str]) -> None:
        """Takes faults of one shape down."""
        self.faults.extend(Fault(shape, what) for what in faults)
