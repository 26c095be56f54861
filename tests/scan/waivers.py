"""Findings that stay, each with a reason, somebody who answers for it, and a day it ends."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from tests.scan.finding import Finding

FILE = Path(__file__).with_name("waivers.toml")


@dataclass(frozen=True)
class Waiver:
    """One reason for one or more checks, at the places whose pattern fits."""

    ids: tuple[str, ...]
    where: str
    """Pattern of `environment:address` without instance keys."""
    reason: str
    owner: str
    expires: date

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is what was waived."""
        return finding.id in self.ids and fnmatchcase(finding.place, self.where)


@dataclass(frozen=True)
class Verdict:
    """What the waivers leave to say; nothing of it may be there."""

    unwaived: tuple[Finding, ...]
    unused: tuple[tuple[str, Waiver], ...]
    """Checks that no longer fail where a waiver says so."""
    expired: tuple[Waiver, ...]

    def __str__(self) -> str:
        lines = [f"not waived: {finding}" for finding in self.unwaived]
        lines += [f"unused: {name} at {waiver.where}" for name, waiver in self.unused]
        lines += [f"expired on {one.expires}: {one.ids} at {one.where}" for one in self.expired]
        return "\n".join(lines)


def waivers(path: Path = FILE) -> tuple[Waiver, ...]:
    """The waivers of a file; a key too many or too few is an error."""
    listed = tomllib.loads(path.read_text())["waiver"]
    return tuple(Waiver(**{**one, "ids": tuple(one["ids"])}) for one in listed)


def judge(found: Iterable[Finding], waived: Iterable[Waiver], today: date) -> Verdict:
    """Hold findings against waivers; an expired waiver covers nothing."""
    findings, listed = list(found), list(waived)
    valid = [waiver for waiver in listed if waiver.expires >= today]
    return Verdict(
        unwaived=tuple(one for one in findings if not any(w.covers(one) for w in valid)),
        unused=tuple(
            (name, waiver)
            for waiver in listed
            for name in waiver.ids
            if not any(one.id == name and waiver.covers(one) for one in findings)
        ),
        expired=tuple(waiver for waiver in listed if waiver.expires < today),
    )
