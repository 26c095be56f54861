"""One resource that differs from the state, and how much that matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.plan import AttributeChange, Change
from toolkit.domain.position import KeyPath, Position

Severity = Literal["dangerous", "suspicious", "benign"]
"""`dangerous`: a plan that did it would be refused; `benign`: AWS or the pipeline does it by
itself; `suspicious`: all the rest, so that nothing new is ever taken for harmless."""

SEVERITIES: tuple[Severity, ...] = ("dangerous", "suspicious", "benign")


@dataclass(frozen=True)
class Drift:
    """A resource that was changed outside Terraform."""

    change: Change
    """From the state to what AWS says now."""
    severity: Severity
    why: str
    fix: str
    """What to do; empty where there is nothing to do."""
    findings: tuple[Finding, ...] = ()
    """What the rules say of it."""
    attributes: tuple[AttributeChange, ...] = ()
    """Those that count; the others change by themselves."""
    key: KeyPath | None = None
    """The YAML key that sets it, where one is known."""
    origin: Position | None = None
    """The place in a file that sets the key; None for a default."""
    search: str = ""
    """By which name CloudTrail knows the resource."""

    @property
    def address(self) -> str:
        """The resource's address."""
        return self.change.address


def counts(drifts: Iterable[Drift]) -> dict[Severity, int]:
    """How many resources of each severity."""
    found = Counter(drift.severity for drift in drifts)
    return {severity: found[severity] for severity in SEVERITIES}


def needs_somebody(drifts: Iterable[Drift]) -> bool:
    """Whether anything is not benign."""
    return any(drift.severity != "benign" for drift in drifts)
