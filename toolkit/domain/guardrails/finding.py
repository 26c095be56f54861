"""Rules, what they find in a plan, and what lets a finding pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.domain.allowlist import Passing
from toolkit.domain.position import KeyPath, Position

Severity = Literal["critical", "high"]
"""`critical`: what is lost or seen then is lost or seen for good; `high`: it can be made good."""

Status = Literal["refused", "allowed", "waived"]


@dataclass(frozen=True)
class Rule:
    """Something that must never happen unnoticed: its stable id, why it matters, what to do."""

    id: str
    severity: Severity
    title: str
    why: str
    fix: str


@dataclass(frozen=True)
class Allowance:
    """One finding that a person lets pass, and why; address `*` means wherever it is found."""

    id: str
    address: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return self.id == finding.rule.id and self.address in ("*", finding.address)


@dataclass(frozen=True)
class Finding:
    """A rule that a plan breaks: where in Terraform, where in YAML, and whether it may pass."""

    rule: Rule
    address: str
    sentence: str
    path: KeyPath | None = None
    """The YAML key that causes it, where there is one."""
    origin: Position | None = None
    """The place in a file that sets the key; None for a default."""
    status: Status = "refused"
    reason: str = ""
    """Why it passes, if it does."""
    passing: Passing | None = None
    """What the allowlist lets pass, where that causes it."""

    @property
    def name(self) -> str:
        """`ID@ADDRESS`, as `--allow` takes it."""
        return f"{self.rule.id}@{self.address}"
