"""An empty folder -> an operations repository that plans as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.errors import ConfigError

# Files whose names would do something in our own repository.
_RENAMED = {
    "gitignore": ".gitignore",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "gitlab-snowops.yml": ".gitlab/snowops.yml",
}
_UNFINISHED = ".part"


def lay_down(folder: Path, environments: Path, skeleton: Path) -> Iterator[Path]:
    """Copies environments and skeleton into a folder and yields each path made.

    Raises ConfigError where the folder already holds something else: nothing is ever overwritten,
    and what an interrupted run has left is finished.
    """
    files = {folder / _RENAMED.get(path.name, path.name): path for path in skeleton.iterdir()}
    files |= {folder / "environments" / path.name: path for path in environments.iterdir()}
    if not _is_free(folder, files):
        raise ConfigError(f"{folder} is not empty", hint="give the name of a new folder")
    for target in sorted(files):
        yield _copy(files[target], target)


def _is_free(folder: Path, files: Mapping[Path, Path]) -> bool:
    """Whether a folder holds nothing but git's own, and what we would put there ourselves."""
    if not folder.is_dir():
        return not folder.exists()
    return all(
        path.suffix == _UNFINISHED
        or (path in files and path.read_bytes() == files[path].read_bytes())
        for path in folder.rglob("*")
        if not path.is_dir() and path.relative_to(folder).parts[0] != ".git"
    )


def _copy(source: Path, target: Path) -> Path:
    beside = target.with_name(f".{target.name}{_UNFINISHED}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, beside)
        beside.replace(target)
    except OSError as error:
        raise ConfigError(
            f"cannot write {target}: {error.strerror}", hint="give the name of a new folder"
        ) from error
    return target
