"""The folder that Terraform runs in: exactly the rendered tree, plus what Terraform keeps there."""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from toolkit.domain.tree import Tree
from toolkit.errors import ConfigError

# Lists the files that we wrote, so that stale ones can go and nobody else's are touched.
_MANIFEST = ".snowops-tree.json"


def write(tree: Tree, folder: Path) -> None:
    """Makes a folder hold the tree: writes what differs, removes what an older tree left.

    Files that snowops did not write (`.terraform`, plans) stay. Every file is written beside its
    place and renamed, so an interrupted run leaves whole files and the next one finishes.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stale = _written(folder) - set(tree.files)
        write_file(folder / _MANIFEST, json.dumps(sorted({*tree.files, *stale}), indent=1) + "\n")
        for path, text in tree.files.items():
            write_file(folder / path, text)
        for path in stale:
            (folder / path).unlink(missing_ok=True)
        write_file(folder / _MANIFEST, json.dumps(sorted(tree.files), indent=1) + "\n")
    except OSError as error:
        raise ConfigError(
            f"cannot write {error.filename or folder}: {error.strerror}",
            hint="free some space or give another folder with --out",
        ) from error


def write_file(path: Path, text: str) -> None:
    """Writes a file beside its place and renames it; leaves an equal one alone."""
    if read_file(path) == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_file(path: Path) -> str | None:
    """A file's text; None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def differences(tree: Tree, folder: Path) -> Iterator[str]:
    """Unified diff lines from what a folder holds to the tree; empty where they agree."""
    for path in sorted(set(tree.files) | _written(folder)):
        old, new = read_file(folder / path), tree.files.get(path)
        if old != new:
            yield from difflib.unified_diff(
                (old or "").splitlines(),
                (new or "").splitlines(),
                f"{folder / path}" if old is not None else "/dev/null",
                f"rendered/{path}" if new is not None else "/dev/null",
                lineterm="",
            )


def _written(folder: Path) -> set[str]:
    text = read_file(folder / _MANIFEST)
    return set(json.loads(text)) if text else set()
