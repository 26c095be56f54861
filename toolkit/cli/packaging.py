"""Wires packaging: an environment and its allowlist -> the artifact on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolkit.domain.environment import Environment

if TYPE_CHECKING:
    from toolkit.domain.artifact import Artifact
    from toolkit.workflows.promotion import Place


@dataclass(frozen=True)
class Instead:
    """What is asked for instead of what the environment says; None: as it says."""

    out: Path | None = None
    python_version: str | None = None
    architecture: str | None = None
    narrow_columns: Literal["empty", "hash"] | None = None


_AS_IT_SAYS = Instead()


def package(
    project: Path,
    environment: Environment,
    say: Callable[[str], None],
    instead: Instead = _AS_IT_SAYS,
) -> Artifact:
    """The environment's artifact, by default in build/artifacts of the project."""
    from toolkit.adapters import zip_files
    from toolkit.adapters.allowlist_files import load_allowlist
    from toolkit.adapters.source_files import LOCK_FILE, MAKERS, RUNTIME, SourceFiles
    from toolkit.adapters.wheels import LockedWheels
    from toolkit.domain.allowlist import compile_rules
    from toolkit.embedded.cache import cache_folder
    from toolkit.workflows import packaging

    function = environment.lambda_
    allowlist = project / "environments" / function.allowlist
    narrow_columns = instead.narrow_columns or function.narrow_columns
    request = packaging.PackageRequest(
        python_version=instead.python_version or function.python_version,
        architecture=instead.architecture or function.architecture,
        rules=compile_rules(load_allowlist(allowlist), narrow_columns),
        out=(instead.out or project / packaging.DEFAULT_FOLDER).resolve(),
    )
    sources = SourceFiles(installed_version(), RUNTIME, (*MAKERS, allowlist.resolve()))
    wheels = LockedWheels(RUNTIME / LOCK_FILE, cache_folder(os.environ) / "wheels")
    return packaging.package(request, sources, wheels, zip_files, say)


def promoted(
    project: Path, environment: Environment, stores: Sequence[Place], sha256: str
) -> Artifact:
    """The artifact with a digest, as it was built for another environment.

    It is looked for where it may have been built or deployed: in build/artifacts, then in `stores`.
    """
    from toolkit.adapters import zip_files
    from toolkit.domain.artifact import Platform
    from toolkit.workflows.packaging import DEFAULT_FOLDER
    from toolkit.workflows.promotion import promote

    function = environment.lambda_
    platform = Platform(function.python_version, function.architecture)
    folder = project / DEFAULT_FOLDER
    places: list[Place] = [zip_files.ArtifactFolder(folder), *stores]
    return promote(sha256, platform, places, zip_files, folder)


def installed_version() -> str:
    """The version of snowops that runs; `unknown` where it was never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("snowops")
    except PackageNotFoundError:
        return "unknown"
