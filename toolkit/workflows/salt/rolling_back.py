"""Taking a rotation back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from toolkit.domain.salt.instants import instant_text
from toolkit.domain.salt.keyring import Keyring, KeyringEntry
from toolkit.domain.salt.rollback import broken_joins, check_in_time, restored, unscheduled
from toolkit.domain.salt.rotation import activation
from toolkit.errors import Refused
from toolkit.workflows.salt.changing import begin, change, prove_loaded, settle
from toolkit.workflows.salt.looking import Position, needed_lead, position
from toolkit.workflows.salt.parties import Parties


@dataclass(frozen=True)
class RollbackRequest:
    """What the operator wants."""

    cache_seconds: int
    accept_broken_joins: bool = False
    reason: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Rollback:
    """A waiting entry that is gone, or an older salt that comes back."""

    secret: str
    made: bool
    removed: str | None = None
    restored: str | None = None
    """Id of the entry that brings an older salt back."""
    restores: str | None = None
    """Id of the older entry."""
    active_from: datetime | None = None
    broken: str = ""
    """What cannot be joined any more, as a sentence."""


def roll_back(parties: Parties, request: RollbackRequest) -> Rollback:
    """Removes the entry that waits; or, with broken joins accepted, brings an older salt back.

    Raises Refused where the newest entry is active and that was not accepted.
    """
    here = position(parties)
    waiting = here.keyring.scheduled(here.now)
    if waiting is not None and not (request.accept_broken_joins and waiting.restores):
        return _unschedule(parties, request, here, waiting)
    if waiting is not None:
        return _settled(parties, request, _restoring(parties, waiting, ""))
    gone = _rolled_back(here.keyring, here.now)
    if gone is not None and not request.accept_broken_joins:
        return _settled(parties, request, Rollback(parties.secret.name, made=False, removed=gone))
    return _restore(parties, request, here)


def _unschedule(
    parties: Parties, request: RollbackRequest, here: Position, waiting: KeyringEntry
) -> Rollback:
    lead, deployed = needed_lead(parties.functions, request.cache_seconds)
    check_in_time(waiting, here.now, lead)
    made = Rollback(parties.secret.name, made=True, removed=waiting.id)
    if request.dry_run:
        return made
    keyring = unscheduled(here.keyring, here.now, here.by, request.reason)
    record = begin(parties, here.by, "rollback", (waiting.id,), request.reason)
    change(parties, here, keyring, record, deployed)
    prove_loaded(parties.functions, deployed, keyring)
    return made


def _restore(parties: Parties, request: RollbackRequest, here: Position) -> Rollback:
    broken = broken_joins(here.keyring, here.now)
    if not request.accept_broken_joins:
        raise Refused(
            f"{broken.new_id} has been active since {instant_text(broken.since)}",
            details=(broken.sentence(),),
            hint=f"to return to {broken.old_id} all the same: --accept-broken-joins --reason WHY",
        )
    if not request.reason:
        raise Refused("breaking joins wants a reason, which is recorded", hint="give --reason WHY")
    lead, deployed = needed_lead(parties.functions, request.cache_seconds)
    start = activation(here.now, None, lead)
    keyring = restored(here.keyring, here.now, start, here.by)
    made = _restoring(parties, keyring.newest, broken.sentence(), made=True)
    if request.dry_run:
        return made
    ids = (keyring.newest.id, broken.old_id)
    record = begin(parties, here.by, "rollback", ids, request.reason)
    change(parties, here, keyring, record, deployed)
    prove_loaded(parties.functions, deployed, keyring)
    return made


def _restoring(
    parties: Parties, entry: KeyringEntry, broken: str, *, made: bool = False
) -> Rollback:
    return Rollback(
        parties.secret.name,
        made,
        restored=entry.id,
        restores=entry.restores,
        active_from=entry.active_from,
        broken=broken,
    )


def _rolled_back(keyring: Keyring, now: datetime) -> str | None:
    """The entry that was rolled back last, if it would still be waiting."""
    gone = keyring.removed[-1] if keyring.removed else None
    fresh = gone is not None and gone.why == "rolled back" and gone.active_from > now
    return gone.id if gone is not None and fresh else None


def _settled(parties: Parties, request: RollbackRequest, found: Rollback) -> Rollback:
    if not request.dry_run:
        settle(parties)
    return found
