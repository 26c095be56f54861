from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.parties import World
from toolkit.cli import salt_json
from toolkit.domain.salt.bridging import COLUMNS, SCHEMA
from toolkit.domain.salt.functions import SelfTest
from toolkit.errors import ConfigError, Refused, ServiceError
from toolkit.workflows.salt.bridging import BridgeRequest, bridge
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import RotationRequest, rotate

REQUEST = BridgeRequest(300, columns=("user_id", "domain_userid"), length=timedelta(days=14))


@pytest.fixture
def rotated(started: World) -> World:
    """A second entry that waits for its instant, an hour ahead."""
    rotate(started.parties, RotationRequest(300, activate_in=timedelta(hours=1)))
    return started


def test_a_bridge_begins_with_the_new_salt_and_ends(rotated: World) -> None:
    old, new = rotated.secret.keyring.entries

    bridge(rotated.parties, REQUEST)

    built = rotated.secret.keyring.newest.bridge
    assert built is not None
    assert (built.old_id, built.starts) == (old.id, new.active_from)
    assert built.ends - built.starts == timedelta(days=14)


def test_to_an_active_salt_it_begins_when_every_function_knows_of_it(rotated: World) -> None:
    rotated.clock.pass_by(days=1)

    bridge(rotated.parties, REQUEST)

    built = rotated.secret.keyring.newest.bridge
    assert built is not None
    assert built.starts == rotated.clock.now + timedelta(minutes=11)


def test_asked_again_it_does_not_move(rotated: World) -> None:
    bridge(rotated.parties, REQUEST)
    before = rotated.secret.keyring
    rotated.clock.pass_by(hours=3)

    again = bridge(rotated.parties, REQUEST)

    assert not again.made
    assert rotated.secret.keyring == before


def test_it_can_be_ended(rotated: World) -> None:
    bridge(rotated.parties, REQUEST)

    done = bridge(rotated.parties, BridgeRequest(300, end=True))

    assert (done.made, done.mapping) == (True, None)
    assert rotated.secret.keyring.newest.bridge is None


def test_without_columns_it_is_only_shown(rotated: World) -> None:
    bridge(rotated.parties, REQUEST)
    before = list(rotated.history.lines)

    shown = bridge(rotated.parties, BridgeRequest(300))

    assert not shown.made
    assert shown.mapping is not None
    assert rotated.history.lines == before


def test_a_mapping_job_is_told_ids_epochs_columns_window_and_schema(rotated: World) -> None:
    old, new = rotated.secret.keyring.entries

    values = salt_json.bridging(bridge(rotated.parties, REQUEST), dry_run=False)["bridge"]

    assert values == {
        "old_id": old.id,
        "new_id": new.id,
        "old_from": None,
        "new_from": "2026-11-25T11:00:00Z",
        "columns": ["user_id", "domain_userid"],
        "starts": "2026-11-25T11:00:00Z",
        "ends": "2026-12-09T11:00:00Z",
        "schema": SCHEMA,
        "column": "derived_contexts",
    }


def test_a_function_that_knows_no_bridges_stops_it(rotated: World) -> None:
    before = rotated.secret.keyring
    rotated.functions.faulty["enriched"] = SelfTest(before.ids, before.newest.id, computes=True)

    with pytest.raises(ServiceError, match="does not read the keyring"):
        bridge(rotated.parties, REQUEST)

    assert rotated.secret.keyring == before


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (("user",), "no column that holds a pseudonym"),
        (("geo_latitude",), "no column that holds a pseudonym"),
        (("etl_tags",), "no column that holds a pseudonym"),
        (("contexts",), "no column that holds a pseudonym"),
        (("user_id", "user_id"), "1 to 8 columns, each once"),
        (COLUMNS[:9], "1 to 8 columns, each once"),
    ],
)
def test_only_columns_that_hold_a_pseudonym_can_be_bridged(
    rotated: World, columns: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        bridge(rotated.parties, replace(REQUEST, columns=columns))


@pytest.mark.parametrize("length", [timedelta(0), timedelta(days=91)])
def test_a_bridge_is_bounded(rotated: World, length: timedelta) -> None:
    with pytest.raises(ConfigError, match="is no length for a bridge"):
        bridge(rotated.parties, replace(REQUEST, length=length))


def test_a_single_salt_has_nothing_to_lead_from(started: World) -> None:
    with pytest.raises(Refused, match="there is no entry older"):
        bridge(started.parties, REQUEST)


def test_the_old_entry_must_be_an_older_one(rotated: World) -> None:
    with pytest.raises(Refused, match="is no older entry"):
        bridge(rotated.parties, replace(REQUEST, old_id=rotated.secret.keyring.newest.id))


def test_a_salt_that_was_brought_back_needs_no_bridge_to_itself(rotated: World) -> None:
    first = rotated.secret.keyring.entries[0].id
    rotated.clock.pass_by(days=1)
    roll_back(rotated.parties, RollbackRequest(300, accept_broken_joins=True, reason="joins"))

    with pytest.raises(Refused, match="their pseudonyms join already"):
        bridge(rotated.parties, replace(REQUEST, old_id=first))
