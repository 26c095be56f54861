"""Forgetting a salt for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from toolkit.domain.salt.keyring import Keyring, RemovedEntry
from toolkit.domain.salt.labels import Unlabel, diagnose
from toolkit.domain.salt.retirement import Epoch, retirable, retired
from toolkit.workflows.salt.changing import begin, change, prove_loaded, settle
from toolkit.workflows.salt.looking import look, needed_lead, position, read_all
from toolkit.workflows.salt.parties import Parties


@dataclass(frozen=True)
class RetirementRequest:
    """Which entry; for how long events are kept; `execute` False only says what would happen."""

    id: str
    cache_seconds: int
    retention: timedelta
    reason: str = ""
    execute: bool = False


@dataclass(frozen=True)
class Retirement:
    """An entry whose salt is gone, or would be; `made` False where it was gone before."""

    secret: str
    epoch: Epoch
    made: bool
    unlabelled_versions: int
    """Old versions that Secrets Manager has not yet removed; its policy forbids reading them."""


def retire(parties: Parties, request: RetirementRequest) -> Retirement:
    """Removes an entry from the keyring and takes the labels off every version that holds it.

    Raises ConfigError or Refused where the entry is unknown, in use, or its events are still kept.
    """
    here = position(parties)
    gone = here.keyring.removal(request.id)
    if gone is not None and gone.why == "retired":
        return _finished(parties, request, _epoch(here.keyring, gone), made=False)
    epoch = retirable(here.keyring, request.id, here.now, request.retention)
    if not request.execute:
        return _retirement(parties, epoch, made=True)
    _, deployed = needed_lead(parties.functions, request.cache_seconds)
    keyring = retired(here.keyring, epoch, here.now, here.by, request.reason)
    record = begin(parties, here.by, "retire", (request.id,), request.reason)
    change(parties, here, keyring, record, deployed)
    prove_loaded(parties.functions, deployed, keyring)
    return _finished(parties, request, epoch, made=True)


def _finished(
    parties: Parties, request: RetirementRequest, epoch: Epoch, *, made: bool
) -> Retirement:
    if request.execute:
        settle(parties)
        for finding in diagnose(read_all(parties.secret, look(parties))):
            if isinstance(finding.fix, Unlabel):
                parties.secret.unlabel(finding.fix.version, finding.fix.label)
    return _retirement(parties, epoch, made=made)


def _retirement(parties: Parties, epoch: Epoch, *, made: bool) -> Retirement:
    return Retirement(parties.secret.name, epoch, made, parties.secret.unlabelled())


def _epoch(keyring: Keyring, gone: RemovedEntry) -> Epoch:
    first = next(each for each in keyring.removed if each.why == "retired")
    starts: datetime | None = None if first is gone else gone.active_from
    return Epoch(gone.id, starts, gone.until or gone.removed_at)
