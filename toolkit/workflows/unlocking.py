"""Finds out who holds a state's lock, and whether they live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from toolkit.domain.state_lock import StateLock
from toolkit.errors import StateLocked

Holder = Literal["alive", "gone", "unknown"]


class Locks(Protocol):
    """Where a state's lock is kept."""

    def lock(self) -> StateLock | None:
        """The lock; None where nobody holds it."""
        ...

    def release(self, lock: StateLock) -> bool:
        """Takes this very lock away; False where it is gone already."""
        ...


@dataclass(frozen=True)
class Surroundings:
    """What this machine knows of who works where."""

    machine: str
    """Its name."""
    processes: Callable[[], tuple[str, ...] | None]
    """Terraforms that work on the environment here; None where the system does not tell."""
    held: Callable[[], bool] | None = None
    """Whether a process of this machine holds the lock; None where only S3 knows of it."""


@dataclass(frozen=True)
class Held:
    """A lock and its holder."""

    lock: StateLock
    holder: Holder
    because: str
    """One sentence: how that is known, or why it is not."""


def find(locks: Locks, here: Surroundings) -> Held | None:
    """The lock and what is known of its holder; None where nobody holds it."""
    lock = locks.lock()
    if lock is None:
        return None
    if here.held is not None:
        return _of_this_machine(lock, here, held=here.held())
    if not lock.host or lock.host != here.machine:
        where = lock.host or "an unknown machine"
        return Held(lock, "unknown", f"who works on {where} cannot be seen from here: ask them")
    processes = here.processes()
    if processes:
        return Held(lock, "alive", f"it works on this machine: {', '.join(processes)}")
    if processes is None:
        because = "this machine does not tell who works on it: look for a Terraform yourself"
        return Held(lock, "unknown", because)
    because = "no Terraform works on it in this folder; one may elsewhere on this machine"
    return Held(lock, "unknown", because)


def refuse_living(held: Held) -> None:
    """Raises StateLocked where the holder is known to live."""
    if held.holder == "alive":
        raise StateLocked(
            "whoever holds the lock is still at work",
            details=(held.because,),
            hint="wait, or press Ctrl-C there once: Terraform saves the state and unlocks",
        )


def _of_this_machine(lock: StateLock, here: Surroundings, *, held: bool) -> Held:
    if not held:
        return Held(lock, "gone", "its process has ended, and the lock with it; a note is left")
    working = ", ".join(here.processes() or ()) or "a process of this machine holds it"
    return Held(lock, "alive", working)
