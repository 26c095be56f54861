"""`snowops drift ENV`: what was changed outside Terraform."""

from __future__ import annotations

import typer

from toolkit.cli.options import DetailedExitCode, EnvironmentName, Json, Settings

DRIFT = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops drift prod --detailed-exitcode")(drift)


def drift(
    context: typer.Context,
    environment: EnvironmentName,
    as_json: Json = False,
    detailed_exitcode: DetailedExitCode = False,
) -> int:
    """Show what differs between AWS and the state, and change nothing."""
    from toolkit.cli import views
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.plan import PlanOptions
    from toolkit.workflows.planning import make_plan
    from toolkit.workflows.preparing import prepare

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment)
        tools = services.tools()
        prepared = prepare(loaded.environment, tools)
        file = services.plan_file(loaded.environment, "drift")
        found = make_plan(prepared, tools, file, PlanOptions(refresh_only=True)).plan
    if as_json:
        print_json(views.plan_json(environment, found, schema="snowops.drift/v1"))
    else:
        data().print(views.drift_view(loaded.environment, found))
    return DRIFT if detailed_exitcode and found.changes else 0
