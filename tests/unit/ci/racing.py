"""Lets several do something with one thing at a time, in whatever order a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, cycle
from typing import Any

PATIENCE = 60


class Killed(BaseException):
    """Stands for the end of a job's process."""


class Racer:
    """One who does something with a thing, and waits before every single call."""

    def __init__(self, does: Callable[[Any], object], thing: object) -> None:
        self._thing = thing
        self._go, self._came = threading.Semaphore(0), threading.Semaphore(0)
        self.ended = False
        self.failed: BaseException | None = None
        threading.Thread(target=self._run, args=(does,), daemon=True).start()
        self._wait(self._came)

    def step(self) -> None:
        """One call, and whatever comes after it, up to the next."""
        self._go.release()
        self._wait(self._came)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def in_turn(*arguments: Any) -> Any:
            self._came.release()
            self._wait(self._go)
            return getattr(self._thing, name)(*arguments)

        return in_turn

    def _run(self, does: Callable[[Any], object]) -> None:
        try:
            does(self)
        except BaseException as error:  # noqa: BLE001
            self.failed = error
        self.ended = True
        self._came.release()

    @staticmethod
    def _wait(semaphore: threading.Semaphore) -> None:
        assert semaphore.acquire(timeout=PATIENCE), "somebody does not come to an end"


def race(thing: object, everybody: Sequence[Callable[[Any], object]], order: Iterable[int]) -> None:
    """Everybody does something with a thing, each call when it is their turn; then to the end."""
    racers = [Racer(does, thing) for does in everybody]
    for turn in chain(order, cycle(range(len(racers)))):
        left = [racer for racer in racers if not racer.ended]
        if not left:
            break
        left[turn % len(left)].step()
    for racer in racers:
        if racer.failed is not None:
            raise racer.failed


class Mortal:
    """A thing that kills whoever makes one call too many."""

    def __init__(self, thing: object, calls: int) -> None:
        self._thing = thing
        self._left = calls

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def until(*arguments: Any) -> Any:
            if not self._left:
                raise Killed
            self._left -= 1
            return getattr(self._thing, name)(*arguments)

        return until
