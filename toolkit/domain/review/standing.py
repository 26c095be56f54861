"""The notes of one environment on a merge request, and what makes them the one that is wanted.

Each ends in a hidden line that names the run whose plan it shows, with a digest of what stands
above it. GitLab counts runs up, so that no clock decides which plan is the newer one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.domain.review.history import Earlier, distinct, history_of, is_note_of
from toolkit.domain.review.model import Review

STAMP_LENGTH = 200
"""Characters that the last line takes at most, with the empty one before it."""

_MOMENT = r"[0-9TZ:.+-]{1,40}"
_STAMP = re.compile(
    rf"\n<!-- snowops:run (\d{{1,18}}) (\d{{1,18}}) ({_MOMENT}) ([0-9a-f]{{64}}) -->\Z"
)


@dataclass(frozen=True, order=True)
class Run:
    """Whose plan a note shows; the larger is the newer."""

    pipeline: int
    """GitLab's id of the merge request's pipeline, not of its child; 0 outside GitLab."""
    job: int
    """GitLab's id of the job that planned; one that is run again has a larger one."""
    created: str
    """When the plan was made, as its review says; it only counts where no job is known."""

    @classmethod
    def of(cls, review: Review, pipeline: int, job: int) -> Run:
        """The run that a review comes from."""
        known = re.fullmatch(_MOMENT, review.created)
        return cls(pipeline, job, review.created if known else "-")


EDITED = Run(-1, 0, "")
"""Whose plan a note shows that somebody else has written in: older than every other."""


@dataclass(frozen=True)
class Note:
    """A note that the token's own user wrote."""

    id: int
    text: str


@dataclass(frozen=True)
class Step:
    """What is to be done next with the notes."""

    action: Literal["create", "edit", "delete"]
    notes: tuple[int, ...] = ()
    """Which ones; none where one is to be created."""


def stamped(text: str, run: Run) -> str:
    """A note's text with the line that says whose plan it shows."""
    above = f"{text}\n\n<!-- snowops:run {run.pipeline} {run.job} {run.created}"
    return f"{above} {_digest(above)} -->"


def run_of(text: str) -> Run:
    """Whose plan a note shows."""
    found = _STAMP.search(text.rstrip())
    if found is None or found[4] != _digest(text[: found.start(4)]):
        return EDITED
    return Run(int(found[1]), int(found[2]), found[3])


def of_environment(notes: Iterable[Note], environment: str) -> tuple[Note, ...]:
    """The notes of an environment, the oldest first: that one stays."""
    found = (note for note in notes if is_note_of(note.text, environment))
    return tuple(sorted(found, key=lambda note: note.id))


def shown(notes: Iterable[Note]) -> tuple[Earlier, ...]:
    """The plans that notes have shown, those of the newest note first."""
    newest_first = sorted(notes, key=lambda note: run_of(note.text), reverse=True)
    return distinct(plan for note in newest_first for plan in history_of(note.text))


def is_outdated(notes: Iterable[Note], run: Run) -> bool:
    """Whether a note shows the plan of a newer run."""
    return any(run_of(note.text) > run for note in notes)


def does_otherwise(notes: Sequence[Note], review: Review) -> bool:
    """Whether a plan does something else than what its reviewers were shown last.

    A note that somebody has written in is no evidence of that.
    """
    if not review.meaning or not notes:
        return False
    if any(run_of(note.text) == EDITED for note in notes):
        return True
    return bool(plans := shown(notes)) and plans[0].meaning != review.meaning


def next_step(notes: Sequence[Note], run: Run, text: str) -> Step | None:
    """What the newest run does next; None where its note stands alone and knows all others."""
    if not notes:
        return Step("create")
    first, *others = notes
    learned = len(shown(notes)) > len(shown([first])) and _digest(first.text) != _digest(text)
    if run_of(first.text) != run or learned:
        return Step("edit", (first.id,))
    return Step("delete", tuple(note.id for note in others)) if others else None


def leftovers(notes: Sequence[Note], run: Run) -> tuple[Note, ...]:
    """What a run takes away again that turns out to be outdated: its own notes but the oldest."""
    return tuple(note for note in notes[1:] if run_of(note.text) == run)


def _digest(text: str) -> str:
    """Of what is written, however GitLab keeps the space in between."""
    return hashlib.sha256("".join(text.split()).encode(errors="replace")).hexdigest()
