"""What an apply has around it, so that whatever ends it, somebody can tell what it has done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from toolkit.domain.journal import FoundJournal, Header, How, Journal
from toolkit.domain.state_file import KeptState
from toolkit.workflows.unlocking import Held


class Recording(Protocol):
    """A journal that is being written."""

    @property
    def journal(self) -> Journal:
        """What it says by now."""

    def end(self, how: How) -> None:
        """Notes that Terraform has come back."""


class Journals(Protocol):
    """The journals of an environment's applies."""

    def all(self) -> tuple[FoundJournal, ...]:
        """Every one, oldest first."""
        ...

    def unsettled(self) -> tuple[FoundJournal, ...]:
        """Those that somebody has to look after."""
        ...

    def settle(self, found: FoundJournal) -> None:
        """Notes that somebody has."""


class KeptStates(Protocol):
    """The states of an environment that Terraform could not save."""

    def waiting(self) -> tuple[KeptState, ...]:
        """Those that wait to be pushed, oldest first."""
        ...

    def adopt(self) -> tuple[KeptState, ...]:
        """Moves what Terraform left to where nothing overwrites it."""
        ...

    def retire(self, kept: KeptState, *, pushed: bool) -> None:
        """Ends the wait of one."""

    def put_aside(self, damaged: Path) -> Path:
        """Moves a state that cannot be read out of the way; returns where to."""
        ...


@dataclass(frozen=True)
class Applies:
    """The collaborators around an apply, for one environment."""

    journals: Journals
    kept: KeptStates
    record: Callable[[Header], AbstractContextManager[Recording]]
    """Begins a journal, which hears whatever Terraform says as long as it is open."""
    lock: Callable[[], Held | None]
    """Looks who holds the lock on the state."""
    at_work: Callable[[], tuple[str, ...]]
    """Terraforms that work on the environment here, as far as the system tells."""
    damaged: Callable[[], Path | None]
    """The state, if it is a file of this machine and a full disk has cut it short."""
    started: Callable[[], str]
    """The time, for a journal: UTC, ISO 8601."""
