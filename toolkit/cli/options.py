"""Options and arguments that several commands share, and where the project is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from toolkit.errors import ConfigError


@dataclass(frozen=True)
class Settings:
    """What was given before the command's name."""

    given_project: Path | None = None
    terraform: str | None = None

    @property
    def project(self) -> Path:
        """The operations repository.

        Raises ConfigError where no folder upwards holds `environments/`.
        """
        if self.given_project is not None:
            return _with_environments(self.given_project.resolve())
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / "environments").is_dir():
                return folder
        return _with_environments(here)

    @property
    def environments(self) -> Path:
        """The folder of environment files, told from where the person stands where it is below."""
        folder = self.project / "environments"
        here = Path.cwd()
        return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _with_environments(folder: Path) -> Path:
    if (folder / "environments").is_dir():
        return folder
    raise ConfigError(
        f"there is no environments/ folder in {folder} or above it",
        hint="go to an operations repository, name it with -C DIR, or make one: snowops init DIR",
    )


def complete_environment(incomplete: str) -> list[str]:
    """Environment names on disk, for the shell; none where there is no repository."""
    from toolkit.adapters.environment_files import environment_names

    given = os.environ.get("SNOWOPS_PROJECT")
    try:
        names = environment_names(Settings(Path(given) if given else None).project / "environments")
    except ConfigError:
        return []
    return [name for name in names if name.startswith(incomplete)]


EnvironmentName = Annotated[
    str,
    typer.Argument(
        metavar="ENV",
        help="Environment: the name of a file in environments/, without .yaml.",
        autocompletion=complete_environment,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for machines.")]
DetailedExitCode = Annotated[
    bool, typer.Option("--detailed-exitcode", help="Exit 2 where there are changes.")
]
Targets = Annotated[
    list[str] | None,
    typer.Option("--target", metavar="ADDRESS", help="Plan only this address; repeatable."),
]
ArtifactDigest = Annotated[
    str | None,
    typer.Option(
        "--artifact",
        metavar="SHA256",
        help="Deploy this artifact as it was built, for promotion; unset: build it.",
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", "-y", help="Do not ask; not enough for a protected environment.")
]
Confirm = Annotated[
    str | None,
    typer.Option(metavar="ENV", help="The environment's name, typed ahead; for scripts."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Say what would be done; change nothing.")
]
