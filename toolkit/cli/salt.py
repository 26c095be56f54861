"""`snowops salt`: the keyring that makes pseudonyms unguessable."""

from __future__ import annotations

from typing import Annotated

import typer

from toolkit.cli import salt_changes
from toolkit.cli.options import Confirm, DryRun, EnvironmentName, Json, Settings, Yes
from toolkit.cli.salt_options import NothingAnyway

app = typer.Typer(help="Look after the salt.", no_args_is_help=True)


@app.callback()
def common() -> None:
    """Look after the salt."""


@app.command(epilog="Example: snowops salt init staging")
def init(
    context: typer.Context,
    environment: EnvironmentName,
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin again although an earlier keyring is recorded.")
    ] = False,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Make ENV's first salt; a keyring that exists is left alone."""
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import Agreement, session, show
    from toolkit.workflows.salt import initializing

    settings: Settings = context.obj
    with session(settings, environment) as here:
        found = initializing.init(here.parties, anew=anew, dry_run=True)
        if not dry_run:
            if found.made and here.environment.protected:
                here.agree("make", Agreement(yes=False, confirmed=confirm))
            found = initializing.init(here.parties, anew=anew)
    show(
        "init",
        environment,
        salt_json.initialized(found, dry_run=dry_run),
        lambda: salt_views.initialized(found, dry_run=dry_run),
        as_json=as_json,
    )
    return 0


@app.command(epilog="Example: snowops salt status prod --json")
def status(
    context: typer.Context,
    environment: EnvironmentName,
    dry_run: NothingAnyway = False,
    as_json: Json = False,
) -> int:
    """Show what is active now and next, labels, readers, and what functions have loaded."""
    from datetime import timedelta

    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import session, show
    from toolkit.workflows.salt import reporting

    settings: Settings = context.obj
    with session(settings, environment) as here:
        max_age = timedelta(days=here.environment.salt.max_age_days)
        found = reporting.status(here.parties, max_age)
    show(
        "status",
        environment,
        {**salt_json.status(found), "dry_run": dry_run},
        lambda: salt_views.status(found),
        as_json=as_json,
    )
    return 0


@app.command(epilog="Example: snowops salt history prod")
def history(
    context: typer.Context,
    environment: EnvironmentName,
    dry_run: NothingAnyway = False,
    as_json: Json = False,
) -> int:
    """Show who changed the keyring, when and why."""
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import session, show
    from toolkit.workflows.salt import reporting

    settings: Settings = context.obj
    with session(settings, environment) as here:
        records = reporting.history(here.parties)
    show(
        "history",
        environment,
        {**salt_json.history(records), "dry_run": dry_run},
        lambda: salt_views.history(records),
        as_json=as_json,
    )
    return 0


@app.command(epilog="Examples: snowops salt repair staging --dry-run · snowops salt repair staging")
def repair(
    context: typer.Context,
    environment: EnvironmentName,
    dry_run: DryRun = False,
    yes: Yes = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Right labels that were left crooked, lost entries and changes that were cut short.

    Exit 1: something is left that only a person can right.
    """
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import Agreement, session, show
    from toolkit.cli.screen import talk
    from toolkit.workflows.salt import repairing

    settings: Settings = context.obj
    with session(settings, environment) as here:
        found = repairing.examine(here.parties)
        if not dry_run:
            if any(finding.fix for finding in found.findings):
                here.services.pause_progress()
                talk().print(salt_views.repair(found, dry_run=True))
                here.agree("repair", Agreement(yes, confirm))
            found = repairing.repair(here.parties)
    show(
        "repair",
        environment,
        salt_json.repair(found, dry_run=dry_run),
        lambda: salt_views.repair(found, dry_run=dry_run),
        as_json=as_json,
    )
    return 1 if found.stuck else 0


salt_changes.register(app)
