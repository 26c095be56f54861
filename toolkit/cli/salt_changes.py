"""`snowops salt rotate | rollback | retire | bridge`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from toolkit.cli.options import Confirm, DryRun, EnvironmentName, Json, Yes
from toolkit.cli.salt_options import Reason, duration


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog="Example: snowops salt rotate prod --activate-in 20m --wait")(rotate)
    app.command(epilog="Example: snowops salt rollback prod --reason 'joins of the CRM'")(rollback)
    app.command(epilog="Example: snowops salt retire prod salt-20240101T000000Z --execute")(retire)
    app.command(epilog="Example: snowops salt bridge prod --column user_id --for 14d")(bridge)


def rotate(
    context: typer.Context,
    environment: EnvironmentName,
    activate_in: Annotated[
        timedelta | None,
        typer.Option(
            metavar="DURATION",
            parser=duration,
            help="Until the new salt keys events, such as 20m; unset: as soon as it is safe.",
        ),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for that instant and prove the switch.")
    ] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Add a salt that keys events from one instant on; one that waits already is finished."""
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import Agreement, Command, carry_out
    from toolkit.workflows.salt import rotating

    agreement = Agreement(yes, confirm)
    command = Command(
        "rotate",
        lambda here, dry_run: rotating.rotate(
            here.parties,
            rotating.RotationRequest(here.cache_seconds, activate_in, reason, wait, dry_run),
        ),
        salt_json.rotation,
        salt_views.rotation,
        lambda here, _found: here.agree("rotate", agreement),
    )
    carry_out(command, context.obj, environment, dry_run=dry_run, as_json=as_json)
    return 0


def rollback(
    context: typer.Context,
    environment: EnvironmentName,
    accept_broken_joins: Annotated[
        bool,
        typer.Option(
            "--accept-broken-joins",
            help="Bring the older salt back although the newer one has keyed events.",
        ),
    ] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Remove the salt that waits for its instant.

    Once it is active this is refused, with what would break; --accept-broken-joins then lets the
    older salt key events again from an instant on. Nothing that keyed an event is ever removed.
    """
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import Agreement, Command, carry_out
    from toolkit.workflows.salt import rolling_back

    agreement = Agreement(yes, confirm)
    command = Command(
        "rollback",
        lambda here, dry_run: rolling_back.roll_back(
            here.parties,
            rolling_back.RollbackRequest(here.cache_seconds, accept_broken_joins, reason, dry_run),
        ),
        salt_json.rollback,
        salt_views.rollback,
        lambda here, _found: here.agree("roll back", agreement),
    )
    carry_out(command, context.obj, environment, dry_run=dry_run, as_json=as_json)
    return 0


def retire(
    context: typer.Context,
    environment: EnvironmentName,
    entry: Annotated[str, typer.Argument(metavar="ID", help="The entry, as `status` shows it.")],
    execute: Annotated[
        bool, typer.Option("--execute", help="Do it; without this nothing is changed.")
    ] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    confirm: Annotated[
        str | None, typer.Option(metavar="ENV/ID", help="Typed ahead; for scripts.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Forget the oldest salt for good, once every event that it keyed is gone.

    Says which dates become unlinkable. Changes nothing without --execute.
    """
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.confirmation import confirm_typed
    from toolkit.cli.salt_session import Command, carry_out
    from toolkit.workflows.salt import retiring

    wanted = f"{environment}/{entry}"
    command = Command(
        "retire",
        lambda here, dry_run: retiring.retire(
            here.parties,
            retiring.RetirementRequest(
                entry, here.cache_seconds, here.retention, reason, execute=not dry_run
            ),
        ),
        salt_json.retirement,
        salt_views.retirement,
        lambda _here, _found: confirm_typed(wanted, doing=f"retire {entry}", confirmed=confirm),
    )
    dry = dry_run or not execute
    carry_out(command, context.obj, environment, dry_run=dry, as_json=as_json)
    return 0


def bridge(
    context: typer.Context,
    environment: EnvironmentName,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Column to carry both pseudonyms of; repeatable."),
    ] = None,
    length: Annotated[
        timedelta | None,
        typer.Option("--for", metavar="DURATION", parser=duration, help="Length; 7d if unset."),
    ] = None,
    old: Annotated[
        str | None,
        typer.Option("--from", metavar="ID", help="Older entry; unset: the one before the newest."),
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="Take the bridge down.")] = False,
    reason: Reason = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Let events carry a few columns' older pseudonyms too for a while, so that joins can be kept.

    Without --column and --end it shows the bridge; --json is a mapping job's input.
    """
    from toolkit.cli import salt_json, salt_views
    from toolkit.cli.salt_session import Agreement, Command, carry_out
    from toolkit.workflows.salt import bridging

    if end and column:
        raise typer.BadParameter("--end takes a bridge down, --column builds one: give one of them")
    agreement, columns = Agreement(yes, confirm), tuple(column or ())
    lasting = length or timedelta(days=7)
    command = Command(
        "bridge",
        lambda here, dry_run: bridging.bridge(
            here.parties,
            bridging.BridgeRequest(here.cache_seconds, columns, lasting, old, end, reason, dry_run),
        ),
        salt_json.bridging,
        salt_views.bridging,
        lambda here, _found: here.agree("bridge", agreement),
    )
    carry_out(command, context.obj, environment, dry_run=dry_run, as_json=as_json)
    return 0
