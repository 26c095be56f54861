"""`snowops bootstrap ENV`: what has to be there before the first plan."""

from __future__ import annotations

import typer

from toolkit.cli.options import Confirm, DryRun, EnvironmentName, Json, Settings, Yes


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops bootstrap staging --dry-run · snowops bootstrap staging",
    )(bootstrap)


def bootstrap(
    context: typer.Context,
    environment: EnvironmentName,
    yes: Yes = False,
    confirm: Confirm = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> int:
    """Make ENV's state bucket, artifact bucket and seal key; what is there is left as it is.

    Shows first what exists and what would be made, and asks. It can be run again at any time.
    """
    from toolkit.cli import state_views as views
    from toolkit.cli.confirmation import confirm as ask
    from toolkit.cli.screen import data, print_json, talk
    from toolkit.cli.services import Services
    from toolkit.cli.state import ground
    from toolkit.workflows.bootstrapping import look, make, refuse_by_hand

    settings: Settings = context.obj
    with Services(settings) as services:
        loaded = services.environment(environment).environment
        base = ground(services, loaded)
        found = look(base, loaded.aws.account_id)
        lacking = any(each.gaps for each in found)
        services.pause_progress()
        if lacking:
            talk().print(views.ground_view(loaded, found))
        refuse_by_hand(found)
        if lacking and not dry_run:
            ask(loaded, verb="bootstrap", yes=yes, confirmed=confirm)
            make(base, found, services.progress.say)
    if as_json:
        print_json(views.ground_json(loaded, found, dry_run=dry_run))
    else:
        data().print(views.bootstrapped_view(loaded, found, dry_run=dry_run))
    return 0
