"""A process that ends at its n-th call to anybody, before or after the call has its effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolkit.workflows.salt.parties import Parties


class Crash(BaseException):
    """The end of the process: nothing in it may catch this."""


@dataclass
class Fuse:
    """Ends the process at the n-th call."""

    at: int
    after: bool
    calls: int = 0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def fused(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            mine = self.calls == self.at
            if mine and not self.after:
                raise Crash
            answer = call(*args, **kwargs)
            if mine:
                raise Crash
            return answer

        return fused


class Fused:
    """A party each of whose methods goes through a fuse."""

    def __init__(self, party: Any, fuse: Fuse) -> None:
        self._party = party
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._party, name)
        return self._fuse.around(found) if callable(found) else found


def fused(parties: Parties, fuse: Fuse) -> Parties:
    """The same parties, with a fuse."""
    return Parties(
        secret=Fused(parties.secret, fuse),
        functions=Fused(parties.functions, fuse),
        history=Fused(parties.history, fuse),
        source=parties.source,
    )


def crashes(command: Callable[[Parties], object], parties: Parties) -> bool:
    """Whether a command ends in a crash."""
    try:
        command(parties)
    except Crash:
        return True
    return False
