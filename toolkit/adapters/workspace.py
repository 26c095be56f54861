"""The folder that Terraform runs in: exactly the rendered tree, plus what Terraform keeps there."""

from __future__ import annotations

import difflib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

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
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None


def differences(tree: Tree, folder: Path) -> Iterator[str]:
    """Unified diff lines from what a folder holds to the tree; empty where they agree."""
    for path in sorted(set(tree.files) | _written(folder)):
        old, new = read_file(folder / path), tree.files.get(path)
        if old != new:
            yield from _unified(
                old,
                new,
                f"{folder / path}" if old is not None else "/dev/null",
                f"rendered/{path}" if new is not None else "/dev/null",
            )


def _unified(old: str | None, new: str | None, before: str, after: str) -> Iterator[str]:
    first, second = (list(io.StringIO(text or "")) for text in (old, new))
    for line in difflib.unified_diff(first, second, before, after):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _written(folder: Path) -> set[str]:
    """Paths below the folder that we wrote; a list that was tampered with names no others."""
    try:
        listed = json.loads(read_file(folder / _MANIFEST) or "[]")
    except ValueError:
        return set()
    return {path for path in listed if isinstance(path, str) and _is_below(PurePosixPath(path))}


def _is_below(path: PurePosixPath) -> bool:
    return not path.is_absolute() and ".." not in path.parts
