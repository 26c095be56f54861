"""A bridge between two salts: for a while events carry the older pseudonyms of a few columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches

from toolkit.domain.salt.instants import duration_text
from toolkit.domain.salt.keyring import Bridge, Keyring
from toolkit.errors import ConfigError, Refused
from toolkit.runtime.fields import FIELDS, STAMPED

SCHEMA = "iglu:com.snowops/pseudonym_bridge/jsonschema/1-0-0"
"""Schema of the context that carries the older pseudonyms."""

COLUMNS = tuple(field.name for field in FIELDS if field.holds_pseudonym and field.name != STAMPED)
"""Columns that can be bridged: a pseudonym fits into them."""

MOST_COLUMNS = 8
LONGEST = timedelta(days=90)


@dataclass(frozen=True)
class Mapping:
    """What a mapping job of the warehouse needs to know."""

    old_id: str
    new_id: str
    old_from: datetime | None
    """None: from the beginning."""
    new_from: datetime
    bridge: Bridge


def check_columns(columns: tuple[str, ...]) -> None:
    """Raises ConfigError where a column cannot be bridged."""
    for column in columns:
        if column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, n=1)
            raise ConfigError(
                f"'{column}' is no column that holds a pseudonym",
                hint=f"do you mean {near[0]}?" if near else "for example user_id, domain_userid",
            )
    if not columns or len(columns) > MOST_COLUMNS or len(set(columns)) < len(columns):
        raise ConfigError(f"a bridge takes 1 to {MOST_COLUMNS} columns, each once")


def bridge_of(
    keyring: Keyring,
    columns: tuple[str, ...],
    starts: datetime,
    length: timedelta,
    old_id: str | None,
) -> Bridge:
    """The bridge from an older entry to the newest; raises ConfigError or Refused."""
    check_columns(columns)
    if not timedelta(0) < length <= LONGEST:
        raise ConfigError(
            f"{duration_text(length)} is no length for a bridge",
            hint=f"give --for {duration_text(LONGEST)} or less",
        )
    older = keyring.before(keyring.newest.id) if old_id is None else keyring.entry(old_id)
    if older is None or older is keyring.newest:
        raise Refused(
            f"there is no entry older than {keyring.newest.id} to lead from"
            if old_id is None
            else f"{old_id} is no older entry of the keyring",
            hint="a bridge joins two salts: rotate first",
        )
    if older.salt == keyring.newest.salt:
        raise Refused(
            f"{keyring.newest.id} has the salt of {older.id}: their pseudonyms join already",
            hint="name another entry with --from",
        )
    return Bridge(older.id, columns, starts, starts + length)


def bridged(keyring: Keyring, bridge: Bridge | None) -> Keyring:
    """The keyring whose newest entry has this bridge, or none."""
    newest = replace(keyring.newest, bridge=bridge)
    return replace(keyring, entries=(*keyring.entries[:-1], newest))


def mapping(keyring: Keyring) -> Mapping | None:
    """What a mapping job needs for the newest entry's bridge; None where there is none."""
    bridge = keyring.newest.bridge
    old = keyring.entry(bridge.old_id) if bridge else None
    if bridge is None or old is None:
        return None
    first = old is keyring.entries[0]
    old_from = None if first else old.active_from
    return Mapping(old.id, keyring.newest.id, old_from, keyring.newest.active_from, bridge)
