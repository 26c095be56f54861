"""Runs git and hands back what it says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import ConfigError

# A hook's git tells its children about its own repository; ours may be another.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
# Hooks and helpers that git starts have no business with GitLab's notes.
_KEPT_BACK = (*_OF_A_HOOK, "GITLAB_TOKEN")


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
    """The commit of a checkout, marked `-dirty` where tracked files differ.

    `none` outside of a checkout, and where nothing is committed yet.
    """
    if not in_checkout(folder):
        return "none"
    status = git(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no").decode()
    # `# branch.oid COMMIT`, or `(initial)`, is the first line; what has changed follows the heads.
    first, *rest = status.splitlines()
    commit = first.split()[-1]
    if commit == "(initial)":
        return "none"
    return f"{commit}-dirty" if any(not line.startswith("#") for line in rest) else commit


def blobs(folder: Path, objects: Sequence[str]) -> list[bytes]:
    """The contents of objects, as they were committed."""
    # `cat-file --batch` prints for each a head line that ends with the size, the bytes, a newline.
    output = git(folder, "cat-file", "--batch", send="\n".join([*objects, ""]).encode())
    found, at = [], 0
    while at < len(output):
        end = output.index(b"\n", at)
        size = int(output[at:end].split()[-1])
        found.append(output[end + 1 : end + 1 + size])
        at = end + 1 + size + 1
    return found


def lines(output: bytes) -> list[str]:
    """The parts of an output that git ended with NUL bytes (`-z`)."""
    return [part for part in output.decode(errors="surrogateescape").split("\0") if part]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
