"""`snowops init DIR`: lays down an operations repository that plans as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops init ops && cd ops && snowops plan local")(init)


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder.", show_default="here")
    ] = Path(),
) -> int:
    """Lay down a new operations repository: environments, allowlist, CI file."""
    from toolkit.cli.screen import data, talk
    from toolkit.cli.shipped import shipped, templates
    from toolkit.workflows.initializing import lay_down

    for path in lay_down(folder, shipped("environments"), templates() / "repository"):
        data().print(str(path), markup=False)
    there = "" if folder == Path() else f"cd {folder} && "
    talk().print(f"next: {there}snowops plan local", style="dim", markup=False)
    return 0
