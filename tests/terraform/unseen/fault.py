"""One fault of one planned resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """Where, and what about it AWS or its provider would not take."""

    address: str
    sentence: str
