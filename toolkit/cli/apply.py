"""`snowops apply ENV [PLAN]`: shows a plan, asks, applies exactly that plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.allowing import AcceptPrivacyChange, Allow, Reason, allowances
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
        epilog="Examples: snowops apply staging · snowops apply prod prod.plan --confirm prod",
    )(apply)


def apply(
    context: typer.Context,
    environment: EnvironmentName,
    saved_plan: Annotated[
        Path | None,
        typer.Argument(metavar="[BUNDLE]", help="A plan sealed by `snowops plan --out`."),
    ] = None,
    yes: Yes = False,
    confirm: Confirm = None,
    target: Targets = None,
    artifact: ArtifactDigest = None,
    allow: Allow = None,
    reason: Reason = None,
    accept_privacy_change: AcceptPrivacyChange = None,
    as_json: Json = False,
) -> int:
    """Show what would change, ask, and apply that very plan."""
    from toolkit.cli import views
    from toolkit.cli.changing import Wish, change
    from toolkit.cli.screen import data, print_json
    from toolkit.domain.plan import PlanOptions

    settings: Settings = context.obj
    options = PlanOptions(targets=tuple(target or ()))
    allowed = allowances(allow, reason, accept_privacy_change)
    wish = Wish(environment, "apply", options, yes, confirm, saved_plan, artifact, allowed)
    applied = change(settings, wish)
    if as_json:
        print_json(views.applied_json(environment, applied))
    elif applied.outputs:
        data().print(views.outputs_view(applied.outputs))
    return 0
