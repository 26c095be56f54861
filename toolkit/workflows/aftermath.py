"""An apply that did not end well -> the same error, with what is known of what it left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.domain.journal import Journal
from toolkit.domain.left_words import kept_line, lost_lines, next_command, progress_lines
from toolkit.domain.lost import Lost, lost
from toolkit.domain.salt.instants import instant_text
from toolkit.domain.state_file import KeptState, StateFacts
from toolkit.errors import SnowopsError, StalePlan, StateLocked
from toolkit.workflows.applies import Applies
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.unlocking import Held


@dataclass(frozen=True)
class Left:
    """What could be seen after an apply; where it could not be, why."""

    kept: tuple[KeptState, ...]
    unsafe: tuple[str, ...]
    """What is said of a state that could not even be moved to safety."""
    missing: tuple[Lost, ...]
    state_unseen: str
    held: Held | None
    lock_unseen: str


def aftermath(
    prepared: Prepared, applies: Applies, journal: Journal, error: SnowopsError
) -> SnowopsError:
    """What a person has to know before anything else is done, and the one next command.

    Nothing is claimed that was not looked at. An apply that Terraform refused to begin has nothing
    to tell.
    """
    if journal.is_settled and isinstance(error, StateLocked | StalePlan):
        return error
    left = _look(prepared, applies, journal)
    return type(error)(
        error.summary,
        details=(*error.details, *_lines(journal, left)),
        hint=_next(prepared.environment.name, journal, left, error.hint),
    )


def _look(prepared: Prepared, applies: Applies, journal: Journal) -> Left:
    damaged: tuple[KeptState, ...] = ()
    unsafe: tuple[str, ...] = ()
    try:
        damaged = tuple(kept for kept in applies.kept.adopt() if kept.facts is None)
    except SnowopsError as error:
        unsafe = (error.summary, error.hint)
    waiting = applies.kept.waiting()
    state, state_unseen = _state(prepared, waiting)
    missing = lost([journal], state)
    if journal.ended is not None:
        missing = tuple(each for each in missing if each.fate != "unseen")
    held, lock_unseen = None, ""
    try:
        held = applies.lock()
    except SnowopsError as error:
        lock_unseen = error.summary
    return Left((*damaged, *waiting), unsafe, missing, state_unseen, held, lock_unseen)


def _state(prepared: Prepared, waiting: tuple[KeptState, ...]) -> tuple[StateFacts, str]:
    """The newest state that there is: one that could not be saved, or the one that was."""
    facts = [kept.facts for kept in waiting if kept.facts is not None]
    if facts:
        return max(facts, key=lambda each: each.serial), ""
    try:
        return prepared.engine.state(), ""
    except SnowopsError as error:
        return StateFacts(), error.summary


def _lines(journal: Journal, left: Left) -> Iterator[str]:
    if journal.is_settled and not left.kept:
        yield "nothing was changed"
    else:
        yield from progress_lines(journal)
        yield from _state_lines(left)
    if left.lock_unseen:
        yield f"whether the lock was released could not be seen: {left.lock_unseen}"
    elif left.held is None or left.held.holder == "gone":
        yield "the lock was released"
    else:
        lock = left.held.lock
        since = f" since {instant_text(lock.created)}" if lock.created else ""
        yield f"the lock is held: by {lock.who or 'nobody known'}{since}"


def _state_lines(left: Left) -> Iterator[str]:
    if left.kept:
        yield "Terraform could not save the state; it is kept:"
        yield from (f"  {kept_line(kept)}" for kept in left.kept)
    yield from left.unsafe
    if left.state_unseen:
        yield f"the state could not be read: {left.state_unseen}"
        yield "it may not know what was made:" if left.missing else "nothing new was made"
    elif left.missing:
        yield "the state does not know:"
    else:
        yield "the state knows everything that was made"
    yield from lost_lines(left.missing)


def _next(name: str, journal: Journal, left: Left, hint: str) -> str:
    steps = [hint] if hint else []
    if left.held is not None and left.held.holder != "gone":
        steps.append(f"`snowops unlock {name}` once you know that nobody works")
    if left.kept or not journal.is_settled:
        steps.append(f"`{next_command(journal.header)}`")
    return "; then ".join(steps)
