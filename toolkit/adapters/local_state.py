"""The lock on a state that is a file of this machine.

Terraform locks the file itself (`fcntl`), which ends with its process, and says who it is in
`.NAME.lock.info` beside it, which a killed one leaves behind.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from toolkit.domain.state_file import read_state
from toolkit.domain.state_lock import StateLock, read_lock, same_lock
from toolkit.errors import ConfigError, StateLocked


class LocalState:
    """A state file; `path` may be where nothing is."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def is_damaged(self) -> bool:
        """Whether the file is there and holds no whole state."""
        try:
            return read_state(self.path.read_text(encoding="utf-8", errors="replace")) is None
        except FileNotFoundError:
            return False

    def lock(self) -> StateLock | None:
        """What the file beside the state says; None without one."""
        try:
            text = self._info.read_text(encoding="utf-8", errors="replace")
            written = datetime.fromtimestamp(self._info.stat().st_mtime, UTC)
        except FileNotFoundError:
            return None
        return read_lock(text, mark=text, since=written)

    def held(self) -> bool:
        """Whether a living process holds the lock."""
        with self._alone() as alone:
            return not alone

    def release(self, lock: StateLock) -> bool:
        """Removes what a dead process has left behind; False where it is gone already.

        The state is locked meanwhile, so that no Terraform starts in between. Raises StateLocked
        where one holds it.
        """
        with self._alone() as alone:
            if not alone:
                raise StateLocked(
                    "a living process holds the lock on the state",
                    details=(str(self.path),),
                    hint="wait for it: the lock ends with the process",
                )
            now = self.lock()
            if now is None or not same_lock(now, lock):
                return False
            self._info.unlink(missing_ok=True)
            return True

    @property
    def _info(self) -> Path:
        return self.path.with_name(f".{self.path.name}.lock.info")

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Holds the lock if nobody does; whether that is so."""
        try:
            state = self.path.open("r+b")
        except FileNotFoundError:
            yield True
            return
        except OSError as error:
            raise ConfigError(f"cannot open {self.path}: {error.strerror}") from error
        with state:
            try:
                fcntl.lockf(state, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alone = True
            except OSError:
                alone = False
            yield alone
