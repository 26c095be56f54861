"""Folders that fill by themselves: their size, whether they can be written, the room around."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from toolkit.domain.health.machine import Folder
from toolkit.errors import ConfigError


def look(path: Path) -> Folder:
    """A folder as it is; one that is not there, as it could be made."""
    exists = path.is_dir()
    nearest = path if exists else _nearest(path)
    writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    return Folder(str(path), exists, writable, _size(path) if exists else 0)


def make(path: Path) -> None:
    """Makes a folder and those around it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make {path}: {error.strerror}") from error


def room(path: Path) -> int:
    """Free bytes where a folder is or would be."""
    try:
        return shutil.disk_usage(_nearest(path)).free
    except OSError as error:
        raise ConfigError(f"cannot look at {path}: {error.strerror}") from error


def _nearest(path: Path) -> Path:
    """The path itself, or the first folder around it that exists."""
    return next((each for each in (path, *path.parents) if each.exists()), path)


def _size(path: Path) -> int:
    """Bytes of all files; what goes while it is counted, or may not be read, counts as nothing."""
    total = 0
    for folder, _, files in os.walk(path):
        for name in files:
            try:
                total += Path(folder, name).lstat().st_size
            except OSError:
                continue
    return total
