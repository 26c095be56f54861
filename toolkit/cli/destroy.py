"""`snowops destroy ENV`: takes everything down, after it was shown and confirmed."""

from __future__ import annotations

import typer

from toolkit.cli.allowing import Allow, Reason, allowances
from toolkit.cli.options import Confirm, EnvironmentName, Json, Targets, Yes


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
    from toolkit.cli.changing import change
    from toolkit.cli.resume_views import brought_json
    from toolkit.cli.screen import print_json
    from toolkit.cli.services import Services
    from toolkit.cli.wishes import Wish
    from toolkit.domain.plan import PlanOptions

    options = PlanOptions(targets=tuple(target or ()), destroy=True)
    allowed = allowances(allow, reason, None)
    wish = Wish(environment, "destroy", options, yes, confirm, allowed=allowed)
    with Services(context.obj) as services:
        done = change(services, wish)
    if as_json:
        recovered = brought_json(done.brought, done.plan)
        print_json({**views.applied_json(environment, done.applied), "recovered": recovered})
    return 0
