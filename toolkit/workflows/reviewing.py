"""A judged plan, or the failure to make one -> what its reviewer has to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.guardrails.secrecy import holds_secret
from toolkit.domain.plan import Change, Plan, PlanOptions
from toolkit.domain.position import dotted
from toolkit.domain.review.attributes import reviewed_attributes
from toolkit.domain.review.masking import masked_words
from toolkit.domain.review.model import (
    ArtifactChange,
    Failure,
    Review,
    ReviewedChange,
    ReviewedFinding,
)
from toolkit.domain.review.privacy import artifact_change, privacy_change
from toolkit.errors import SnowopsError
from toolkit.workflows.judging import Judging, case_of
from toolkit.workflows.preparing import Prepared


@dataclass(frozen=True)
class Reviewing:
    """The collaborators of a review."""

    judging: Judging
    commit_of: Callable[[Environment, str], str]
    """The commit that the stored artifact with a hex digest was made from; empty: not known."""
    commit: Callable[[], str]
    """Of the operations repository."""
    now: Callable[[], datetime]
    """UTC."""
    command: str
    """What reproduces the plan."""
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Values that must appear nowhere."""


def review_plan(
    prepared: Prepared,
    plan: Plan,
    findings: tuple[Finding, ...],
    options: PlanOptions,
    reviewing: Reviewing,
) -> Review:
    """What a reviewer has to know of a plan and of what speaks against it."""
    case = case_of(prepared, plan, reviewing.judging, "plan")
    return replace(
        _without_plan(prepared.environment, options, reviewing),
        terraform_version=plan.terraform_version,
        meaning=plan.meaning,
        changes=tuple(_changes(plan)),
        outputs_changed=plan.outputs_changed,
        findings=tuple(_finding(each, reviewing.secrets) for each in findings),
        privacy=privacy_change(case),
        artifact=_artifact(prepared, case, reviewing),
    )


def review_failure(
    environment: Environment, error: SnowopsError, options: PlanOptions, reviewing: Reviewing
) -> Review:
    """Why there is no plan, in words without anything that looks like a secret."""
    told = without_secrets(error, reviewing.secrets)
    return replace(
        _without_plan(environment, options, reviewing),
        failure=Failure(told.summary, told.details, told.hint),
    )


def without_secrets(error: SnowopsError, secrets: Iterable[str]) -> SnowopsError:
    """The same error, in words that may stand in a job's log."""
    # Together: a key may go over several lines.
    details = masked_words("\n".join(error.details), secrets).split("\n")
    return type(error)(
        masked_words(error.summary, secrets),
        details=tuple(details) if error.details else (),
        hint=masked_words(error.hint, secrets),
    )


def _without_plan(environment: Environment, options: PlanOptions, reviewing: Reviewing) -> Review:
    """For whom, of what, when and how."""
    now = reviewing.now().astimezone(UTC)
    return Review(
        environment=environment.name,
        account=environment.aws.account_id,
        region=environment.aws.region,
        protected=environment.protected,
        commit=reviewing.commit(),
        created=now.isoformat(timespec="seconds"),
        command=_told(reviewing.command, reviewing.secrets),
        destroys=options.destroy,
        targets=options.targets,
    )


def _changes(plan: Plan) -> Iterator[ReviewedChange]:
    """Everything that changes, and what a `moved` block only gives another address."""
    moved = [change for change in plan.unchanged if change.previous_address]
    for change in (*plan.changes, *moved):
        yield _change(change)


def _change(change: Change) -> ReviewedChange:
    return ReviewedChange(
        address=change.address,
        type=change.type,
        action=change.action,
        actions=change.actions,
        stage=change.stage,
        attributes=reviewed_attributes(change),
        previous_address=change.previous_address,
    )


def _finding(found: Finding, secrets: Iterable[str]) -> ReviewedFinding:
    origin = found.origin
    return ReviewedFinding(
        id=found.rule.id,
        severity=found.rule.severity,
        address=found.address,
        sentence=_told(found.sentence, secrets),
        why=found.rule.why,
        fix=found.rule.fix,
        status=found.status,
        reason=_told(found.reason, secrets),
        key=dotted(found.path) if found.path else "",
        file="/".join(origin.file.parts[-2:]) if origin else "",
        line=origin.line if origin else 0,
    )


def _told(text: str, secrets: Iterable[str]) -> str:
    """What a person or a rule says, as it is; masked like any other text if a secret is in it."""
    masked = masked_words(text, secrets)
    return masked if holds_secret(text) or masked != masked_words(text) else text


def _artifact(prepared: Prepared, case: Case, reviewing: Reviewing) -> ArtifactChange | None:
    found = artifact_change(case)
    if found is None:
        return None
    environment, artifact = prepared.environment, prepared.artifact
    ours = found.after == artifact.sha256
    return ArtifactChange(
        found.before,
        found.after,
        reviewing.commit_of(environment, found.before) if found.before else "",
        artifact.manifest.revision if ours else reviewing.commit_of(environment, found.after),
    )
