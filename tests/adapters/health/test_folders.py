"""Folders as they are, on a real disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolkit.adapters.folders import look, make, room
from toolkit.domain.health.machine import Folder
from toolkit.errors import ConfigError


def test_a_folder_counts_what_is_in_it_and_below(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b").write_bytes(b"123")
    (tmp_path / "below" / "dangling").symlink_to("nowhere")

    found = look(tmp_path)

    assert (found.exists, found.writable) == (True, True)
    assert found.size == 5 + 3 + len("nowhere")


def test_a_folder_that_is_not_there_is_as_writable_as_the_one_around_it(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet"

    assert look(path) == Folder(str(path), exists=False, writable=True)


def test_a_file_in_the_way_cannot_be_written_and_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")

    assert look(tmp_path / "file").writable is False
    assert look(tmp_path / "file" / "below").writable is False


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_closed_folder_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert look(tmp_path).writable is False
    assert look(tmp_path / "below").writable is False


def test_a_folder_is_made_with_those_around_it_and_twice_is_fine(tmp_path: Path) -> None:
    make(tmp_path / "a" / "b")
    make(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")

    with pytest.raises(ConfigError, match="cannot make"):
        make(tmp_path / "file" / "below")


def test_room_is_that_of_the_disk_also_for_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert room(tmp_path / "not" / "yet") > 0
