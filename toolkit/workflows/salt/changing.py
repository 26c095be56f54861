"""How every change reaches the secret: recorded, stored as pending, tested, made current.

AWSCURRENT moves only away from the very version that the change was made from, so of two changes
at once one wins and no entry is ever lost; until that move nobody uses what was stored.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from toolkit.domain.salt.functions import DeployedFunction
from toolkit.domain.salt.history import Action, Phase, Record, unfinished
from toolkit.domain.salt.keyring import Keyring
from toolkit.domain.salt.labels import CURRENT, PENDING, PREVIOUS
from toolkit.domain.salt.secret_text import LARGEST, write_keyring
from toolkit.errors import Refused, ServiceError, SnowopsError
from toolkit.workflows.salt.looking import Position
from toolkit.workflows.salt.parties import Functions, Parties


def change(
    parties: Parties,
    position: Position,
    keyring: Keyring,
    record: Record,
    deployed: tuple[DeployedFunction, ...],
) -> None:
    """Puts a keyring in the place of the current one.

    Raises ServiceError where it fails a test or somebody else was faster; then nobody has used it
    and the current keyring is what it was.
    """
    text = _text(keyring)
    settle(parties)
    parties.history.append(record)
    try:
        parties.secret.put_pending(text, record.version)
        _test(parties, keyring, record.version, deployed)
        if not parties.secret.move_current(record.version, position.version):
            raise _overtaken(parties)
    except SnowopsError:
        with suppress(ServiceError):  # what went wrong first is what the operator has to know
            parties.secret.unlabel(record.version, PENDING)
            settle(parties)
        raise
    parties.secret.unlabel(record.version, PENDING)
    end(parties, record, "done")


def begin(
    parties: Parties, by: str, action: Action, ids: tuple[str, ...], reason: str = ""
) -> Record:
    """The record of a change that is about to be made, under the id of its version."""
    source = parties.source
    return Record(source.now(), action, "begun", source.token(), by, ids, reason)


def end(parties: Parties, record: Record, phase: Phase) -> None:
    """Records how a change ended."""
    parties.history.append(replace(record, phase=phase, at=parties.source.now()))


def settle(parties: Parties) -> None:
    """Ends changes that were cut short: made, where their version is current."""
    labels = parties.secret.look().labels
    for version, borne in labels.items():
        if {CURRENT, PENDING} <= set(borne):
            parties.secret.unlabel(version, PENDING)
    for record in unfinished(parties.history.records()):
        made = {CURRENT, PREVIOUS}.intersection(labels.get(record.version, ()))
        end(parties, record, "done" if made else "abandoned")


def prove_loaded(
    functions: Functions, deployed: tuple[DeployedFunction, ...], keyring: Keyring
) -> None:
    """Lets every function read the current keyring; raises ServiceError where one has another."""
    for function in deployed:
        _check(functions, function.name, CURRENT, keyring)


def _test(
    parties: Parties, keyring: Keyring, version: str, deployed: tuple[DeployedFunction, ...]
) -> None:
    stored = parties.secret.text(version, PENDING)
    if stored != write_keyring(keyring):
        raise _overtaken(parties)
    try:
        for function in deployed:
            _check(parties.functions, function.name, PENDING, keyring)
    except ServiceError:
        if parties.secret.look().version(PENDING) != version:
            raise _overtaken(parties) from None  # the function met the keyring of another
        raise


def _check(functions: Functions, name: str, label: str, keyring: Keyring) -> None:
    report = functions.self_test(name, label=label)
    bridged = tuple(entry.id for entry in keyring.entries if entry.bridge is not None)
    if (report.ids, report.bridged) != (keyring.ids, bridged):
        raise ServiceError(
            f"the function {name} does not read the keyring under {label}",
            details=(f"it reports {', '.join(report.ids) or 'nothing'}",),
            hint="somebody changed the keyring just now, or an older artifact is deployed: "
            "look at `snowops salt status`, or apply the environment",
        )
    if not report.computes:
        raise ServiceError(
            f"the function {name} computes a wrong HMAC for a published vector (RFC 4231)",
            hint="compare what is deployed: `snowops artifact verify`",
        )


def _text(keyring: Keyring) -> str:
    text = write_keyring(keyring)
    if len(text.encode()) > LARGEST:
        raise Refused(
            "the keyring has grown larger than a secret can be", hint="retire its oldest entries"
        )
    return text


def _overtaken(parties: Parties) -> ServiceError:
    return ServiceError(
        f"somebody else changed {parties.secret.name} at the same time, and theirs stands",
        details=("nothing of this change is in use",),
        hint="see what they did: `snowops salt status`, `snowops salt history`",
    )
