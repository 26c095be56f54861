"""Ends a command at one of its AWS calls, or lets AWS refuse that call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Crash(BaseException):
    """The end of the process: nothing in it may catch this."""


@dataclass
class Meddler:
    """Is shown every AWS call; ends the process at the n-th, or lets AWS refuse it."""

    at: int
    after: bool = False
    refusal: str = ""
    made: list[str] = field(default_factory=list)
    """The operations so far."""

    def __call__(self, client: Any) -> None:
        client.meta.events.register("before-call.*", self._before)
        client.meta.events.register("after-call.*", self._after)

    def _before(self, model: Any, **_more: Any) -> Any:
        self.made.append(model.name)
        if len(self.made) != self.at:
            return None
        if self.refusal:
            return _Answer(), {"Error": {"Code": self.refusal, "Message": "because"}}
        if not self.after:
            raise Crash
        return None

    def _after(self, **_more: Any) -> None:
        if len(self.made) == self.at and self.after and not self.refusal:
            raise Crash


class _Answer:
    """An HTTP answer that refuses."""

    status_code = 400
