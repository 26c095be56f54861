"""States that Terraform could not save, kept until they are pushed."""

from __future__ import annotations

import itertools
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from toolkit.adapters.whole_file import FOR_ITS_OWNER, write_whole
from toolkit.domain.state_file import KeptState, read_state
from toolkit.errors import ConfigError

ERRORED = "errored.tfstate"
"""What Terraform calls such a state, in the folder that it works in."""

_RESERVE = ".reserve-"
RESERVE = 8 * 1024 * 1024
"""Bytes that an apply sets aside: a state of a whole pipeline has some 300 kB."""


class KeptStates:
    """Where the states of one environment are kept; `workspace` is where Terraform leaves them.

    `since`: an older state left there describes nothing that still is.
    """

    def __init__(self, folder: Path, workspace: Path, since: datetime | None = None) -> None:
        self.folder = folder
        self._errored = workspace / ERRORED
        self._since = since

    def waiting(self) -> tuple[KeptState, ...]:
        """Every state that waits to be pushed, oldest first; one that is still in place last."""
        return tuple(map(_read, [*sorted(self.folder.glob("*.tfstate")), *self._left()]))

    def adopt(self) -> tuple[KeptState, ...]:
        """Moves what Terraform left to where nothing overwrites it."""
        return tuple(self._adopted(_read(path)) for path in self._left())

    def keep(self, text: str, now: datetime) -> Path:
        """Writes a state that Terraform could write nowhere, into the room that was set aside."""
        place = self._free(now, "tfstate")
        elsewhere = Path(tempfile.gettempdir()) / place.name
        ways = ((self._into_reserve, place), (_into_new, place), (_into_new, elsewhere))
        for write, where in ways:
            with suppress(OSError):
                return write(where, text.encode())
        raise ConfigError(
            "the state could be written nowhere, neither by Terraform nor by snowops",
            hint="make room; what was created is named in the journal",
        )

    def set_room_aside(self) -> None:
        """Takes the room on the disk that a state may need.

        Raises ConfigError where there is none: with a full disk nothing should be changed.
        """
        try:
            self._make()
            for left in self.folder.glob(f"{_RESERVE}*"):
                if not _lives(left.name.removeprefix(_RESERVE)):
                    left.unlink()
            write_whole(self._reserve, bytes(RESERVE))
        except OSError as error:
            raise ConfigError(
                f"there is no room to keep a state in {self.folder}: {error.strerror}",
                hint=f"make room for {RESERVE // 1024 // 1024} MB; nothing was changed",
            ) from error

    def give_room_back(self) -> None:
        """Ends what `set_room_aside` began."""
        self._reserve.unlink(missing_ok=True)

    def retire(self, kept: KeptState, *, pushed: bool) -> None:
        """Ends the wait: a state that was pushed goes, one that was overtaken stays as evidence."""
        if pushed:
            kept.path.unlink(missing_ok=True)
        else:
            self._move(kept.path, "overtaken")

    def put_aside(self, damaged: Path) -> Path:
        """Moves a state file that cannot be read out of the way, and keeps it."""
        return self._move(damaged, "damaged")

    @property
    def _reserve(self) -> Path:
        """A file for each apply: who began in vain takes nobody's room away."""
        return self.folder / f"{_RESERVE}{os.getpid()}"

    def _left(self) -> list[Path]:
        if not self._errored.is_file():
            return []
        written = datetime.fromtimestamp(self._errored.stat().st_mtime, UTC)
        return [self._errored] if self._since is None or written >= self._since else []

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def _adopted(self, found: KeptState) -> KeptState:
        kind = "tfstate" if found.facts is not None else "damaged"
        return KeptState(self._move(found.path, kind), found.facts)

    def _move(self, path: Path, kind: str) -> Path:
        try:
            self._make()
            place = self._free(datetime.fromtimestamp(path.stat().st_mtime, UTC), kind)
            path.chmod(FOR_ITS_OWNER)
            self._copy(path, place)
            path.unlink()
        except OSError as error:
            raise ConfigError(
                f"{path} could not be put where it is safe: {error.strerror}",
                hint="copy it somewhere else now: it may be the only copy of this state",
            ) from error
        return place

    def _copy(self, path: Path, place: Path) -> None:
        """The file under another name: a link takes no room on a full disk, if it is the same."""
        try:
            os.link(path, place)
        except OSError:
            try:
                self._into_reserve(place, path.read_bytes())
            except OSError:
                _into_new(place, path.read_bytes())

    def _into_reserve(self, place: Path, content: bytes) -> Path:
        with self._reserve.open("r+b") as file:
            file.write(content)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        self._reserve.rename(place)
        return place

    def _free(self, when: datetime, kind: str) -> Path:
        """A name that nobody has."""
        name = f"{when:%Y%m%dT%H%M%SZ}"
        taken = {path.name for path in self.folder.glob(f"{name}*")}
        names = (f"{name}{f'-{number}' if number else ''}.{kind}" for number in itertools.count())
        return self.folder / next(each for each in names if each not in taken)


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _into_new(place: Path, content: bytes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, content)
    return place


def _read(path: Path) -> KeptState:
    text = path.read_text(encoding="utf-8", errors="replace")
    return KeptState(path, read_state(text) if text else None)
