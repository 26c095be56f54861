"""Wires comparisons: the repository around the project, and which commits to compare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import Settings

if TYPE_CHECKING:
    from toolkit.workflows.comparing import Comparison

Base = Annotated[
    str | None,
    typer.Option(
        metavar="REV",
        help="Commit to compare with; unset: where the merge request or branch began.",
    ),
]
Head = Annotated[
    str, typer.Option(metavar="REV", help="Commit to compare; what is not committed is not seen.")
]

# GitLab's predefined variables. The first is only set in merged results pipelines, whose commit
# holds the target branch too.
_BASES = ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "CI_MERGE_REQUEST_DIFF_BASE_SHA")


def comparison(
    settings: Settings, base: str | None, head: str, variables: Mapping[str, str]
) -> Comparison:
    """Two commits of the repository around the project, compared."""
    from toolkit.adapters.git_trees import Trees
    from toolkit.workflows.comparing import compare

    trees = Trees.around(settings.project)
    given = base or next((variables[name] for name in _BASES if variables.get(name)), None)
    return compare(trees, given, head, trees.repository(_code()), default_branches(variables))


def default_branches(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Names under which the default branch may be known, likeliest first."""
    named = variables.get("CI_DEFAULT_BRANCH")
    first = (f"origin/{named}", named) if named else ()
    return (*first, "origin/HEAD", "origin/main", "main")


def _code() -> Path | None:
    """The checkout that snowops runs from; None where it is installed."""
    from toolkit.cli.shipped import templates

    return templates().parent if (templates().parent / "toolkit").is_dir() else None
