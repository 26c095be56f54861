"""Righting what was left crooked: labels, lost entries, changes cut short."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.domain.salt.labels import Finding, Fix, MoveCurrent, Rewrite, Unlabel, diagnose
from toolkit.errors import ServiceError
from toolkit.workflows.salt.changing import begin, change, end, settle
from toolkit.workflows.salt.looking import look, position, read_all
from toolkit.workflows.salt.parties import Parties

_MOST_STEPS = 20


@dataclass(frozen=True)
class Repair:
    """What was found, and what was done about it."""

    secret: str
    findings: tuple[Finding, ...]
    made: bool

    @property
    def stuck(self) -> bool:
        """Whether something is left that only a person can right."""
        return any(finding.fix is None for finding in self.findings)


def examine(parties: Parties) -> Repair:
    """What is wrong; nothing is changed."""
    findings = diagnose(read_all(parties.secret, look(parties)))
    return Repair(parties.secret.name, findings, made=False)


def repair(parties: Parties) -> Repair:
    """Rights one thing after another, looking again after each, until nothing is left to do."""
    done: list[Finding] = []
    for _ in range(_MOST_STEPS):
        found = examine(parties).findings
        fixable = [finding for finding in found if finding.fix is not None]
        if not fixable:
            settle(parties)
            left = tuple(finding for finding in found if finding.fix is None)
            return Repair(parties.secret.name, (*done, *left), made=bool(done))
        _right(parties, fixable[0])
        done.append(fixable[0])
    raise ServiceError(
        f"{parties.secret.name} changes faster than it can be repaired",
        hint="find out who else writes to it: CloudTrail names them",
    )


def _right(parties: Parties, finding: Finding) -> None:
    fix = finding.fix
    if isinstance(fix, Rewrite):
        here = position(parties)
        ids = tuple(sorted(set(fix.keyring.ids) - set(here.keyring.ids)))
        record = begin(parties, here.by, "repair", ids, finding.sentence)
        change(parties, here, fix.keyring, record, ())
    elif fix is not None:
        # A fix of labels writes no version, so its record is about a version that never is.
        record = begin(parties, parties.source.operator(), "repair", (), finding.sentence)
        parties.history.append(record)
        _apply(parties, fix)
        end(parties, record, "done")


def _apply(parties: Parties, fix: Fix) -> None:
    if isinstance(fix, Unlabel):
        parties.secret.unlabel(fix.version, fix.label)
    elif isinstance(fix, MoveCurrent) and not parties.secret.move_current(
        fix.version, fix.away_from
    ):
        raise ServiceError(
            f"somebody else changed {parties.secret.name} at the same time",
            hint="run `snowops salt repair` again",
        )
