"""`snowops plan ENV`: what would change, without changing it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.allowing import (
    AcceptPrivacyChange,
    Allow,
    Expires,
    Reason,
    allowances,
    lifetime,
)
from toolkit.cli.options import ArtifactDigest, DetailedExitCode, EnvironmentName, Json, Targets

CHANGES = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops plan staging · snowops plan prod --out prod.plan · "
        "snowops plan staging --json --detailed-exitcode",
    )(plan)


def plan(
    context: typer.Context,
    environment: EnvironmentName,
    out: Annotated[
        Path | None,
        typer.Option(metavar="BUNDLE", help="Seal the plan into this file, for `snowops apply`."),
    ] = None,
    expires: Expires = "24h",
    as_json: Json = False,
    detailed_exitcode: DetailedExitCode = False,
    target: Targets = None,
    artifact: ArtifactDigest = None,
    destroy: Annotated[bool, typer.Option("--destroy", help="Plan the end of everything.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Also print Terraform's own words.")] = False,
    allow: Allow = None,
    reason: Reason = None,
    accept_privacy_change: AcceptPrivacyChange = None,
) -> int:
    """Render ENV and show what Terraform would change."""
    from toolkit.cli import views
    from toolkit.cli.guarding import judging, sealing
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.guardrails.judge import passed, refuses
    from toolkit.domain.plan import PlanOptions
    from toolkit.workflows.judging import judge_plan, refuse
    from toolkit.workflows.planning import make_plan
    from toolkit.workflows.preparing import prepare
    from toolkit.workflows.sealing import Terms, seal

    options = PlanOptions(targets=tuple(target or ()), destroy=destroy)
    allowed, lives = allowances(allow, reason, accept_privacy_change), lifetime(expires)
    with Services(context.obj, artifact) as services:
        loaded = services.environment(environment)
        tools = services.tools()
        prepared = prepare(loaded.environment, tools)
        saved = make_plan(prepared, tools, services.plan_file(loaded.environment), options)
        judges = judging(services)
        found = judge_plan(prepared, loaded, saved.plan, judges, "plan", allowed)
        words = prepared.engine.words(saved.file) if full else ""
        if out is not None and not any(map(refuses, found)):
            terms = Terms(lives, options, passed(found))
            seal(prepared, tools, saved, out.resolve(), terms, sealing(services))
    if as_json:
        print_json(views.plan_json(environment, saved.plan, findings=found))
    else:
        data().print(words, end="", markup=False)
        data().print(views.plan_view(loaded.environment, saved.plan, found))
    refuse(found, environment)
    if not as_json:
        views.after_plan(environment, saved.plan, out)
    return CHANGES if detailed_exitcode and not saved.plan.is_empty else 0
