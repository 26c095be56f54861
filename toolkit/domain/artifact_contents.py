"""What goes into the Lambda artifact, entry by entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from toolkit.domain.artifact import (
    BILL_OF_MATERIALS_FILE,
    MANIFEST_FILE,
    RULES_FILE,
    Dependency,
    Manifest,
    Platform,
    json_bytes,
)
from toolkit.domain.bill_of_materials import bill_of_materials
from toolkit.errors import SnowopsError

PACKAGE = "runtime"


@dataclass(frozen=True)
class SourceTree:
    """The runtime's files by path below its package, and the commit that they are from.

    `left_out` names files that lie in the folder but are not tracked, so that nobody misses them
    in production first.
    """

    files: Mapping[str, bytes]
    commit: str
    dirty: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wheel:
    """A wheel whose hash was checked, with its files as they are to be installed."""

    dependency: Dependency
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Contents:
    """An artifact that is not zipped yet."""

    entries: Mapping[str, bytes]
    manifest: Manifest


def contents(
    platform: Platform, rules: Mapping[str, Any], sources: SourceTree, wheels: Iterable[Wheel]
) -> Contents:
    """Puts sources, wheels, compiled rules, manifest and bill of materials side by side.

    Raises SnowopsError where two parts claim one path, or a path leads out of the zip.
    """
    ordered = sorted(wheels, key=lambda wheel: wheel.dependency.name)
    compiled = _compact(rules)
    manifest = Manifest(
        commit=sources.commit,
        dirty=sources.dirty,
        rules=hashlib.sha256(compiled).hexdigest(),
        python_version=platform.python_version,
        architecture=platform.architecture,
        dependencies=tuple(wheel.dependency for wheel in ordered),
    )
    own = {f"{PACKAGE}/{path}": content for path, content in sources.files.items()}
    own[RULES_FILE] = compiled
    own[MANIFEST_FILE] = json_bytes(manifest.values())
    own[BILL_OF_MATERIALS_FILE] = bill_of_materials(manifest)
    return Contents(_joined([own, *(wheel.files for wheel in ordered)]), manifest)


def _compact(rules: Mapping[str, Any]) -> bytes:
    text = json.dumps(
        rules, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return f"{text}\n".encode()


def _joined(parts: Iterable[Mapping[str, bytes]]) -> dict[str, bytes]:
    entries: dict[str, bytes] = {}
    for part in parts:
        for path, content in part.items():
            if path in entries:
                raise SnowopsError(f"two parts of the artifact both bring '{path}'")
            if not _stays_inside(path):
                raise SnowopsError(f"the artifact may not hold an entry named '{path}'")
            entries[path] = content
    return entries


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts and "\\" not in path
