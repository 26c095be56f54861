"""Looks at what earlier applies left behind, before another one begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.domain.environment import Environment
from toolkit.domain.journal import FoundJournal
from toolkit.domain.state_file import KeptState
from toolkit.errors import StateDamaged, StateLocked
from toolkit.workflows.applies import Applies
from toolkit.workflows.unlocking import Held

Agree = Callable[[tuple[KeptState, ...]], None]
"""Asks before kept states are pushed; raises Refused without a yes."""


@dataclass(frozen=True)
class Before:
    """What somebody has to look after."""

    unsettled: tuple[FoundJournal, ...] = ()
    kept: tuple[KeptState, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether every earlier apply ended well, or was looked after."""
        return not self.unsettled and not self.kept

    @property
    def last(self) -> FoundJournal | None:
        """The last apply that began anything; else the last one."""
        begun = [found for found in self.unsettled if found.journal.entries]
        return next(reversed(begun or self.unsettled), None)


def look_back(environment: Environment, applies: Applies) -> Before:
    """What was left behind, with everybody who could still be at work gone.

    Raises StateLocked where somebody is, or where a lock has stayed behind.
    """
    unsettled = applies.journals.unsettled()
    if not unsettled and not applies.kept.waiting():
        return Before()
    name = environment.name
    for found in unsettled:
        if found.alive:
            raise StateLocked(
                f"another {found.journal.header.verb} of {name} is still at work",
                details=(f"it began at {found.journal.header.started}",),
                hint="wait for it, or press Ctrl-C there once",
            )
    working = applies.at_work()
    if working:
        raise StateLocked(
            f"the snowops that applied {name} is gone, and its Terraform is still at work",
            details=working,
            hint="wait for it: it saves the state and unlocks; `kill -INT PID` once stops it early",
        )
    held = applies.lock()
    if held is not None and held.holder != "gone":
        raise _locked(name, held)
    applies.kept.adopt()
    return Before(unsettled, applies.kept.waiting())


def mend(applies: Applies, before: Before, agree: Agree) -> None:
    """Puts a state that a full disk has cut short aside, once `agree` returns.

    Without it Terraform does not even begin. Raises StateDamaged where no other one was kept.
    """
    damaged = applies.damaged()
    if damaged is None:
        return
    if not before.kept:
        raise StateDamaged(
            f"the state {damaged} was cut short, and no other one was kept",
            hint=f"look at {damaged}.backup: it is the last one that was whole",
        )
    agree(before.kept)
    applies.kept.put_aside(damaged)


def _locked(name: str, held: Held) -> StateLocked:
    lock = held.lock
    since = f" since {lock.created:%Y-%m-%dT%H:%M:%SZ}" if lock.created else ""
    unlock = f"`snowops unlock {name}` once you know that nobody works, then this command again"
    return StateLocked(
        f"the state of {name} is locked by {lock.who or 'nobody known'}{since}",
        details=(held.because,),
        hint="wait for them" if held.holder == "alive" else unlock,
    )
