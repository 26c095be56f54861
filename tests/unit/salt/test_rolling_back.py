from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.parties import World
from toolkit.errors import Refused
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import RotationRequest, rotate

REQUEST = RollbackRequest(cache_seconds=300)
ACCEPTED = replace(REQUEST, accept_broken_joins=True, reason="the CRM joins by user_id")


@pytest.fixture
def rotated(started: World) -> World:
    """A second entry that waits for its instant, an hour ahead."""
    rotate(started.parties, RotationRequest(300, activate_in=timedelta(hours=1)))
    return started


@pytest.fixture
def switched(rotated: World) -> World:
    """A second entry that has keyed events for a day."""
    rotated.clock.pass_by(days=1)
    return rotated


def test_a_waiting_entry_is_removed_and_remembered(rotated: World) -> None:
    waiting = rotated.secret.keyring.newest

    done = roll_back(rotated.parties, replace(REQUEST, reason="not today"))

    keyring = rotated.secret.keyring
    assert done.removed == waiting.id
    assert len(keyring.entries) == 1
    gone = keyring.removal(waiting.id)
    assert gone is not None
    assert (gone.why, gone.reason, gone.removed_by) == ("rolled back", "not today", "anna")


def test_a_second_rollback_has_nothing_left_to_do(rotated: World) -> None:
    first = roll_back(rotated.parties, REQUEST)

    second = roll_back(rotated.parties, REQUEST)

    assert (second.made, second.removed) == (False, first.removed)
    assert len(rotated.secret.keyring.entries) == 1


def test_too_close_to_its_instant_an_entry_stays(rotated: World) -> None:
    rotated.clock.pass_by(minutes=50)

    with pytest.raises(Refused, match="becomes active in 10m, too soon to be removed"):
        roll_back(rotated.parties, REQUEST)

    assert len(rotated.secret.keyring.entries) == 2


def test_once_active_it_is_refused_and_says_what_would_break(switched: World) -> None:
    with pytest.raises(Refused, match="has been active since") as caught:
        roll_back(switched.parties, REQUEST)

    assert "will join neither" in caught.value.details[0]
    assert len(switched.secret.keyring.entries) == 2


def test_breaking_joins_wants_a_reason(switched: World) -> None:
    with pytest.raises(Refused, match="wants a reason"):
        roll_back(switched.parties, replace(ACCEPTED, reason=""))


def test_with_broken_joins_accepted_the_older_salt_keys_events_again(switched: World) -> None:
    old, new = switched.secret.keyring.entries

    done = roll_back(switched.parties, ACCEPTED)

    keyring = switched.secret.keyring
    assert keyring.entries[:2] == (old, new)
    assert keyring.newest.salt == old.salt
    assert (keyring.newest.id, keyring.newest.restores) == (done.restored, old.id)
    assert keyring.newest.active_from >= switched.clock.now + timedelta(minutes=11)
    assert "the CRM joins by user_id" in switched.history.lines[-1]


def test_asked_again_it_does_not_flip_back(switched: World) -> None:
    roll_back(switched.parties, ACCEPTED)
    before = switched.secret.keyring

    again = roll_back(switched.parties, ACCEPTED)

    assert not again.made
    assert switched.secret.keyring == before


def test_a_return_that_waits_can_be_rolled_back_too(switched: World) -> None:
    before = switched.secret.keyring.entries
    roll_back(switched.parties, ACCEPTED)

    roll_back(switched.parties, REQUEST)

    assert switched.secret.keyring.entries == before


def test_the_only_salt_has_nothing_before_it(started: World) -> None:
    with pytest.raises(Refused, match="is the only salt"):
        roll_back(started.parties, ACCEPTED)


def test_a_dry_rollback_changes_nothing(rotated: World) -> None:
    before = rotated.secret.keyring

    done = roll_back(rotated.parties, replace(REQUEST, dry_run=True))

    assert done.made
    assert rotated.secret.keyring == before
