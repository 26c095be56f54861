"""The journals of an environment's applies: a file each, written line by line as things happen."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from toolkit.domain.journal import Ended, Entry, FoundJournal, Header, How, Journal, Settled
from toolkit.domain.journal_lines import entry_line, header_line, read_journal
from toolkit.errors import ConfigError

_KEPT = 5
"""Journals of the past that stay, beside those that still have to be looked after."""


class JournalFile:
    """One journal, as long as its apply runs; nobody else writes it.

    The file is locked until it is closed, and so until the process ends, however it ends.
    """

    def __init__(self, path: Path, header: Header, now: Callable[[], datetime]) -> None:
        self.journal = Journal(header)
        self.path = path
        self._now = now
        self._size = 0
        self._waiting = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._write(header_line(header))

    def add(self, entry: Entry) -> None:
        """Notes what has happened; on a full disk only here, until there is room again.

        Never raises: whatever becomes of its journal, the apply goes on.
        """
        self.journal = Journal(self.journal.header, (*self.journal.entries, entry))
        self._waiting += entry_line(entry)
        with suppress(OSError):
            self._write(self._waiting)
            self._waiting = ""

    def end(self, how: How) -> None:
        """Notes that Terraform has come back."""
        self.add(Ended(how, _text(self._now())))

    def close(self) -> None:
        """Lets others have it."""
        os.close(self._handle)

    def _write(self, text: str) -> None:
        """Writes everything or nothing."""
        rest = text.encode()
        try:
            while rest:
                rest = rest[os.write(self._handle, rest) :]
            os.fsync(self._handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._handle, self._size)
            raise
        self._size += len(text.encode())


class Journals:
    """All journals of one environment; `folder` may be where nothing is. `now` is UTC."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now

    def begin(self, header: Header) -> JournalFile:
        """A new journal, on the disk before anything is changed.

        Raises ConfigError where it cannot be written: an apply without one would be blind.
        """
        name = f"{self._now():%Y%m%dT%H%M%S.%fZ}-{os.getpid()}.jsonl"
        try:
            begun = JournalFile(self.folder / name, header, self._now)
        except OSError as error:
            raise ConfigError(
                f"the journal of the apply cannot be written: {error.strerror}",
                details=(str(self.folder),),
                hint="make room there, or make the folder yours; nothing was changed",
            ) from error
        self._forget_old_ones()
        return begun

    def all(self) -> tuple[FoundJournal, ...]:
        """Every journal that can be read, oldest first."""
        return tuple(self._read())

    def unsettled(self) -> tuple[FoundJournal, ...]:
        """Those of applies that did not end well, and that nobody has looked after since."""
        return tuple(found for found in self._read() if not found.journal.is_settled)

    def settle(self, found: FoundJournal) -> None:
        """Notes that what it left behind is known now."""
        handle = os.open(found.path, os.O_WRONLY | os.O_APPEND)
        try:
            # The last line may have been cut short.
            os.write(handle, b"\n" + entry_line(Settled(_text(self._now()))).encode())
            os.fsync(handle)
        finally:
            os.close(handle)

    def _read(self) -> Iterator[FoundJournal]:
        for path in sorted(self.folder.glob("*.jsonl")):
            try:
                alive = _is_written(path)
                journal = read_journal(path.read_text(encoding="utf-8", errors="replace"))
            except OSError as error:
                raise ConfigError(
                    f"the journal {path} cannot be read: {error.strerror}",
                    hint="make it yours: it says what an apply has left behind",
                ) from error
            if journal is not None:
                yield FoundJournal(path, journal, alive)

    def _forget_old_ones(self) -> None:
        settled = [found for found in self._read() if found.journal.is_settled and not found.alive]
        for found in settled[:-_KEPT]:
            found.path.unlink(missing_ok=True)


def _is_written(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")
