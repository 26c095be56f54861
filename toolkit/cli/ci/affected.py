"""`snowops ci affected`: which environments a change affects, and why."""

from __future__ import annotations

import os

import typer

from toolkit.cli.ci.comparing import Base, Head
from toolkit.cli.options import Json


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops ci affected --base main · snowops ci affected --json",
    )(affected)


def affected(
    context: typer.Context, base: Base = None, head: Head = "HEAD", as_json: Json = False
) -> int:
    """Say which environments a change affects, and why."""
    from toolkit.cli.ci.comparing import comparison
    from toolkit.cli.ci.views import affected_json, affected_view, compared
    from toolkit.cli.screen import data, print_json, talk

    found = comparison(context.obj, base, head, os.environ)
    if as_json:
        print_json(affected_json(found))
    else:
        talk().print(compared(found), style="dim")
        data().print(affected_view(found.verdicts))
    return 0
