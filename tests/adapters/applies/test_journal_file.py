"""A journal on the disk: whole line by line, its owner's alone, and never another's."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.applies.journals import STREAM, VPC, header
from toolkit.adapters.journal_file import Journals
from toolkit.domain.journal import Ended
from toolkit.domain.progress import ResourceDone, ResourceStarted
from toolkit.errors import ConfigError

BEGUN = ResourceStarted(STREAM.address, "create")
DONE = ResourceDone(STREAM.address, "create", 30, "arn")


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A second later at each look."""
    seconds = iter(range(10**6))
    return lambda: datetime(2026, 11, 28, 10, tzinfo=UTC) + timedelta(seconds=next(seconds))


@pytest.fixture
def journals(tmp_path: Path, clock: Callable[[], datetime]) -> Journals:
    return Journals(tmp_path / "applies" / "staging", clock)


def test_where_nothing_was_applied_there_is_no_journal(journals: Journals) -> None:
    assert journals.all() == ()
    assert not journals.folder.exists()


def test_a_journal_is_on_the_disk_before_anything_happens_and_after_each_event(
    journals: Journals,
) -> None:
    running = journals.begin(header(STREAM, VPC))
    assert journals.all()[0].journal.header == header(STREAM, VPC)

    running.add(BEGUN)
    assert journals.all()[0].journal.entries == (BEGUN,)
    running.add(DONE)
    running.end("failed")

    (found,) = journals.all()
    assert found.journal.entries == (BEGUN, DONE, Ended("failed", "2026-11-28T10:00:01+00:00"))
    assert found.journal == running.journal
    running.close()


def test_a_journal_is_its_owner_s_alone(journals: Journals) -> None:
    running = journals.begin(header())

    assert running.path.stat().st_mode & 0o777 == 0o600
    running.close()


def test_a_journal_lives_as_long_as_somebody_writes_it(journals: Journals) -> None:
    running = journals.begin(header())
    assert journals.unsettled()[0].alive

    running.close()

    assert not journals.unsettled()[0].alive


def test_two_applies_at_once_have_a_journal_each(journals: Journals) -> None:
    first, second = journals.begin(header(STREAM)), journals.begin(header(VPC))
    first.add(BEGUN)
    second.end("failed")
    first.add(DONE)

    one, other = journals.all()
    assert one.journal.entries == (BEGUN, DONE)
    assert other.journal.header.planned == (VPC,)
    first.close()
    second.close()


def test_what_somebody_has_looked_after_is_settled(journals: Journals) -> None:
    running = journals.begin(header(STREAM))
    running.add(BEGUN)
    running.close()
    with running.path.open("ab") as file:
        file.write(b'{"event":"done","addr')

    (found,) = journals.unsettled()
    journals.settle(found)

    assert journals.unsettled() == ()
    assert journals.all()[0].journal.entries[0] == BEGUN


def test_a_journal_without_a_whole_first_line_says_nothing(journals: Journals) -> None:
    running = journals.begin(header(STREAM))
    running.close()
    os.truncate(running.path, 40)

    assert journals.all() == ()


def test_the_last_few_are_kept_and_every_one_that_is_not_settled(journals: Journals) -> None:
    killed = journals.begin(header(VPC))
    killed.close()
    for _ in range(9):
        ended = journals.begin(header(STREAM))
        ended.end("applied")
        ended.close()

    found = journals.all()
    assert found[0].path == killed.path
    assert len(found) == 1 + 5 + 1


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A place where no folder can be made, not even by root."""
    file = tmp_path / "a file"
    file.touch()
    return file / "staging"


def test_without_a_journal_nothing_is_applied(
    unwritable: Path, clock: Callable[[], datetime]
) -> None:
    with pytest.raises(ConfigError, match="the journal of the apply cannot be written") as refusal:
        Journals(unwritable, clock).begin(header())

    assert "nothing was changed" in refusal.value.hint


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file may grow beyond what this one has; Python hears of it as of a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 10, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_stops_no_apply_and_the_lines_follow_once_there_is_room(
    journals: Journals,
) -> None:
    running = journals.begin(header(STREAM))
    before = running.path.read_bytes()
    with full_disk(running.path):
        running.add(BEGUN)
    assert running.path.read_bytes() == before

    running.add(DONE)

    assert running.journal.entries == (BEGUN, DONE)
    assert journals.all()[0].journal.entries == (BEGUN, DONE)
    running.close()
