"""How the keyring stands, for people and monitors; never a byte of a salt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from toolkit.domain.salt.history import Record, settled
from toolkit.domain.salt.keyring import Keyring, KeyringEntry
from toolkit.domain.salt.labels import CURRENT, diagnose
from toolkit.domain.salt.readers import Readers, readers
from toolkit.errors import ServiceError
from toolkit.workflows.salt.looking import look, position, read_all
from toolkit.workflows.salt.parties import Functions, Parties


@dataclass(frozen=True)
class FunctionStatus:
    """What one function has loaded."""

    name: str
    cache_seconds: int
    loaded: bool
    says: str
    """What is wrong, empty if nothing is."""


@dataclass(frozen=True)
class SaltStatus:
    """Everything that `salt status` shows."""

    secret: str
    now: datetime
    keyring: Keyring
    labels: dict[str, tuple[str, ...]]
    readers: Readers
    functions: tuple[FunctionStatus, ...]
    max_age: timedelta
    faults: tuple[str, ...]

    @property
    def active(self) -> KeyringEntry:
        """What keys the events of now."""
        return self.keyring.active(self.now)

    @property
    def scheduled(self) -> KeyringEntry | None:
        """What comes next."""
        return self.keyring.scheduled(self.now)

    @property
    def left(self) -> timedelta:
        """Time until the active salt is older than the policy allows; negative when it is."""
        return self.active.active_from + self.max_age - self.now


def status(parties: Parties, max_age: timedelta) -> SaltStatus:
    """The keyring, its labels and readers, and what each function has loaded."""
    here = position(parties)
    facts = look(parties)
    versions = read_all(parties.secret, facts)
    return SaltStatus(
        secret=parties.secret.name,
        now=here.now,
        keyring=here.keyring,
        labels=dict(facts.labels),
        readers=readers(parties.secret.policy()),
        functions=_functions(parties.functions, here.keyring),
        max_age=max_age,
        faults=tuple(finding.sentence for finding in diagnose(versions)),
    )


def history(parties: Parties) -> tuple[Record, ...]:
    """Every change, with its last word."""
    return settled(parties.history.records())


def _functions(functions: Functions, keyring: Keyring) -> tuple[FunctionStatus, ...]:
    found = []
    for function in functions.deployed():
        try:
            report = functions.self_test(function.name, label=CURRENT)
        except ServiceError as error:
            says, loaded = error.summary, False
        else:
            loaded = report.ids == keyring.ids
            says = "" if loaded else f"it has {', '.join(report.ids)}"
            says = says or ("" if report.computes else "it computes a wrong HMAC")
        found.append(FunctionStatus(function.name, function.cache_seconds, loaded, says))
    return tuple(found)
