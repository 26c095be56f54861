"""`snowops ci pipeline`: the jobs of a change, of the default branch or of a schedule, as YAML."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from toolkit.cli.allowing import Expires, lifetime
from toolkit.cli.ci.comparing import Base, Head
from toolkit.cli.options import Settings
from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from toolkit.domain.ci.pipeline import Lifetime, Pipeline, Target

Kind = Literal["merge-request", "default-branch", "schedule"]

_NOTICE = "# Made by `snowops ci pipeline`; what its jobs run in stands in .gitlab/snowops.yml.\n"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops ci pipeline --out pipeline.yml · "
        "snowops ci pipeline --kind merge-request --base main",
    )(pipeline)


def pipeline(
    context: typer.Context,
    kind: Annotated[
        Kind | None, typer.Option(help="Unset: what GitLab's variables say of this pipeline.")
    ] = None,
    base: Base = None,
    head: Head = "HEAD",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; unset: standard output.")
    ] = None,
    expires: Expires = "24h",
    embedded: Annotated[
        bool,
        typer.Option(
            "--embedded",
            envvar="SNOWOPS_CI_EMBEDDED",
            help="Apply embedded environments too, and look for drift in them.",
        ),
    ] = False,
) -> int:
    """Write the child pipeline: a job for each environment that needs one."""
    from toolkit.adapters.whole_file import FOR_EVERYBODY, write_whole
    from toolkit.adapters.yaml_text import yaml_text
    from toolkit.cli.screen import data
    from toolkit.domain.ci.pipeline import Lifetime, on_default_branch, on_schedule

    _check_root(context.obj)
    lives = Lifetime(expires.strip(), lifetime(expires))
    match kind or kind_of(os.environ):
        case "merge-request":
            jobs = _of_change(context.obj, base, head, lives)
        case "default-branch":
            jobs = on_default_branch(_targets(context.obj, embedded=embedded), lives)
        case "schedule":
            jobs = on_schedule(_targets(context.obj, embedded=embedded))
    text = _NOTICE + yaml_text(jobs)
    if out is None:
        data().print(text, end="", markup=False)
    else:
        write_whole(out.resolve(), text.encode(), FOR_EVERYBODY)
    return 0


def kind_of(variables: Mapping[str, str]) -> Kind:
    """What GitLab's predefined variables say of the pipeline; raises ConfigError."""
    if variables.get("CI_PIPELINE_SOURCE") == "schedule":
        return "schedule"
    if variables.get("CI_MERGE_REQUEST_IID"):
        return "merge-request"
    branch = variables.get("CI_COMMIT_BRANCH")
    if branch and branch == variables.get("CI_DEFAULT_BRANCH"):
        return "default-branch"
    raise ConfigError(
        "this is no pipeline of a merge request, of the default branch or of a schedule",
        hint="say which it is to be: --kind merge-request|default-branch|schedule",
    )


def _check_root(settings: Settings) -> None:
    """Raises ConfigError where the jobs would not find the environments."""
    from toolkit.adapters.git_trees import Trees

    below = Trees.around(settings.project).project
    if below:
        raise ConfigError(
            f"environments/ is below {below} of its repository, and GitLab's jobs run at the root",
            hint="give the environments a repository of their own",
        )


def _of_change(settings: Settings, base: str | None, head: str, lives: Lifetime) -> Pipeline:
    from toolkit.cli.ci.comparing import comparison
    from toolkit.cli.ci.views import affected_view, compared
    from toolkit.cli.screen import talk
    from toolkit.domain.ci.pipeline import on_merge_request

    found = comparison(settings, base, head, os.environ)
    talk().print(compared(found), style="dim")
    talk().print(affected_view(found.verdicts))
    this = os.environ.get("CI_PIPELINE_ID", "")
    return on_merge_request(found.verdicts, lives, int(this) if this.isdecimal() else 0)


def _targets(settings: Settings, *, embedded: bool) -> tuple[Target, ...]:
    """The environments that are there for longer than a job; those too that cannot be loaded."""
    from toolkit.adapters.git_trees import environments_in
    from toolkit.domain.ci.pipeline import Target

    found = environments_in(settings.environments, "environments").values()
    return tuple(
        Target(each.name, each.protected) for each in found if embedded or not each.embedded
    )
