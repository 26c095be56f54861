"""`snowops env`: environments as files: which there are, what they say, whether they are right."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli.options import EnvironmentName, Json, Settings, complete_environment

app = typer.Typer(
    help="List, show and check environments.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list", epilog="Example: snowops env list --json")
def list_environments(context: typer.Context, as_json: Json = False) -> int:
    """List the environments and where they live."""
    from toolkit.adapters.environment_files import environment_names, load
    from toolkit.cli import env_views
    from toolkit.cli.screen import data, print_json

    settings: Settings = context.obj
    folder = settings.environments
    loaded = [load(folder, name).environment for name in environment_names(folder)]
    if as_json:
        print_json(env_views.list_json(loaded))
    else:
        data().print(env_views.list_view(loaded))
    return 0


@app.command(epilog="Examples: snowops env show prod --origins · snowops env show prod --json")
def show(
    context: typer.Context,
    environment: EnvironmentName,
    origins: Annotated[
        bool, typer.Option("--origins", help="Say for each value which file and line set it.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Show ENV's values after `extends` was followed."""
    from toolkit.adapters.environment_files import load
    from toolkit.cli import env_views
    from toolkit.cli.screen import data, print_json

    settings: Settings = context.obj
    loaded = load(settings.environments, environment)
    if not as_json:
        for line in env_views.values_lines(loaded, settings.project, origins=origins):
            data().print(line, markup=False, soft_wrap=True)
    elif origins:
        print_json(env_views.origins_json(loaded, settings.project))
    else:
        print_json(loaded.environment.values())
    return 0


@app.command(epilog="Examples: snowops env check · snowops env check staging prod")
def check(
    context: typer.Context,
    environments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ENV]...",
            help="Environments; unset: all.",
            autocompletion=complete_environment,
        ),
    ] = None,
) -> int:
    """Check environments; every mistake is named with its file, line and column."""
    from toolkit.adapters.environment_files import environment_names, load
    from toolkit.cli.errors import show_error
    from toolkit.cli.screen import data
    from toolkit.errors import ConfigError

    settings: Settings = context.obj
    folder = settings.environments
    failed = False
    for name in environments or environment_names(folder):
        try:
            load(folder, name)
        except ConfigError as error:
            show_error(error)
            failed = True
        else:
            data().print(f"{name}: ok")
    return 1 if failed else 0


@app.command(epilog="Example: snowops env schema > environments/schema.json")
def schema() -> int:
    """Print the JSON Schema of environment files, for editors."""
    from toolkit.cli.screen import print_json
    from toolkit.domain.environment.schema import json_schema

    print_json(json_schema())
    return 0


@app.command(epilog="Example: snowops env reference > docs/configuration.md")
def reference() -> int:
    """Print every key of an environment file with its meaning, as Markdown."""
    import sys

    from toolkit.domain.environment.reference import configuration_markdown

    sys.stdout.write(configuration_markdown())
    return 0
