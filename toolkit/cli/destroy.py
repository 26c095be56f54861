"""`snowops destroy ENV`: takes everything down, after it was shown and confirmed."""

from __future__ import annotations

import typer

from toolkit.cli.allowing import Allow, Reason, allowances
from toolkit.cli.options import Confirm, EnvironmentName, Json, Settings, Targets, Yes


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example: snowops destroy staging")(destroy)


def destroy(
    context: typer.Context,
    environment: EnvironmentName,
    yes: Yes = False,
    confirm: Confirm = None,
    target: Targets = None,
    allow: Allow = None,
    reason: Reason = None,
    as_json: Json = False,
) -> int:
    """Show what would be deleted, ask, and delete it."""
    from toolkit.cli import views
    from toolkit.cli.changing import Wish, change
    from toolkit.cli.screen import print_json
    from toolkit.domain.plan import PlanOptions

    settings: Settings = context.obj
    options = PlanOptions(targets=tuple(target or ()), destroy=True)
    allowed = allowances(allow, reason, None)
    wish = Wish(environment, "destroy", options, yes, confirm, allowed=allowed)
    applied = change(settings, wish)
    if as_json:
        print_json(views.applied_json(environment, applied))
    return 0
