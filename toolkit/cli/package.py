"""`snowops package ENV`: the zip that Lambda runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import typer

from toolkit.cli.options import Json, Settings, complete_environment


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops package · snowops package prod --json · "
        "snowops package staging --architecture x86_64 --out dist",
    )(package)


def package(
    context: typer.Context,
    environment: Annotated[
        str | None,
        typer.Argument(
            metavar="[ENV]", help="Environment; unset: all.", autocompletion=complete_environment
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; unset: build/artifacts.")
    ] = None,
    python_version: Annotated[
        Literal["3.11", "3.12", "3.13"] | None,
        typer.Option(help="The function's Python, instead of what ENV says."),
    ] = None,
    architecture: Annotated[
        Literal["arm64", "x86_64"] | None,
        typer.Option(help="The function's processor, instead of what ENV says."),
    ] = None,
    narrow_columns: Annotated[
        Literal["empty", "hash"] | None,
        typer.Option(help="What narrow columns become, instead of what ENV says."),
    ] = None,
    as_json: Json = False,
) -> int:
    """Build the Lambda artifact of ENV: code, wheels and compiled allowlist in one zip."""
    from toolkit.adapters.cold_start import cold_start
    from toolkit.adapters.environment_files import environment_names, load
    from toolkit.cli.artifact_views import artifact_json, artifact_view
    from toolkit.cli.packaging import Instead
    from toolkit.cli.packaging import package as build
    from toolkit.cli.screen import data, print_json, talk

    settings: Settings = context.obj
    folder = settings.environments
    instead = Instead(out, python_version, architecture, narrow_columns)
    names = [environment] if environment else environment_names(folder)
    say = cache(talk().print)
    made = {
        name: build(settings.project, load(folder, name).environment, say, instead)
        for name in names
    }
    if as_json:
        print_json(artifact_json(made))
    else:
        colds = {each: cold_start(each.path, each.manifest.platform) for each in made.values()}
        data().print(artifact_view(made, colds))
    return 0
