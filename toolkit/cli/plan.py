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
    from toolkit.cli.guarding import judging
    from toolkit.cli.reviewing import Request, judged, sealed
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.plan import PlanOptions
    from toolkit.workflows.judging import refuse

    options = PlanOptions(targets=tuple(target or ()), destroy=destroy)
    allowed, lives = allowances(allow, reason, accept_privacy_change), lifetime(expires)
    request = Request(environment, options, allowed, artifact, out, lives)
    with Services(context.obj, artifact) as services:
        loaded = services.environment(environment)
        made = judged(services, loaded, request, judging(services))
        words = made.prepared.engine.words(made.saved.file) if full else ""
        sealed(services, made, request)
    saved, found = made.saved, made.findings
    if as_json:
        print_json(views.plan_json(environment, saved.plan, findings=found))
    else:
        data().print(words, end="", markup=False)
        data().print(views.plan_view(loaded.environment, saved.plan, found))
    refuse(found, environment)
    if not as_json:
        views.after_plan(environment, saved.plan, out)
    return CHANGES if detailed_exitcode and not saved.plan.is_empty else 0
