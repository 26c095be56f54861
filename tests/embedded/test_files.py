from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.embedded.files import is_held, locked, write_beside

HOLDER = """
import sys
from pathlib import Path
from toolkit.embedded.files import hold_for_life
print(hold_for_life(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


def holder(lock: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_file_is_replaced_with_its_mode_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_beside(path, "old")

    write_beside(path, "new", mode=0o755)

    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o755
    assert [each.name for each in path.parent.iterdir()] == ["file"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_beside(path, "old")

    with pytest.raises(UnicodeEncodeError):
        write_beside(path, "\ud800")

    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_lock_nobody_made_is_not_held(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")


def test_a_lock_is_free_again_after_its_block(tmp_path: Path) -> None:
    lock = tmp_path / "lock"

    with locked(lock):
        held_within = is_held(lock)

    assert held_within
    assert not is_held(lock)


@pytest.mark.embedded
def test_a_lock_for_life_is_taken_once_and_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    first = holder(lock)
    first_got_it = said(first)
    second = holder(lock)
    second_got_it = said(second)
    second.communicate()
    held_meanwhile = is_held(lock)

    first.kill()
    first.communicate()

    assert (first_got_it, second_got_it) == ("True", "False")
    assert held_meanwhile
    assert not is_held(lock)


def test_nobody_holds_what_cannot_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert not is_held(tmp_path / "file" / "lock")
    assert not is_held(tmp_path / "not-there")
