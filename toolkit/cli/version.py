"""`snowops version`: what is installed."""

from __future__ import annotations

import typer

from toolkit.cli.options import Json


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops version --json")(version)


def version(as_json: Json = False) -> int:
    """Show the versions of snowops, Python and the embedded parts."""
    import platform

    from toolkit.cli.installed import installed
    from toolkit.cli.screen import data, print_json

    found = {"python": platform.python_version(), **installed()}
    if as_json:
        print_json({"schema": "snowops.version/v1", **found})
        return 0
    for name, number in found.items():
        data().print(f"{name:28} {number or 'not installed'}")
    return 0
