"""A state that could not be saved is kept, whole and for its owner alone, until it is pushed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.applies.test_state_file import resource, state
from toolkit.adapters.kept_state import KeptStates
from toolkit.errors import ConfigError

NOW = datetime(2026, 11, 28, 10, tzinfo=UTC)
WHOLE = state(resource({"attributes": {"id": "arn", "name": "good"}}))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "build" / "staging"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def kept(tmp_path: Path, workspace: Path) -> KeptStates:
    return KeptStates(tmp_path / "applies" / "staging", workspace)


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that no link reaches."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is one disk here")
    folder = memory / f"snowops-test-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def leave(workspace: Path, text: str = WHOLE) -> None:
    """What Terraform leaves when it cannot save the state."""
    path = workspace / "errored.tfstate"
    path.write_text(text)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))


def test_where_every_state_was_saved_none_waits(kept: KeptStates) -> None:
    assert kept.waiting() == kept.adopt() == ()
    assert not kept.folder.exists()


def test_a_state_waits_before_it_was_moved_too(kept: KeptStates, workspace: Path) -> None:
    leave(workspace)

    (found,) = kept.waiting()

    assert found.path == workspace / "errored.tfstate"
    assert found.facts is not None
    assert found.facts.serial == 7


def test_a_state_is_moved_to_where_only_its_owner_reads_it(
    kept: KeptStates, workspace: Path
) -> None:
    leave(workspace)

    (found,) = kept.adopt()

    assert found.path == kept.folder / "20261128T100000Z.tfstate"
    assert found.path.read_text() == WHOLE
    assert found.path.stat().st_mode & 0o777 == 0o600
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    assert not (workspace / "errored.tfstate").exists()
    assert kept.waiting() == (found,)


def test_no_state_takes_the_place_of_another(kept: KeptStates, workspace: Path) -> None:
    for serial in range(3):
        leave(workspace, state(serial=serial))
        kept.adopt()

    found = {each.path.name: each.facts.serial for each in kept.waiting() if each.facts}
    assert found == {
        "20261128T100000Z.tfstate": 0,
        "20261128T100000Z-1.tfstate": 1,
        "20261128T100000Z-2.tfstate": 2,
    }


def test_a_state_that_was_cut_short_is_kept_and_never_pushed(
    kept: KeptStates, workspace: Path
) -> None:
    leave(workspace, WHOLE[:-10])

    (found,) = kept.adopt()

    assert found.facts is None
    assert found.path.name == "20261128T100000Z.damaged"
    assert found.path.read_text() == WHOLE[:-10]
    assert kept.waiting() == ()


def test_a_state_that_was_pushed_goes_and_one_that_was_overtaken_stays(
    kept: KeptStates, workspace: Path
) -> None:
    leave(workspace)
    kept.adopt()
    leave(workspace, state(serial=9))
    kept.adopt()
    overtaken, pushed = kept.waiting()[0], kept.waiting()[1]

    kept.retire(pushed, pushed=True)
    kept.retire(overtaken, pushed=False)

    assert kept.waiting() == ()
    assert [path.suffix for path in kept.folder.iterdir()] == [".overtaken"]


def test_room_is_set_aside_for_a_state_and_given_back(kept: KeptStates) -> None:
    kept.set_room_aside()
    (reserve,) = kept.folder.iterdir()
    assert reserve.stat().st_blocks * 512 >= 8 * 1024 * 1024
    assert kept.waiting() == ()

    kept.give_room_back()

    assert list(kept.folder.iterdir()) == []


def test_who_begins_in_vain_takes_nobody_s_room_away(kept: KeptStates) -> None:
    kept.folder.mkdir(parents=True)
    parent, nobody = (kept.folder / f".reserve-{pid}" for pid in (os.getppid(), 2**22 + 1))
    parent.touch()
    nobody.touch()

    kept.set_room_aside()
    kept.give_room_back()

    assert list(kept.folder.iterdir()) == [parent]


def test_a_state_that_is_older_than_what_it_stands_for_is_left_alone(
    kept: KeptStates, workspace: Path
) -> None:
    leave(workspace)
    restarted = KeptStates(kept.folder, workspace, NOW + timedelta(seconds=1))

    assert restarted.waiting() == restarted.adopt() == ()
    assert len(kept.waiting()) == 1


def test_a_state_on_another_disk_goes_into_the_room_that_was_set_aside(
    kept: KeptStates, workspace: Path, other_disk: Path
) -> None:
    elsewhere = KeptStates(other_disk / "applies", workspace)
    elsewhere.set_room_aside()
    place_on_disk = (elsewhere.folder / f".reserve-{os.getpid()}").stat().st_ino
    leave(workspace)

    (found,) = elsewhere.adopt()

    assert found.path.stat().st_ino == place_on_disk
    assert found.path.read_text() == WHOLE
    assert not (workspace / "errored.tfstate").exists()


def test_a_state_that_terraform_could_only_print_goes_where_the_room_is(kept: KeptStates) -> None:
    kept.set_room_aside()
    reserve = kept.folder / f".reserve-{os.getpid()}"
    place_on_disk = reserve.stat().st_ino

    path = kept.keep(WHOLE, NOW)

    assert path.stat().st_ino == place_on_disk
    assert path.read_text() == WHOLE
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.path for each in kept.waiting()] == [path]


def test_a_state_is_kept_without_any_room_set_aside(kept: KeptStates) -> None:
    path = kept.keep(WHOLE, NOW)

    assert path.read_text() == WHOLE
    assert [each.path for each in kept.waiting()] == [path]


def test_a_state_that_finds_no_room_in_the_project_goes_elsewhere(
    tmp_path: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    path = KeptStates(tmp_path / "a file" / "staging", workspace).keep(WHOLE, NOW)

    assert path.parent == tmp_path
    assert path.read_text() == WHOLE
    assert path.stat().st_mode & 0o777 == 0o600


def test_where_there_is_no_room_for_a_state_nothing_should_be_changed(
    tmp_path: Path, workspace: Path
) -> None:
    (tmp_path / "a file").touch()

    with pytest.raises(ConfigError, match="no room to keep a state") as refusal:
        KeptStates(tmp_path / "a file" / "staging", workspace).set_room_aside()

    assert "nothing was changed" in refusal.value.hint


def test_a_damaged_state_is_put_aside(kept: KeptStates, tmp_path: Path) -> None:
    damaged = tmp_path / "terraform.tfstate"
    damaged.write_text(WHOLE[:50])

    place = kept.put_aside(damaged)

    assert place.suffix == ".damaged"
    assert place.read_text() == WHOLE[:50]
    assert not damaged.exists()
