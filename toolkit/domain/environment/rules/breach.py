"""What a broken rule says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.domain.position import KeyPath


@dataclass(frozen=True)
class RuleBreach:
    """One broken rule: the value's path, what is wrong, what to do."""

    path: KeyPath
    sentence: str
    hint: str


Breaches = Iterator[RuleBreach]
