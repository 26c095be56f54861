"""Builds the Lambda artifact: sources + wheels + rules -> one zip named by its digest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from toolkit.domain.artifact import Artifact, Platform, file_name
from toolkit.domain.artifact_contents import SourceTree, Wheel, contents

DEFAULT_FOLDER = Path("build", "artifacts")

Report = Callable[[str], None]


@dataclass(frozen=True)
class PackageRequest:
    """For which platform, with which compiled rules, into which folder."""

    python_version: str
    architecture: str
    rules: Mapping[str, Any]
    out: Path = DEFAULT_FOLDER

    @property
    def platform(self) -> Platform:
        """The function's Python and processor."""
        return Platform(self.python_version, self.architecture)


class Sources(Protocol):
    """Where the runtime's code comes from."""

    def read(self) -> SourceTree:
        """The files that go in, and their commit."""
        ...


class Wheels(Protocol):
    """Where the runtime's dependencies come from."""

    def fetch(self, platform: Platform) -> Sequence[Wheel]:
        """The locked wheels for a platform, their hashes checked."""
        ...


class Archive(Protocol):
    """How entries become one file."""

    def zipped(self, entries: Mapping[str, bytes]) -> bytes:
        """A zip that is the same for the same entries, wherever it is made."""
        ...

    def store(self, content: bytes, path: Path) -> None:
        """Writes the whole file or none of it; an equal file is left alone."""
        ...


def package(
    request: PackageRequest, sources: Sources, wheels: Wheels, archive: Archive, report: Report
) -> Artifact:
    """The artifact of a request, on disk.

    It is built in memory every time, which takes a fraction of a second, so that a file left by
    an earlier build is used only if it holds these very bytes.
    """
    tree = sources.read()
    for sentence in _remarks(tree):
        report(sentence)
    made = contents(request.platform, request.rules, tree, wheels.fetch(request.platform))
    content = archive.zipped(made.entries)
    digest = hashlib.sha256(content)
    path = request.out / file_name(digest.hexdigest())
    archive.store(content, path)
    return Artifact(
        path=path,
        sha256=digest.hexdigest(),
        sha256_base64=base64.b64encode(digest.digest()).decode(),
        size=len(content),
        entries=len(made.entries),
        manifest=made.manifest,
    )


def _remarks(tree: SourceTree) -> list[str]:
    remarks = []
    if tree.dirty:
        remarks.append("the code or the rules have uncommitted changes: the artifact is marked so")
    if tree.left_out:
        names = ", ".join(tree.left_out)
        remarks.append(f"not tracked by git, so not in the artifact: {names}")
    return remarks
