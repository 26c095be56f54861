"""An apply's journal, written by what Terraform says, with room on the disk for its state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime

from toolkit.adapters.journal_file import JournalFile, Journals
from toolkit.adapters.kept_state import KeptStates
from toolkit.domain.journal import CHANGES, Header
from toolkit.domain.progress import (
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    StateDumped,
)

Hearing = Callable[[Callable[[Event], None]], AbstractContextManager[None]]
"""Lets somebody hear events, as long as it is open."""


@dataclass(frozen=True)
class Recorder:
    """What records the applies of one environment; `now` is UTC."""

    journals: Journals
    kept: KeptStates
    heard_by: Hearing
    now: Callable[[], datetime]

    @contextmanager
    def record(self, header: Header) -> Iterator[JournalFile]:
        """A new journal, as long as its apply runs."""
        self.kept.set_room_aside()
        try:
            file = self.journals.begin(header)
            try:
                with self.heard_by(lambda event: self._note(file, event)):
                    yield file
            finally:
                file.close()
        finally:
            self.kept.give_room_back()

    def _note(self, file: JournalFile, event: Event) -> None:
        match event:
            case ResourceStarted() | ResourceDone() | ResourceFailed():
                if event.action in CHANGES:
                    file.add(event)
            case StateDumped(text):
                self.kept.keep(text, self.now())
