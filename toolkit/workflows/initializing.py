"""An empty folder -> an operations repository that plans as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import ConfigError

# Files whose names would do something in our own repository.
_RENAMED = {"gitignore": ".gitignore", "gitlab-ci.yml": ".gitlab-ci.yml"}


def lay_down(folder: Path, environments: Path, skeleton: Path) -> Iterator[Path]:
    """Copies environments and skeleton into a folder and yields each path made.

    Raises ConfigError where the folder already holds something: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder} is not empty", hint="give the name of a new folder")
    for source in sorted(skeleton.iterdir()):
        yield _copy(source, folder / _RENAMED.get(source.name, source.name))
    for source in sorted(environments.iterdir()):
        yield _copy(source, folder / "environments" / source.name)


def _copy(source: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise ConfigError(f"cannot write {target}: {error.strerror}") from error
    return target
