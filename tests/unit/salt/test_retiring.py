from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.parties import START, World
from toolkit.domain.salt.secret_text import read_keyring
from toolkit.errors import ConfigError, Refused
from toolkit.workflows.salt.retiring import RetirementRequest, retire
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import RotationRequest, rotate

YEAR = timedelta(days=365)
OLD = f"salt-{START:%Y%m%dT%H%M%SZ}"
REQUEST = RetirementRequest(OLD, 300, YEAR, reason="kept for a year", execute=True)


@pytest.fixture
def aged(started: World) -> World:
    """An entry whose last event is two years old, and one that took over then."""
    rotate(started.parties, RotationRequest(300))
    started.clock.pass_by(days=730)
    return started


def salts_under_labels(world: World) -> set[bytes]:
    """Every salt that can still be read under a label."""
    labelled = (world.secret.texts[version] for version in world.secret.look().labels)
    return {entry.salt for text in labelled for entry in read_keyring(text or "").entries}


def test_without_execute_it_only_says_what_becomes_unlinkable(aged: World) -> None:
    until = aged.secret.keyring.entries[1].active_from

    found = retire(aged.parties, replace(REQUEST, execute=False))

    assert len(aged.secret.keyring.entries) == 2
    assert (found.epoch.starts, found.epoch.until) == (None, until)
    assert "become unlinkable" in found.epoch.sentence()


def test_a_retired_salt_is_under_no_label_any_more(aged: World) -> None:
    forgotten, kept = aged.secret.keyring.entries

    retire(aged.parties, REQUEST)

    assert salts_under_labels(aged) == {kept.salt}
    assert forgotten.salt not in salts_under_labels(aged)


def test_what_was_retired_is_remembered_without_its_salt(aged: World) -> None:
    retire(aged.parties, REQUEST)

    gone = aged.secret.keyring.removal(OLD)
    assert gone is not None
    assert (gone.why, gone.reason, gone.removed_by) == ("retired", "kept for a year", "anna")
    assert '"retire"' in aged.history.lines[-1]


def test_the_versions_that_the_service_keeps_are_counted(aged: World) -> None:
    done = retire(aged.parties, REQUEST)

    assert done.unlabelled_versions == len(aged.secret.labels) - 1


def test_asked_again_there_is_nothing_left_to_do(aged: World) -> None:
    first = retire(aged.parties, REQUEST)

    again = retire(aged.parties, REQUEST)

    assert not again.made
    assert again.epoch == first.epoch


def test_an_entry_whose_events_are_kept_stays(aged: World) -> None:
    with pytest.raises(Refused, match="are kept for another"):
        retire(aged.parties, replace(REQUEST, retention=3 * YEAR))

    assert len(aged.secret.keyring.entries) == 2


def test_the_entry_of_now_stays(aged: World) -> None:
    with pytest.raises(Refused, match="keys events of now"):
        retire(aged.parties, replace(REQUEST, id=aged.secret.keyring.newest.id))


def test_only_the_oldest_can_go(aged: World) -> None:
    middle = aged.secret.keyring.newest.id
    rotate(aged.parties, RotationRequest(300))
    aged.clock.pass_by(days=730)

    with pytest.raises(Refused, match=f"{OLD} is older"):
        retire(aged.parties, replace(REQUEST, id=middle))


def test_an_unknown_entry_is_answered_with_the_known_ones(aged: World) -> None:
    with pytest.raises(ConfigError, match="has no entry salt-2020") as caught:
        retire(aged.parties, replace(REQUEST, id="salt-2020"))

    assert OLD in caught.value.hint


def test_a_salt_that_was_brought_back_is_not_forgotten_by_its_first_name(aged: World) -> None:
    roll_back(aged.parties, RollbackRequest(300, accept_broken_joins=True, reason="joins"))
    aged.clock.pass_by(days=730)

    with pytest.raises(Refused, match="brought the salt of"):
        retire(aged.parties, REQUEST)


def test_the_second_retirement_names_both_ends_of_its_epoch(aged: World) -> None:
    second = aged.secret.keyring.newest
    retire(aged.parties, REQUEST)
    rotate(aged.parties, RotationRequest(300))
    aged.clock.pass_by(days=730)

    done = retire(aged.parties, replace(REQUEST, id=second.id))

    assert done.epoch.starts == second.active_from
    assert len(aged.secret.keyring.removed) == 2
