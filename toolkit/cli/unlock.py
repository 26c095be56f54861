"""`snowops unlock ENV`: who holds the state's lock, and its release."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from toolkit.cli.options import Confirm, DryRun, EnvironmentName, Json, Settings, Yes


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops unlock staging --dry-run · snowops unlock prod --confirm prod",
    )(unlock)


def unlock(
    context: typer.Context,
    environment: EnvironmentName,
    yes: Yes = False,
    confirm: Confirm = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Show who holds the lock on ENV's state and since when, ask, and release that very lock."""
    from toolkit.cli import state_views as views
    from toolkit.cli.confirmation import confirm as ask
    from toolkit.cli.screen import data, print_json, talk
    from toolkit.cli.services import Services
    from toolkit.cli.state import locks
    from toolkit.workflows.unlocking import find, refuse_living

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment).environment
        place, here = locks(services, loaded)
        held, released = find(place, here), False
        services.pause_progress()
        if held is not None:
            talk().print(views.held_view(loaded, held, datetime.now(UTC)))
        if held is not None and not dry_run:
            refuse_living(held)
            ask(loaded, verb="unlock", yes=yes, confirmed=confirm)
            released = place.release(held.lock)
    if as_json:
        print_json(views.unlocked_json(loaded, held, released=released, dry_run=dry_run))
    else:
        data().print(views.unlocked_view(loaded, held, released=released, dry_run=dry_run))
    return 0
