"""Whom the salt's workflows speak with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from toolkit.domain.salt.functions import DeployedFunction, SelfTest
from toolkit.domain.salt.history import Record
from toolkit.domain.salt.labels import SecretFacts


class Secret(Protocol):
    """The environment's one secret. Every call may raise ServiceError."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    def look(self) -> SecretFacts:
        """Labels, the service's clock, whether it was deleted; no value."""
        ...

    def text(self, version: str, label: str) -> str | None:
        """The value of a version that bears a label; None where it is empty."""
        ...

    def put_first(self, text: str, token: str) -> bool:
        """Stores the first version; False where another first version is there already."""
        ...

    def put_pending(self, text: str, token: str) -> None:
        """Stores a version under the label AWSPENDING."""
        ...

    def move_current(self, version: str, away_from: str | None) -> bool:
        """Makes a version current in place of the one named; False where that no longer is."""
        ...

    def unlabel(self, version: str, label: str) -> None:
        """Takes a label off a version; a version without it is fine."""
        ...

    def unlabelled(self) -> int:
        """How many versions without a label the service still keeps."""
        ...

    def policy(self) -> Mapping[str, Any]:
        """The resource policy; empty without one."""
        ...


class Functions(Protocol):
    """The deployed functions. Every call may raise ServiceError."""

    def deployed(self) -> tuple[DeployedFunction, ...]:
        """Those that are there."""
        ...

    def self_test(self, name: str, *, label: str) -> SelfTest:
        """Lets a function read the version under a label and report; no event is touched."""
        ...

    def canary(self, name: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        """A function's answer to a made-up event, which goes nowhere else."""
        ...


class History(Protocol):
    """Records that are only ever added. Every call may raise ServiceError."""

    def append(self, record: Record) -> None:
        """Adds a record; adding the same one twice is adding it once."""
        ...

    def records(self) -> tuple[Record, ...]:
        """All records."""
        ...


@dataclass(frozen=True)
class Source:
    """Where randomness, time, names and patience come from."""

    random: Callable[[int], bytes]
    token: Callable[[], str]
    now: Callable[[], datetime]
    operator: Callable[[], str]
    sleep: Callable[[float], None]
    say: Callable[[str], None]


@dataclass(frozen=True)
class Parties:
    """Everybody whom a workflow needs."""

    secret: Secret
    functions: Functions
    history: History
    source: Source
