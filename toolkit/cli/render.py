"""`snowops render ENV`: YAML to Terraform, without Terraform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import EnvironmentName, Settings

if TYPE_CHECKING:
    from toolkit.domain.tree import Tree


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops render prod · snowops render prod --out /tmp/tree · "
        "snowops render prod --diff",
    )(render)


def render(
    context: typer.Context,
    environment: EnvironmentName,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to; unset: build/ENV.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 where the folder differs.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show how the folder would change.")
    ] = False,
) -> int:
    """Render ENV's Terraform tree."""
    from toolkit.adapters.environment_files import load
    from toolkit.cli.shipped import templates
    from toolkit.rendering.render import render as render_tree

    settings: Settings = context.obj
    loaded = load(settings.environments, environment)
    tree = render_tree(loaded.environment, templates())
    folder = out.resolve() if out else settings.project / "build" / environment
    if check or diff:
        _compare(_as_planned(tree, folder), folder, environment, check=check, diff=diff)
    else:
        _write(tree, folder)
    return 0


def _write(tree: Tree, folder: Path) -> None:
    from toolkit.adapters import workspace
    from toolkit.cli.screen import data, talk

    workspace.write(_as_planned(tree, folder), folder)
    talk().print(f"{len(tree.files)} files, digest {tree.digest[:12]}", style="dim")
    data().print(str(folder), markup=False)


def _compare(tree: Tree, folder: Path, environment: str, *, check: bool, diff: bool) -> None:
    from toolkit.adapters import workspace
    from toolkit.cli.screen import data
    from toolkit.errors import ConfigError

    lines = list(workspace.differences(tree, folder))
    if diff:
        data().print("\n".join(lines), markup=False, end="\n" if lines else "")
    if lines and check:
        raise ConfigError(
            f"{folder} is not what {environment} renders to", hint=f"snowops render {environment}"
        )


def _as_planned(tree: Tree, folder: Path) -> Tree:
    """The tree with what the last plan said of the artifact, which rendering does not build."""
    from toolkit.adapters import workspace
    from toolkit.domain.tree import Tree
    from toolkit.workflows.artifact_variables import FILE

    artifact = workspace.read_file(folder / FILE)
    return tree if artifact is None else Tree({**tree.files, FILE: artifact})
