"""Wires reviews: plan, judge, seal where nothing refuses, and say what a reviewer has to know."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from toolkit.adapters.git import revision
from toolkit.cli.guarding import judging, sealing
from toolkit.cli.left_behind import warn_of_left_behind
from toolkit.cli.options import Settings
from toolkit.cli.services import Services
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.guardrails.judge import passed, refuses
from toolkit.domain.guardrails.secrecy import names_secret
from toolkit.domain.plan import PlanOptions
from toolkit.domain.review.model import Review
from toolkit.errors import (
    ConfigError,
    Refused,
    ServiceError,
    SnowopsError,
    TemplateError,
    TerraformError,
)
from toolkit.workflows.judging import Judging, judge_plan
from toolkit.workflows.planning import SavedPlan, make_plan
from toolkit.workflows.preparing import Prepared, prepare
from toolkit.workflows.reviewing import Reviewing, review_failure, review_plan, without_secrets
from toolkit.workflows.sealing import Terms, seal
from toolkit.workflows.tools import Tools

NO_PLAN = (TerraformError, ServiceError, ConfigError, TemplateError, Refused)
"""Errors after which there is no plan, and a review that says why."""


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line."""

    environment: str
    options: PlanOptions = field(default_factory=PlanOptions)
    allowed: tuple[Allowance, ...] = ()
    artifact: str | None = None
    out: Path | None = None
    """Where the plan is sealed, unless a finding refuses it; None: nowhere."""
    lifetime: timedelta = timedelta(hours=24)


@dataclass(frozen=True)
class Judged:
    """A plan that was made, and what speaks against it."""

    loaded: LoadedEnvironment
    tools: Tools
    prepared: Prepared
    saved: SavedPlan
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Reviewed:
    """A review, and what has become of its plan."""

    review: Review
    error: SnowopsError | None = None
    """Why there is no plan, or no seal, masked: to be raised as soon as the review is written."""


def judged(
    services: Services, loaded: LoadedEnvironment, request: Request, judges: Judging
) -> Judged:
    """Plans and judges."""
    tools = services.tools()
    warn_of_left_behind(services, loaded.environment)
    prepared = prepare(loaded.environment, tools)
    file = services.plan_file(loaded.environment)
    saved = make_plan(prepared, tools, file, request.options)
    found = judge_plan(prepared, loaded, saved.plan, judges, "plan", request.allowed)
    return Judged(loaded, tools, prepared, saved, found)


def sealed(services: Services, found: Judged, request: Request) -> bool:
    """Seals the plan if that is asked for and nothing refuses it; whether it did."""
    if request.out is None or any(map(refuses, found.findings)):
        return False
    terms = Terms(request.lifetime, request.options, passed(found.findings))
    out = request.out.resolve()
    seal(found.prepared, found.tools, found.saved, out, terms, sealing(services))
    return True


def reviewed(settings: Settings, request: Request) -> Reviewed:
    """Plans, judges, reviews and seals; a plan that cannot be made is reviewed as a failure."""
    with Services(settings, request.artifact) as services:
        loaded = services.environment(request.environment)
        parts = reviewing(services, request)
        try:
            found = judged(services, loaded, request, parts.judging)
            plan, findings = found.saved.plan, found.findings
            review = review_plan(found.prepared, plan, findings, request.options, parts)
        except NO_PLAN as error:
            failure = review_failure(loaded.environment, error, request.options, parts)
            return Reviewed(failure, without_secrets(error, parts.secrets))
        try:
            sealed(services, found, request)
        except SnowopsError as error:
            return Reviewed(review, without_secrets(error, parts.secrets))
        return Reviewed(review)


def reviewing(services: Services, request: Request) -> Reviewing:
    """The collaborators of a review."""

    def commit_of(environment: Environment, sha256: str) -> str:
        try:
            stored = services.artifact_store(environment).head(sha256)
        except ServiceError:  # It says more about the artifact, and is no part of the plan.
            return ""
        return str((stored or {}).get("Metadata", {}).get("commit", ""))

    return Reviewing(
        judging=judging(services),
        commit_of=commit_of,
        commit=lambda: revision(services.project),
        now=lambda: datetime.now(UTC),
        command=command(request),
        secrets=secret_values(os.environ),
    )


def command(request: Request) -> str:
    """The words that make the same plan again, on the same commit."""
    words = ["snowops", "plan", request.environment]
    words += ["--destroy"] if request.options.destroy else []
    words += [word for each in request.options.targets for word in ("--target", each)]
    words += ["--artifact", request.artifact] if request.artifact else []
    # Only --accept-privacy-change is about findings wherever they are.
    single = [each for each in request.allowed if each.address != "*"]
    words += [word for each in single for word in ("--allow", f"{each.id}@{each.address}")]
    words += ["--reason", single[0].reason] if single else []
    accepted = [each for each in request.allowed if each.address == "*"]
    words += ["--accept-privacy-change", accepted[0].reason] if accepted else []
    return shlex.join(words)


def secret_values(environment: Mapping[str, str]) -> frozenset[str]:
    """Values of the variables that hold secrets by their names."""
    return frozenset(value for name, value in environment.items() if names_secret(name))
