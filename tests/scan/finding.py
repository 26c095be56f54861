"""One complaint of one scanner."""

from __future__ import annotations

import re
from dataclasses import dataclass

_INSTANCE = re.compile(r"\[[^]]*\]")


@dataclass(frozen=True, order=True)
class Finding:
    """Which check of which scanner failed, where."""

    scanner: str
    id: str
    environment: str
    address: str
    title: str

    @property
    def place(self) -> str:
        """Environment and address without instance keys, as waivers name it."""
        return f"{self.environment}:{_INSTANCE.sub('', self.address)}"

    def __str__(self) -> str:
        return f"{self.scanner} {self.id} {self.environment}:{self.address} - {self.title}"
