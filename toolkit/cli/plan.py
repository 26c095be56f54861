"""`snowops plan ENV`: what would change, without changing it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.options import ArtifactDigest, DetailedExitCode, EnvironmentName, Json, Targets

CHANGES = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops plan staging · snowops plan prod --out prod.tfplan · "
        "snowops plan staging --json --detailed-exitcode",
    )(plan)


def plan(
    context: typer.Context,
    environment: EnvironmentName,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Save the plan here for `snowops apply`.")
    ] = None,
    as_json: Json = False,
    detailed_exitcode: DetailedExitCode = False,
    target: Targets = None,
    artifact: ArtifactDigest = None,
    destroy: Annotated[bool, typer.Option("--destroy", help="Plan the end of everything.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Also print Terraform's own words.")] = False,
) -> int:
    """Render ENV and show what Terraform would change."""
    from toolkit.cli import views
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.plan import PlanOptions
    from toolkit.workflows.planning import make_plan
    from toolkit.workflows.preparing import prepare

    options = PlanOptions(targets=tuple(target or ()), destroy=destroy)
    with Services(context.obj, artifact) as services:
        loaded = services.environment(environment)
        file = out.resolve() if out else services.plan_file(loaded.environment)
        tools = services.tools()
        prepared = prepare(loaded.environment, tools)
        saved = make_plan(prepared, tools, file, options)
        words = prepared.engine.words(saved.file) if full else ""
    if as_json:
        print_json(views.plan_json(environment, saved.plan))
    else:
        data().print(words, end="", markup=False)
        data().print(views.plan_view(loaded.environment, saved.plan))
        views.after_plan(environment, saved.plan, out)
    return CHANGES if detailed_exitcode and not saved.plan.is_empty else 0
