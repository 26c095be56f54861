"""What rules look at: a plan, the environment it is for, the day, what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from toolkit.domain.environment import Environment
from toolkit.domain.plan import Change, Facts, Plan

Verb = Literal["plan", "apply", "destroy", "drift"]
"""What a plan is judged for; `drift`: its changes were made in AWS, by somebody else."""
CompiledRules = Mapping[str, Any]
"""A compiled allowlist, as it lies in an artifact."""


@dataclass(frozen=True)
class Case:
    """A plan and its circumstances."""

    plan: Plan
    environment: Environment
    today: date
    """UTC."""
    verb: Verb = "plan"
    rules: Mapping[str, CompiledRules | None] = field(default_factory=dict, repr=False)
    """Compiled rules by the key of the artifact that holds them; None: could not be had."""

    @property
    def takes_everything_down(self) -> bool:
        """Whether nothing is left afterwards."""
        changes = self.plan.changes
        return (
            bool(changes)
            and self.verb != "drift"
            and self.plan.complete
            and not self.plan.unchanged
            and all(change.action == "delete" for change in changes)
        )

    def is_ours(self, name: str) -> bool:
        """Whether something is named as the pipeline names what it makes."""
        return name.startswith(f"{self.environment.prefix}-")

    def planned(self, *kinds: str) -> Iterator[tuple[Change, Facts]]:
        """Resources of some types as they will be, changed or not."""
        for change in self.plan.resources:
            if change.type in kinds and change.after is not None:
                yield change, change.after

    def altered(self, *kinds: str) -> Iterator[tuple[Change, Facts, Facts]]:
        """Resources of some types that are there before and after, and change."""
        for change in self.plan.changes:
            if change.type in kinds and change.before is not None and change.after is not None:
                yield change, change.before, change.after

    def removed(self, *kinds: str) -> Iterator[tuple[Change, Facts]]:
        """Resources of some types that are no longer there, or no longer ours, afterwards."""
        for change in self.plan.changes:
            if change.type in kinds and change.before is not None and change.after is None:
                yield change, change.before
