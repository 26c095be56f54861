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
    Targets,
    Yes,
)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops apply staging · snowops apply prod prod.plan --confirm prod · "
        "snowops apply staging --resume",
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
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where the last apply was cut short.")
    ] = False,
    take_in: Annotated[
        list[str] | None,
        typer.Option(
            "--import",
            metavar="ADDRESS=ID",
            help="Take this into the state, which is in AWS already; repeatable.",
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Show what would change, ask, and apply that very plan."""
    from toolkit.cli import views
    from toolkit.cli.changing import change
    from toolkit.cli.resume_views import brought_json
    from toolkit.cli.screen import data, print_json
    from toolkit.cli.services import Services
    from toolkit.cli.wishes import Wish, read_import
    from toolkit.domain.plan import PlanOptions

    imports = tuple(map(read_import, take_in or ()))
    options = PlanOptions(targets=tuple(target or ()), imports=imports)
    allowed = allowances(allow, reason, accept_privacy_change)
    wish = Wish(environment, "apply", options, yes, confirm, saved_plan, artifact, allowed, resume)
    with Services(context.obj, artifact) as services:
        done = change(services, wish)
    if as_json:
        recovered = brought_json(done.brought, done.plan)
        print_json({**views.applied_json(environment, done.applied), "recovered": recovered})
    elif done.applied.outputs:
        data().print(views.outputs_view(done.applied.outputs))
    if not as_json:
        views.after_apply(environment, done.plan)
    return 0
