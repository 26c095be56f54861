"""Looks at one thing after the other, and puts right what is safe to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from toolkit.domain.health.check import Check, Result, failed, skipped
from toolkit.errors import SnowopsError

Watch = Callable[[str], AbstractContextManager[None]]
"""Is told what is being looked at, for as long as that takes."""


@dataclass(frozen=True)
class Repair:
    """What puts a thing right."""

    run: Callable[[], str]
    """Does it, and says what was done."""
    in_account: bool = False
    """Whether it changes something in the AWS account."""


@dataclass(frozen=True)
class Probe:
    """One thing to look at."""

    name: str
    group: str
    run: Callable[[], Result]
    """May raise SnowopsError, which is a failure."""
    needs: tuple[str, ...] = ()
    """Probes before it that must not have failed or been skipped."""
    repair: Repair | None = None


@dataclass(frozen=True)
class Repaired:
    """What became of one repair: what was done, or why it could not be."""

    name: str
    sentence: str
    done: bool


def examine(
    probes: Sequence[Probe], watch: Watch, known: Sequence[Check] = ()
) -> tuple[Check, ...]:
    """Looks at everything that is not `known` already, in order."""
    found = {check.name: check for check in known}
    for probe in probes:
        if probe.name not in found:
            result = _blocked(probe, found) or _look(probe, watch)
            found[probe.name] = Check(probe.name, probe.group, result)
    return tuple(found[probe.name] for probe in probes)


def repairable(probes: Sequence[Probe], checks: Sequence[Check]) -> tuple[Probe, ...]:
    """The probes whose thing can be put right here and needs it."""
    broken = {check.name for check in checks if check.result.fixable}
    return tuple(probe for probe in probes if probe.repair and probe.name in broken)


def repair(probes: Sequence[Probe], watch: Watch) -> tuple[Repaired, ...]:
    """Puts each thing right; one that cannot be does not keep the others from it."""
    return tuple(_repaired(probe, probe.repair, watch) for probe in probes if probe.repair)


def unaffected(
    probes: Sequence[Probe], checks: Sequence[Check], repaired: Sequence[Probe]
) -> tuple[Check, ...]:
    """The checks that still hold: not of what was put right, nor of what needs that."""
    touched = {probe.name for probe in repaired}
    for probe in probes:
        if touched.intersection(probe.needs):
            touched.add(probe.name)
    return tuple(check for check in checks if check.name not in touched)


def _blocked(probe: Probe, found: dict[str, Check]) -> Result | None:
    lacking = [name for name in probe.needs if found[name].outcome in ("failed", "skipped")]
    return skipped(f"not looked at: needs {' and '.join(lacking)}") if lacking else None


def _look(probe: Probe, watch: Watch) -> Result:
    try:
        with watch(probe.name):
            return probe.run()
    except SnowopsError as error:
        return failed(error.summary, error.hint, *error.details)


def _repaired(probe: Probe, way: Repair, watch: Watch) -> Repaired:
    try:
        with watch(probe.name):
            return Repaired(probe.name, way.run(), done=True)
    except SnowopsError as error:
        return Repaired(probe.name, " ".join([error.summary, *error.details]), done=False)
