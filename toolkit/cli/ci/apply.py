"""`snowops ci apply ENV`: applies what `snowops ci plan ENV` sealed in the same pipeline."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.options import ArtifactDigest, EnvironmentName, Settings
from toolkit.errors import ConfigError, Refused, StalePlan, WrongOptions

_SHORTEST = 12


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops ci apply staging · snowops ci apply prod --digest 1a5800fdff3a",
    )(apply)


def apply(
    context: typer.Context,
    environment: EnvironmentName,
    digest: Annotated[
        str | None,
        typer.Option(
            metavar="MEANING",
            envvar="SNOWOPS_DIGEST",
            help="Digest that the reviewed note shows; another plan is then not applied.",
        ),
    ] = None,
    artifact: ArtifactDigest = None,
) -> int:
    """Apply build/ci/ENV/plan.bundle, on the default branch alone."""
    from toolkit.cli import views
    from toolkit.cli.changing import change
    from toolkit.cli.ci.files import CiFiles
    from toolkit.cli.screen import data
    from toolkit.cli.services import Services
    from toolkit.cli.wishes import Wish
    from toolkit.domain.plan import PlanOptions

    settings: Settings = context.obj
    bundle = CiFiles.of(settings, environment).bundle
    check_place(environment, protected=_is_protected(settings, environment), variables=os.environ)
    check_digest(bundle, environment, digest)
    wish = Wish(
        environment,
        "apply",
        PlanOptions(),
        yes=False,
        confirmed=environment,
        saved_plan=bundle,
        artifact=artifact,
    )
    with Services(settings, artifact) as services:
        applied = change(services, wish).applied
    if applied.outputs:
        data().print(views.outputs_view(applied.outputs))
    return 0


def check_place(environment: str, *, protected: bool, variables: Mapping[str, str]) -> None:
    """Raises Refused where GitLab's variables say that this is no place to apply from.

    Anywhere but in GitLab there are none: whoever stands there could as well say `snowops apply`.
    """
    default = variables.get("CI_DEFAULT_BRANCH")
    if default and variables.get("CI_COMMIT_BRANCH") != default:
        raise Refused(
            f"{environment} is applied from the branch {default} alone",
            hint="merge first; the pipeline of the default branch applies",
        )
    if protected and variables.get("CI_COMMIT_REF_PROTECTED") == "false":
        raise Refused(
            f"{environment} is protected, and this branch is not",
            hint="protect the default branch in the project's settings",
        )


def check_digest(bundle: Path, environment: str, digest: str | None) -> None:
    """Raises StalePlan where the plan is not the one with that digest, or a beginning of it."""
    from toolkit.adapters.bundle_file import read_bundle

    if not bundle.is_file():
        raise ConfigError(
            f"there is no {bundle}",
            hint=f"`snowops ci plan {environment}` makes it; in a pipeline an artifact brings it",
        )
    if not digest:
        return
    if len(digest) < _SHORTEST:
        raise WrongOptions(f"'{digest}' is too short for a digest", hint=f"give {_SHORTEST} digits")
    meaning = read_bundle(bundle).statement.meaning
    if not meaning.startswith(digest.lower()):
        raise StalePlan(
            f"the plan of {environment} does something else than the one that was reviewed",
            details=(f"reviewed {digest}", f"planned  {meaning}"),
            hint="read this plan; if it is right, apply it with its own digest",
        )


def _is_protected(settings: Settings, environment: str) -> bool:
    from toolkit.adapters.environment_files import load

    return load(settings.environments, environment).environment.protected
