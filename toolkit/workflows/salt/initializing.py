"""The first salt of an environment."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.salt.history import Record, settled
from toolkit.domain.salt.instants import instant_text
from toolkit.domain.salt.keyring import SALT_BYTES
from toolkit.domain.salt.labels import CURRENT
from toolkit.domain.salt.rotation import first_keyring
from toolkit.domain.salt.secret_text import write_keyring
from toolkit.errors import Refused, ServiceError
from toolkit.workflows.salt.changing import end, settle
from toolkit.workflows.salt.looking import look, position
from toolkit.workflows.salt.parties import Parties

FIRST_TOKEN = "snowops-first-keyring-00000000001"  # noqa: S105 - the name of a version
"""Version id of every first keyring: Secrets Manager takes one value for it and no second."""


@dataclass(frozen=True)
class Initialized:
    """What `salt init` found or made; no byte of a salt."""

    secret: str
    id: str
    made: bool
    """False where there was a keyring already."""


def init(parties: Parties, *, anew: bool = False, dry_run: bool = False) -> Initialized:
    """Makes the keyring's first entry; a keyring that exists is left alone.

    Raises Refused where the history knows of an earlier keyring, unless it may begin `anew`.
    """
    facts = look(parties)
    if facts.labels:
        return _existing(parties, settling=not dry_run)
    if not anew:
        _check_history(parties)
    by = parties.source.operator()
    keyring = first_keyring(parties.source.random(SALT_BYTES), facts.now, by)
    made = Initialized(parties.secret.name, keyring.newest.id, made=True)
    if dry_run:
        return made
    record = Record(parties.source.now(), "init", "begun", FIRST_TOKEN, by, keyring.ids)
    parties.history.append(record)
    if not parties.secret.put_first(write_keyring(keyring), FIRST_TOKEN):
        end(parties, record, "abandoned")
        return _existing(parties, settling=False)
    _check_first(parties)
    end(parties, record, "done")
    return made


def _check_history(parties: Parties) -> None:
    done = [record for record in settled(parties.history.records()) if record.phase == "done"]
    if done:
        raise Refused(
            f"{parties.secret.name} is empty, but it held a keyring on {instant_text(done[-1].at)}",
            details=("a new salt would join with nothing that is in the warehouse",),
            hint="find the old secret; or, if nothing has to be joined: --anew",
        )


def _existing(parties: Parties, *, settling: bool) -> Initialized:
    keyring = position(parties).keyring
    if settling:
        settle(parties)
    return Initialized(parties.secret.name, keyring.newest.id, made=False)


def _check_first(parties: Parties) -> None:
    if parties.secret.look().version(CURRENT) != FIRST_TOKEN:
        raise ServiceError(
            f"somebody else wrote to {parties.secret.name} at the same time",
            hint="look at `snowops salt status`, then `snowops salt repair`",
        )
