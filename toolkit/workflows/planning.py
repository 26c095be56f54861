"""A prepared workspace -> a saved plan and what it would do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.progress import StepStarted
from toolkit.errors import ConfigError, StalePlan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.tools import Tools


@dataclass(frozen=True)
class SavedPlan:
    """A plan and the file that Terraform keeps it in."""

    plan: Plan
    file: Path


def make_plan(prepared: Prepared, tools: Tools, out: Path, options: PlanOptions) -> SavedPlan:
    """Asks Terraform what it would do and saves the answer in `out`."""
    tools.report(StepStarted("terraform plan"))
    return SavedPlan(prepared.engine.plan(out, options), out)


def read_plan(prepared: Prepared, tools: Tools, file: Path) -> SavedPlan:
    """A plan that was saved earlier.

    Raises StalePlan where the code or rules have changed since: its artifact is another one.
    """
    if not file.is_file():
        raise ConfigError(
            f"there is no plan {file}",
            hint=f"make one with `snowops plan {prepared.environment.name} --out {file}`",
        )
    tools.report(StepStarted("terraform show"))
    plan = prepared.engine.read(file)
    if plan.artifact_sha256 != prepared.artifact.sha256:
        raise StalePlan(
            f"{file} was made with another Lambda artifact than this checkout builds",
            details=(
                f"plan:     {plan.artifact_sha256}",
                f"checkout: {prepared.artifact.sha256}",
            ),
            hint="check out the commit that the plan was made from, or make a new plan",
        )
    return SavedPlan(plan, file)
