"""A saved plan -> the changed account, and what it offers afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolkit.domain.plan import Summary
from toolkit.domain.progress import Diagnostic, StepStarted
from toolkit.errors import StalePlan, TerraformError
from toolkit.workflows.planning import SavedPlan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.tools import Tools


@dataclass(frozen=True)
class Applied:
    """What was done, and the environment's outputs."""

    summary: Summary
    outputs: dict[str, Any]


Again = Callable[[], SavedPlan]
"""Plans anew where the state has moved on; raises where that plan does something else."""


def apply_plan(
    prepared: Prepared, tools: Tools, saved: SavedPlan, again: Again | None = None
) -> Applied:
    """Uploads the artifact that the plan names and applies the saved plan.

    Never a fresh one, unless the state has moved on and `again` vouches for a plan that does the
    same.
    """
    if not _only_deletes(saved):
        tools.report(StepStarted("upload the Lambda artifact"))
        tools.upload(prepared.environment, prepared.artifact)
    tools.report(StepStarted("terraform apply"))
    try:
        prepared.engine.apply(saved.file)
    except StalePlan:
        if again is None:
            raise
        prepared.engine.apply(again().file)
    if not _only_deletes(saved):
        _catch_up(prepared, tools)
    return Applied(saved.plan.summary, prepared.engine.outputs())


def _catch_up(prepared: Prepared, tools: Tools) -> None:
    """Refreshes the state: AWS fills in attributes after the resource that owns them was made.

    Without it the next look for drift would report every one of them. The apply is done by now, so
    a failure here is a warning.
    """
    tools.report(StepStarted("terraform refresh"))
    try:
        prepared.engine.refresh()
    except TerraformError as error:
        sentence = f"applied, but the state was not refreshed: {error.summary}"
        tools.report(Diagnostic("warning", sentence))


def _only_deletes(saved: SavedPlan) -> bool:
    return all(change.action == "delete" for change in saved.plan.changes)
