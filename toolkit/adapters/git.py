"""Runs git and hands back what it says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from toolkit.errors import ConfigError

# A hook's git tells its children about its own repository; ours may be another.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


def in_checkout(folder: Path) -> bool:
    """Whether a folder or one around it has a `.git`."""
    return any((each / ".git").exists() for each in (folder, *folder.parents))


def git(folder: Path, *arguments: str, send: bytes = b"") -> bytes:
    """What `git ARGUMENTS` prints in a folder.

    Raises ConfigError with git's own last words where it fails or is not installed.
    """
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=send,
            capture_output=True,
            check=True,
            env=_environment(),
        )
    except FileNotFoundError as error:
        raise ConfigError(
            "git is not installed", hint="install git: it says which commit an artifact is from"
        ) from error
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()
        raise ConfigError(
            f"git {arguments[0]} failed in {folder}", details=tuple(words[-3:])
        ) from error
    return done.stdout


def revision(folder: Path) -> str:
    """The commit of a checkout, marked `-dirty` where tracked files differ; `none` outside one."""
    if not in_checkout(folder):
        return "none"
    commit = git(folder, "rev-parse", "--verify", "HEAD").decode().strip()
    changed = git(folder, "status", "--porcelain", "--untracked-files=no").strip()
    return f"{commit}-dirty" if changed else commit


def lines(output: bytes) -> list[str]:
    """The parts of an output that git ended with NUL bytes (`-z`)."""
    return [part for part in output.decode(errors="surrogateescape").split("\0") if part]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
