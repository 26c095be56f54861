"""`snowops drift ENV`: what was changed outside Terraform."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings

DRIFT = 2


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Examples: snowops drift prod · snowops drift prod --json")(drift)


def drift(
    context: typer.Context,
    environment: EnvironmentName,
    as_json: Json = False,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit 2 where anything differs at all.")
    ] = False,
) -> int:
    """Show what differs between AWS and the state; exit 2 where it is not benign.

    Dangerous is what the guardrails would refuse if a plan did it. Benign is what AWS or the
    pipeline changes by itself. Everything else is suspicious. Nothing is changed.
    """
    from toolkit.cli.drift_views import drift_json, drift_view
    from toolkit.cli.guarding import judging
    from toolkit.cli.left_behind import warn_of_left_behind
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.domain.drift.model import needs_somebody
    from toolkit.workflows.drifting import find_drift
    from toolkit.workflows.preparing import prepare

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment)
        tools = services.tools()
        warn_of_left_behind(services, loaded.environment)
        prepared = prepare(loaded.environment, tools)
        file = services.plan_file(loaded.environment, "drift")
        found = find_drift(prepared, tools, loaded, judging(services), file)
    if as_json:
        print_json(drift_json(environment, found))
    else:
        data().print(drift_view(loaded.environment, found))
    differs = detailed_exitcode and bool(found.drifts)
    return DRIFT if differs or needs_somebody(found.drifts) else 0
