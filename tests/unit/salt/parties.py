"""A secret, functions and a history in memory, with the rules of the real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from toolkit.domain.salt.functions import DeployedFunction, SelfTest
from toolkit.domain.salt.history import Record, read_record, write_record
from toolkit.domain.salt.keyring import Keyring
from toolkit.domain.salt.labels import CURRENT, PENDING, PREVIOUS, SecretFacts
from toolkit.domain.salt.secret_text import read_keyring
from toolkit.workflows.salt.parties import Parties, Source

START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Time that passes only when somebody lets it."""

    now: datetime = START

    def pass_by(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class SecretInMemory:
    """Stands for Secrets Manager: labels sit on one version, values are written once."""

    clock: Clock
    name: str = "snowplow-test-salt"
    texts: dict[str, str | None] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    deleted: datetime | None = None
    resource_policy: Mapping[str, Any] = field(default_factory=dict)
    before_move: Callable[[], None] = lambda: None

    def look(self) -> SecretFacts:
        bearing = {version: tuple(labels) for version, labels in self.labels.items() if labels}
        return SecretFacts(bearing, self.clock.now, self.deleted)

    def text(self, version: str, label: str) -> str | None:
        return self.texts[version] if label in self.labels.get(version, ()) else None

    def put_first(self, text: str, token: str) -> bool:
        if self.texts.get(token, text) != text:
            return False
        self._put(text, token, CURRENT)
        return True

    def put_pending(self, text: str, token: str) -> None:
        assert token not in self.texts
        self._put(text, token, PENDING)

    def move_current(self, version: str, away_from: str | None) -> bool:
        self.before_move()
        bearer = self.look().version(CURRENT)
        if bearer != away_from:
            return bearer == version
        self._attach(PREVIOUS, away_from)
        self._attach(CURRENT, version)
        return True

    def unlabel(self, version: str, label: str) -> None:
        if label in self.labels.get(version, ()):
            self.labels[version].remove(label)

    def unlabelled(self) -> int:
        return sum(not labels for labels in self.labels.values())

    def policy(self) -> Mapping[str, Any]:
        return self.resource_policy

    @property
    def keyring(self) -> Keyring:
        """The current keyring."""
        version = self.look().version(CURRENT)
        assert version is not None
        text = self.texts[version]
        assert text is not None
        return read_keyring(text)

    def _put(self, text: str | None, token: str, label: str) -> None:
        self.texts[token] = text
        self.labels.setdefault(token, [])
        self._attach(label, token)

    def _attach(self, label: str, version: str | None) -> None:
        for labels in self.labels.values():
            if label in labels:
                labels.remove(label)
        if version is not None:
            self.labels[version].append(label)


@dataclass
class FunctionsInMemory:
    """Stands for the deployed functions, which read the secret under the label they are told."""

    secret: SecretInMemory
    clock: Clock
    functions: tuple[DeployedFunction, ...] = (DeployedFunction("enriched", 300),)
    faulty: dict[str, SelfTest] = field(default_factory=dict)
    """What a function says in place of the truth."""

    def deployed(self) -> tuple[DeployedFunction, ...]:
        return self.functions

    def self_test(self, name: str, *, label: str) -> SelfTest:
        if name in self.faulty:
            return self.faulty[name]
        version = self.secret.look().version(label)
        text = self.secret.texts[version] if version else None
        keyring = read_keyring(text or "")
        bridged = tuple(entry.id for entry in keyring.entries if entry.bridge)
        active = keyring.active(self.clock.now).id
        return SelfTest(keyring.ids, active, computes=True, bridged=bridged)

    def canary(self, name: str, event: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"records": []}


@dataclass
class HistoryInMemory:
    """Stands for the history; keeps what it would write."""

    lines: list[str] = field(default_factory=list)

    def append(self, record: Record) -> None:
        self.lines.append(write_record(record))

    def records(self) -> tuple[Record, ...]:
        return tuple(map(read_record, self.lines))


@dataclass
class World:
    """Everything in memory, and the parties that the workflows see of it."""

    clock: Clock = field(default_factory=Clock)
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.secret = SecretInMemory(self.clock)
        self.functions = FunctionsInMemory(self.secret, self.clock)
        self.history = HistoryInMemory()
        self.salts = (bytes([number]) + bytes(range(31)) for number in range(1, 250))
        self.tokens = (f"00000000-0000-4000-8000-{number:012}" for number in range(10_000))
        self.parties = Parties(self.secret, self.functions, self.history, self.source())

    def source(self, *, operator: str = "anna", skew: timedelta = timedelta(0)) -> Source:
        return Source(
            random=lambda _size: next(self.salts),
            token=lambda: next(self.tokens),
            now=lambda: self.clock.now + skew,
            operator=lambda: operator,
            sleep=self._sleep,
            say=lambda _text: None,
        )

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.pass_by(seconds=seconds)
