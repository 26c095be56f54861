"""Packages a repository's runtime in a process of its own: `python -m ...building ROOT OUT`."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from toolkit.adapters import zip_files
from toolkit.adapters.source_files import LOCK_FILE, RUNTIME, SourceFiles
from toolkit.adapters.wheels import LockedWheels
from toolkit.domain.artifact import Artifact
from toolkit.embedded.cache import cache_folder
from toolkit.errors import SnowopsError
from toolkit.workflows.packaging import PackageRequest, package

RULES = {"columns": {"keep": ["app_id", "événement"]}, "schemas": {}}


def wheels() -> LockedWheels:
    """The wheels that snowops really ships, from the user's cache."""
    return LockedWheels(RUNTIME / LOCK_FILE, cache_folder(os.environ) / "wheels")


def build(root: Path, out: Path) -> Artifact:
    """The artifact of a repository."""
    runtime = root / "toolkit" / "runtime"
    return package(
        PackageRequest("3.13", "arm64", RULES, out),
        SourceFiles("0", runtime, (runtime, root / "allowlist.yaml")),
        wheels(),
        zip_files,
        lambda _: None,
    )


def main(root: str, out: str, umask: str, largest_file: str) -> None:
    os.umask(int(umask, 8))
    if int(largest_file):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest_file), int(largest_file)))
    try:
        print(build(Path(root), Path(out)).sha256)  # noqa: T201
    except SnowopsError as error:
        sys.exit(error.summary)


if __name__ == "__main__":
    main(*sys.argv[1:])
