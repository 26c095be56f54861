"""A saved plan -> the changed account, and what it offers afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolkit.domain.journal import Header, Verb, planned
from toolkit.domain.left_words import kept_line
from toolkit.domain.plan import Plan, Summary
from toolkit.domain.progress import Diagnostic, StepStarted
from toolkit.errors import Interrupted, SnowopsError, StalePlan, TerraformError
from toolkit.workflows.aftermath import aftermath
from toolkit.workflows.applies import Applies
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


@dataclass(frozen=True)
class Aims:
    """What an apply is for, beside its plan."""

    verb: Verb = "apply"
    targets: tuple[str, ...] = ()
    bundle: str = ""
    """Where the sealed plan is, if it is one."""


def apply_plan(
    prepared: Prepared,
    tools: Tools,
    saved: SavedPlan,
    again: Again | None = None,
    aims: Aims = Aims(),
) -> Applied:
    """Uploads the artifact that the plan names and applies the saved plan.

    Never a fresh one, unless the state has moved on and `again` vouches for a plan that does the
    same. Whatever stops it, its journal says how far it came, and so does the error.
    """
    applies = tools.applies(prepared.environment)
    if not _only_deletes(saved):
        tools.report(StepStarted("upload the Lambda artifact"))
        tools.upload(prepared.environment, prepared.artifact)
    tools.report(StepStarted("terraform apply"))
    with applies.record(_header(prepared, saved.plan, aims, applies.started())) as recording:
        try:
            _apply(prepared, saved, again)
        except SnowopsError as error:
            recording.end("interrupted" if isinstance(error, Interrupted) else "failed")
            raise aftermath(prepared, applies, recording.journal, error) from error
        recording.end("applied")
    if not _only_deletes(saved):
        _catch_up(prepared, tools, applies, aims.targets)
    return Applied(saved.plan.summary, prepared.engine.outputs())


def _apply(prepared: Prepared, saved: SavedPlan, again: Again | None) -> None:
    try:
        prepared.engine.apply(saved.file)
    except StalePlan:
        if again is None:
            raise
        prepared.engine.apply(again().file)


def _header(prepared: Prepared, plan: Plan, aims: Aims, started: str) -> Header:
    environment = prepared.environment
    return Header(
        environment=environment.name,
        verb=aims.verb,
        started=started,
        meaning=plan.meaning,
        terraform_version=plan.terraform_version,
        planned=planned(plan, environment.aws.region, environment.aws.account_id),
        targets=aims.targets,
        bundle=aims.bundle,
    )


def _catch_up(prepared: Prepared, tools: Tools, applies: Applies, targets: tuple[str, ...]) -> None:
    """Refreshes the state: AWS fills in attributes after the resource that owns them was made.

    Without it the next look for drift would report every one of them. The apply is done by now, so
    a failure here is a warning; a state that could not be saved is kept all the same.
    """
    tools.report(StepStarted("terraform refresh"))
    try:
        prepared.engine.refresh(targets)
    except Interrupted as error:
        raise Interrupted(
            "everything was applied; stopped while the state caught up with AWS",
            details=tuple(map(kept_line, applies.kept.adopt())),
            hint=f"`snowops plan {prepared.environment.name}` shows that nothing is left to do",
        ) from error
    except TerraformError as error:
        kept = "".join(f"; {kept_line(found)}" for found in applies.kept.adopt())
        sentence = f"applied, but the state was not refreshed: {error.summary}{kept}"
        tools.report(Diagnostic("warning", sentence))


def _only_deletes(saved: SavedPlan) -> bool:
    return all(change.action == "delete" for change in saved.plan.changes)
