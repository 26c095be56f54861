"""`snowops roles ENV`: the IAM policies of whoever plans and of whoever applies."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import EnvironmentName, Settings

if TYPE_CHECKING:
    from toolkit.domain.roles import Roles


class Which(StrEnum):
    """The role whose policies are wanted."""

    plan = "plan"
    apply = "apply"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops roles prod · snowops roles prod --role plan · "
        "snowops roles prod --out build/roles",
    )(roles)


def roles(
    context: typer.Context,
    environment: EnvironmentName,
    role: Annotated[
        Which | None, typer.Option(help="Only this role's policies; unset: both.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a file per policy; unset: JSON on stdout."),
    ] = None,
) -> int:
    """Render the IAM policies of the roles that plan and apply ENV."""
    from toolkit.adapters.environment_files import load
    from toolkit.cli.screen import print_json
    from toolkit.cli.shipped import templates
    from toolkit.domain.roles import resource_types
    from toolkit.domain.roles import roles as rendered_roles
    from toolkit.rendering.render import render

    settings: Settings = context.obj
    loaded = load(settings.project / "environments", environment).environment
    found = rendered_roles(loaded, resource_types(render(loaded, templates())))
    wanted = {which: _policies(found, which) for which in ([role] if role else list(Which))}
    if out:
        _write(wanted, out.resolve() / environment)
    else:
        documents = {which.value: policies for which, policies in wanted.items()}
        print_json({"schema": "snowops.roles/v1", "environment": environment, **documents})
    return 0


def _policies(found: Roles, which: Which) -> list[dict[str, object]]:
    return list(found.plan if which is Which.plan else found.apply)


def _write(wanted: dict[Which, list[dict[str, object]]], folder: Path) -> None:
    import json

    from toolkit.adapters.workspace import write_file
    from toolkit.cli.screen import data

    for which, policies in wanted.items():
        for number, policy in enumerate(policies, start=1):
            path = folder / f"{which.value}-{number}.json"
            write_file(path, json.dumps(policy, indent=2) + "\n")
            data().print(str(path), markup=False)
