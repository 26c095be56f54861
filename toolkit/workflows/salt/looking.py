"""Where the keyring stands, before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from toolkit.domain.salt.functions import DeployedFunction
from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.domain.salt.keyring import Keyring
from toolkit.domain.salt.labels import CURRENT, Held, SecretFacts, held
from toolkit.domain.salt.rotation import lead_time
from toolkit.errors import Refused, ServiceError
from toolkit.workflows.salt.parties import Functions, Parties, Secret

MOST_SKEW = timedelta(seconds=60)
"""Clocks that differ more are not trusted to date a keyring."""


@dataclass(frozen=True)
class Position:
    """The current keyring, its version, the service's time, who asks."""

    version: str
    keyring: Keyring
    now: datetime
    by: str


def look(parties: Parties) -> SecretFacts:
    """The secret's labels; raises ServiceError or Refused where nothing should be changed."""
    facts = parties.secret.look()
    if facts.deleted is not None:
        raise ServiceError(
            f"the secret {parties.secret.name} was deleted on {instant_text(facts.deleted)}",
            details=("functions keep the keyring that they hold for twice their cache time",),
            hint=f"restore it now: aws secretsmanager restore-secret --secret-id "
            f"{parties.secret.name}",
        )
    _check_clocks(facts.now, parties.source.now())
    return facts


def position(parties: Parties) -> Position:
    """The current keyring; raises ServiceError where there is none or it cannot be read."""
    facts = look(parties)
    version = facts.version(CURRENT)
    if version is None:
        raise _nothing_current(parties.secret, facts)
    current = read(parties.secret, facts, version)
    if current.keyring is None:
        raise ServiceError(
            f"the value of {parties.secret.name} is no keyring: {current.fault}",
            details=(f"it is version {version}, {CURRENT}; nothing was changed",),
            hint="`snowops salt repair` goes back to the version before it, if that is one",
        )
    return Position(version, current.keyring, facts.now, parties.source.operator())


def read(secret: Secret, facts: SecretFacts, version: str) -> Held:
    """A labelled version, read."""
    labels = facts.labels[version]
    return held(version, labels, secret.text(version, labels[0]))


def read_all(secret: Secret, facts: SecretFacts) -> tuple[Held, ...]:
    """Every labelled version, read."""
    return tuple(read(secret, facts, version) for version in facts.labels)


def needed_lead(
    functions: Functions, configured_seconds: int
) -> tuple[timedelta, tuple[DeployedFunction, ...]]:
    """The shortest lead time, by what is deployed and what is configured; and the functions."""
    deployed = functions.deployed()
    slowest = max([configured_seconds, *(each.cache_seconds for each in deployed)])
    return lead_time(slowest), deployed


def _check_clocks(theirs: datetime, ours: datetime) -> None:
    skew = ours - theirs
    if abs(skew) > MOST_SKEW:
        side = "ahead of" if skew > timedelta(0) else "behind"
        raise Refused(
            f"this machine's clock is {duration_text(abs(skew))} {side} that of AWS",
            details=("a keyring must not be dated by a wrong clock; nothing was changed",),
            hint="set the clock, then run the command again",
        )


def _nothing_current(secret: Secret, facts: SecretFacts) -> ServiceError:
    if facts.labels:
        return ServiceError(
            f"no version of {secret.name} is {CURRENT}", hint="run `snowops salt repair`"
        )
    return ServiceError(
        f"{secret.name} has no keyring yet", hint="make the first one: `snowops salt init`"
    )
