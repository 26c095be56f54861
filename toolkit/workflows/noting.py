"""A review -> the one note of its environment on the merge request.

It looks, does one thing, and looks again until there is nothing left to do. So whatever other
pipelines do in between, and wherever a job is killed, whoever comes last leaves one note. What
GitLab cannot do is to edit a note only if nobody else has: that no older pipeline writes right
after a newer one is the `resource_group` of the jobs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from toolkit.domain.review.history import Earlier
from toolkit.domain.review.model import Review
from toolkit.domain.review.standing import (
    Note,
    Run,
    Step,
    does_otherwise,
    is_outdated,
    leftovers,
    next_step,
    of_environment,
    shown,
    stamped,
)
from toolkit.errors import ServiceError, Unanswered

ROUNDS = 8
"""How often it looks before it gives up; a quiet merge request takes two."""

Action = Literal["created", "edited", "unchanged", "outdated"]
Render = Callable[[Review, tuple[Earlier, ...]], str]
"""Writes the note's text, given the plans that were shown before."""


class MergeRequest(Protocol):
    """The merge request, as the token's own user sees it."""

    def notes(self) -> tuple[Note, ...]:
        """Everything that this user wrote there."""

    def create(self, text: str) -> None:
        """Raises Unanswered where nobody knows whether there is a note now."""

    def edit(self, note: int, text: str) -> None:
        """Does nothing where the note is gone."""

    def delete(self, note: int) -> None:
        """Does nothing where the note is gone."""

    def reset_approvals(self) -> bool:
        """Ends all approvals; False where this user may not."""

    def address(self, note: int) -> str:
        """The note's URL."""


@dataclass(frozen=True)
class Noted:
    """What became of the note."""

    action: Action
    """`outdated`: it shows the plan of a newer pipeline, and was left as it is."""
    url: str
    approvals: Literal["kept", "reset", "not allowed"] = "kept"


def note(
    review: Review, run: Run, merge_request: MergeRequest, render: Render, *, resets: bool
) -> Noted:
    """Sees to it that the environment has one note, and that it shows the newest plan.

    Where the plan does something else than the one before and the environment asks for it,
    approvals end twice. First before the note changes: a job that dies in between still finds the
    earlier digest when it is run again. And once more after it: who approved in between has seen
    the earlier plan. So an approval that stands was given to what the note shows.
    """
    notes = _look(merge_request, review)
    if is_outdated(notes, run):
        return _leave(notes, run, merge_request)
    ends = resets and does_otherwise(notes, review)
    allowed = ends and merge_request.reset_approvals()
    done = _settle(notes, review, run, merge_request, render)
    if allowed and done.action != "outdated":
        merge_request.reset_approvals()
    if ends:
        return replace(done, approvals="reset" if allowed else "not allowed")
    return done


def _settle(
    notes: tuple[Note, ...],
    review: Review,
    run: Run,
    merge_request: MergeRequest,
    render: Render,
) -> Noted:
    """Looks and acts until its note stands alone."""
    action: Action = "unchanged" if notes else "created"
    unanswered: Unanswered | None = None
    for _ in range(ROUNDS):
        if is_outdated(notes, run):
            return _leave(notes, run, merge_request)
        text = stamped(render(review, _earlier(notes, review)), run)
        step = next_step(notes, run, text)
        if step is None:
            return Noted(action, merge_request.address(notes[0].id))
        action = action if action == "created" else "edited"
        unanswered = _take(step, text, merge_request)
        notes = _look(merge_request, review)
    raise unanswered or ServiceError(
        f"the note of {review.environment} does not come to rest",
        details=(f"looked {ROUNDS} times; something else writes it, or it is kept otherwise",),
        hint="run the job again; if that does not help, delete the note",
    )


def _take(step: Step, text: str, merge_request: MergeRequest) -> Unanswered | None:
    """Does one thing; where nobody knows whether it was done, the next look tells."""
    if step.action == "create":
        try:
            merge_request.create(text)
        except Unanswered as error:
            return error
    for note in step.notes:
        if step.action == "edit":
            merge_request.edit(note, text)
        else:
            merge_request.delete(note)
    return None


def _leave(notes: tuple[Note, ...], run: Run, merge_request: MergeRequest) -> Noted:
    """Lets the newer plan stand."""
    for note in leftovers(notes, run):
        merge_request.delete(note.id)
    return Noted("outdated", merge_request.address(notes[0].id))


def _look(merge_request: MergeRequest, review: Review) -> tuple[Note, ...]:
    return of_environment(merge_request.notes(), review.environment)


def _earlier(notes: tuple[Note, ...], review: Review) -> tuple[Earlier, ...]:
    """The plans that were shown, without this one, which the note names itself."""
    mine = (review.meaning, review.commit, review.created)
    return tuple(plan for plan in shown(notes) if (plan.meaning, plan.commit, plan.created) != mine)
