"""One thing that was looked at: how it is, and what puts it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["passed", "warned", "failed", "skipped"]

_WORST_FIRST: tuple[Outcome, ...] = ("failed", "warned", "passed", "skipped")


@dataclass(frozen=True)
class Result:
    """What looking at one thing gave."""

    outcome: Outcome
    sentence: str
    fix: str = ""
    details: tuple[str, ...] = ()
    fixable: bool = False
    """Whether snowops can safely put it right by itself."""


@dataclass(frozen=True)
class Check:
    """A result, and of what."""

    name: str
    group: str
    result: Result

    @property
    def outcome(self) -> Outcome:
        """How it came out."""
        return self.result.outcome


def passed(sentence: str) -> Result:
    """All is well."""
    return Result("passed", sentence)


def warned(sentence: str, fix: str, *details: str, fixable: bool = False) -> Result:
    """It works, or nobody could tell; somebody should look."""
    return Result("warned", sentence, fix, details, fixable)


def failed(sentence: str, fix: str, *details: str, fixable: bool = False) -> Result:
    """It does not work."""
    return Result("failed", sentence, fix, details, fixable)


def skipped(sentence: str, *, fixable: bool = False) -> Result:
    """It was not looked at, or there is nothing to look at yet."""
    return Result("skipped", sentence, fixable=fixable)


def worst(checks: Iterable[Check]) -> Outcome:
    """The outcome that counts; skipped where nothing was looked at."""
    found = {check.outcome for check in checks}
    return next((outcome for outcome in _WORST_FIRST if outcome in found), "skipped")
