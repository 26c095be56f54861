"""A new salt from one instant on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from toolkit.domain.salt.canary import canary, stamped_ids
from toolkit.domain.salt.functions import DeployedFunction
from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.domain.salt.keyring import SALT_BYTES, Keyring, KeyringEntry
from toolkit.domain.salt.rotation import activation, rotated
from toolkit.errors import ServiceError
from toolkit.workflows.salt.changing import begin, change, prove_loaded, settle
from toolkit.workflows.salt.looking import needed_lead, position
from toolkit.workflows.salt.parties import Parties

_AFTER = timedelta(seconds=2)
"""How long after an activation functions are asked, so that no fraction of a second matters."""


@dataclass(frozen=True)
class RotationRequest:
    """What the operator wants; `activate_in` None for as soon as it is safe."""

    cache_seconds: int
    """As configured; what is deployed may be more."""
    activate_in: timedelta | None = None
    reason: str = ""
    wait: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Rotation:
    """A new salt that waits for its instant, or has become active if that was waited for."""

    secret: str
    id: str
    active_from: datetime
    replaces: str
    made: bool
    """False where this entry was waiting before."""
    lead: timedelta
    functions: tuple[str, ...]
    """Functions that have read it."""
    proved: bool = False
    """Whether a made-up event of its time came back with its id."""


def rotate(parties: Parties, request: RotationRequest) -> Rotation:
    """Adds an entry that becomes active at one instant, for every container and every replay.

    Where an entry waits already, that rotation is finished instead of starting a second.
    """
    here = position(parties)
    lead, deployed = needed_lead(parties.functions, request.cache_seconds)
    waiting = here.keyring.scheduled(here.now)
    keyring = here.keyring
    if waiting is None:
        start = activation(here.now, request.activate_in, lead)
        salt = parties.source.random(SALT_BYTES)
        keyring = rotated(here.keyring, salt, here.now, start, here.by)
    made = Rotation(
        secret=parties.secret.name,
        id=keyring.newest.id,
        active_from=keyring.newest.active_from,
        replaces=here.keyring.active(here.now).id,
        made=waiting is None,
        lead=lead,
        functions=tuple(function.name for function in deployed),
    )
    if request.dry_run:
        return made
    if waiting is None:
        record = begin(parties, here.by, "rotate", (keyring.newest.id,), request.reason)
        change(parties, here, keyring, record, deployed)
    else:
        settle(parties)
    prove_loaded(parties.functions, deployed, keyring)
    return _waited(parties, made, keyring, deployed) if request.wait else made


def _waited(
    parties: Parties,
    made: Rotation,
    keyring: Keyring,
    deployed: tuple[DeployedFunction, ...],
) -> Rotation:
    """Waits for the activation, then proves it; the rotation stands whatever happens here."""
    left = made.active_from + _AFTER - parties.secret.look().now
    if left > timedelta(0):
        parties.source.say(f"Waiting {duration_text(left)} for {made.id} to become active")
        parties.source.sleep(left.total_seconds())
    return prove_switch(parties, made, keyring, deployed)


def prove_switch(
    parties: Parties,
    made: Rotation,
    keyring: Keyring,
    deployed: tuple[DeployedFunction, ...],
) -> Rotation:
    """Asks every function what is active, and the one for events for two made-up ones."""
    for function in deployed:
        report = parties.functions.self_test(function.name, label="AWSCURRENT")
        if report.active != made.id:
            raise ServiceError(
                f"the function {function.name} says that {report.active} is active, not {made.id}",
                hint="look at `snowops salt status`; nothing has to be undone",
            )
    newest = keyring.newest
    proved = [_proved(parties, function.name, keyring, newest) for function in deployed]
    return Rotation(**{**made.__dict__, "proved": any(proved)})


def _proved(parties: Parties, name: str, keyring: Keyring, newest: KeyringEntry) -> bool:
    """Whether events around the instant carry the two ids; False for a function of bad rows."""
    before = newest.active_from - timedelta(seconds=1)
    answer: Mapping[str, Any] = parties.functions.canary(name, canary([before, newest.active_from]))
    found = stamped_ids(answer)
    if not any(found):
        return False
    expected = (keyring.active(before).id, newest.id)
    if found != expected:
        raise ServiceError(
            f"the function {name} keys events around {instant_text(newest.active_from)} with "
            f"{', '.join(found)}, not {', '.join(expected)}",
            hint="compare what is deployed: `snowops artifact verify`",
        )
    return True
