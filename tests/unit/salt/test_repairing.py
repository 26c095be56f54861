from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.parties import World
from toolkit.domain.salt.labels import CURRENT, PENDING, PREVIOUS
from toolkit.domain.salt.secret_text import read_keyring, write_keyring
from toolkit.workflows.salt.initializing import FIRST_TOKEN
from toolkit.workflows.salt.repairing import examine, repair
from toolkit.workflows.salt.reporting import history
from toolkit.workflows.salt.retiring import RetirementRequest, retire
from toolkit.workflows.salt.rotating import RotationRequest, rotate

REQUEST = RotationRequest(300)


@pytest.fixture
def rotated(started: World) -> World:
    rotate(started.parties, REQUEST)
    return started


def current(world: World) -> str:
    version = world.secret.look().version(CURRENT)
    assert version is not None
    return version


def test_a_sound_secret_is_left_alone(rotated: World) -> None:
    before = dict(rotated.secret.labels)

    done = repair(rotated.parties)

    assert (done.findings, done.made) == ((), False)
    assert rotated.secret.labels == before


def test_a_pending_label_that_was_left_is_taken_off(rotated: World) -> None:
    rotated.secret._put(None, "f" * 36, PENDING)

    done = repair(rotated.parties)

    assert done.made
    assert rotated.secret.look().version(PENDING) is None
    assert history(rotated.parties)[-1].action == "repair"


def test_looking_changes_nothing(rotated: World) -> None:
    rotated.secret._put(None, "f" * 36, PENDING)

    found = examine(rotated.parties)

    assert len(found.findings) == 1
    assert rotated.secret.look().version(PENDING) == "f" * 36


@pytest.mark.parametrize("text", [None, "", "hunter2", '{"entries": []}'])
def test_a_broken_current_version_goes_back_to_the_one_before(
    started: World, text: str | None
) -> None:
    before = started.secret.keyring
    started.secret._attach(PREVIOUS, FIRST_TOKEN)
    started.secret._put(text, "f" * 36, CURRENT)

    done = repair(started.parties)

    assert done.made
    assert started.secret.keyring == before
    assert all("hunter2" not in finding.sentence for finding in done.findings)


def test_a_broken_version_with_nothing_before_it_needs_a_person(started: World) -> None:
    started.secret.texts[FIRST_TOKEN] = "hunter2"

    done = repair(started.parties)

    assert (done.made, done.stuck) == (False, True)


def test_without_a_current_version_the_one_before_becomes_it(rotated: World) -> None:
    started = read_keyring(rotated.secret.texts[FIRST_TOKEN] or "")
    rotated.secret.unlabel(current(rotated), CURRENT)

    done = repair(rotated.parties)

    assert done.made
    assert rotated.secret.keyring.ids == started.ids


def test_without_any_readable_version_a_person_is_needed(started: World) -> None:
    started.secret.texts[FIRST_TOKEN] = None
    started.secret.labels[FIRST_TOKEN] = [PREVIOUS]

    assert repair(started.parties).stuck


def test_entries_that_were_lost_come_back(rotated: World) -> None:
    whole = rotated.secret.keyring
    shorter = replace(whole, entries=whole.entries[1:])
    rotated.secret._attach(PREVIOUS, current(rotated))
    rotated.secret._put(write_keyring(shorter), "f" * 36, CURRENT)

    done = repair(rotated.parties)

    assert done.made
    assert rotated.secret.keyring == whole


def test_entries_that_contradict_each_other_need_a_person(rotated: World) -> None:
    whole = rotated.secret.keyring
    other = replace(whole.newest, id="another", salt=bytes(range(32)))
    rotated.secret._attach(PREVIOUS, current(rotated))
    changed = replace(whole, entries=(whole.entries[0], other))
    rotated.secret._put(write_keyring(changed), "f" * 36, CURRENT)

    done = repair(rotated.parties)

    assert (done.made, done.stuck) == (False, True)


def test_a_retired_salt_that_is_still_labelled_is_found(rotated: World) -> None:
    rotated.clock.pass_by(days=800)
    oldest = rotated.secret.keyring.entries[0].id
    holding = current(rotated)
    year = timedelta(days=365)
    retire(rotated.parties, RetirementRequest(oldest, 300, year, execute=True))
    rotated.secret._attach(PREVIOUS, holding)

    done = repair(rotated.parties)

    assert f"still holds the retired {oldest}" in done.findings[0].sentence
    assert rotated.secret.labels[holding] == []
