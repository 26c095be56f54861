"""What the deployed functions say about the keyring."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DeployedFunction:
    """A function behind its alias, and for how long it uses a keyring (seconds)."""

    name: str
    cache_seconds: int


@dataclass(frozen=True)
class SelfTest:
    """A function's report: the ids that it has just read, and whether it computes rightly."""

    ids: tuple[str, ...]
    active: str
    computes: bool
    bridged: tuple[str, ...] = ()
    """Ids of the entries whose bridge it has understood."""
