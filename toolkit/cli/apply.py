"""`snowops apply ENV [PLAN]`: shows a plan, asks, applies exactly that plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.options import (
    ArtifactDigest,
    Confirm,
    EnvironmentName,
    Json,
    Settings,
    Targets,
    Yes,
)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops apply staging · snowops apply prod prod.tfplan --confirm prod",
    )(apply)


def apply(
    context: typer.Context,
    environment: EnvironmentName,
    saved_plan: Annotated[
        Path | None,
        typer.Argument(metavar="[PLAN]", help="A plan saved by `snowops plan --out`."),
    ] = None,
    yes: Yes = False,
    confirm: Confirm = None,
    target: Targets = None,
    artifact: ArtifactDigest = None,
    as_json: Json = False,
) -> int:
    """Show what would change, ask, and apply that saved plan."""
    from toolkit.cli import views
    from toolkit.cli.changing import Wish, change
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.plan import PlanOptions

    settings: Settings = context.obj
    options = PlanOptions(targets=tuple(target or ()))
    wish = Wish(environment, "apply", options, yes, confirm, saved_plan, artifact)
    applied = change(settings, wish)
    if as_json:
        print_json(views.applied_json(environment, applied))
    elif applied.outputs:
        data().print(views.outputs_view(applied.outputs))
    return 0
