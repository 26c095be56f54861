"""`snowops output ENV`: what people ask for after an apply."""

from __future__ import annotations

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Examples: snowops output staging · snowops output prod --json")(output)


def output(context: typer.Context, environment: EnvironmentName, as_json: Json = False) -> int:
    """Show the environment's outputs: endpoint, streams, bucket, functions, secret."""
    from toolkit.cli import views
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.errors import ConfigError
    from toolkit.workflows.preparing import prepare

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment)
        values = prepare(loaded.environment, services.tools()).engine.outputs()
    if as_json:
        print_json(values)
    elif values:
        data().print(views.outputs_view(values))
    else:
        raise ConfigError(
            f"{environment} has no outputs", hint=f"apply it first: snowops apply {environment}"
        )
    return 0
