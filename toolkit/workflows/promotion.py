"""Takes an artifact by its digest instead of building it: staging's bytes go to prod."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from toolkit.domain.artifact import (
    MANIFEST_FILE,
    Artifact,
    Manifest,
    Platform,
    file_name,
    read_manifest,
)
from toolkit.errors import ConfigError, Refused

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Place(Protocol):
    """Where artifacts are kept under their digests."""

    def fetch(self, sha256: str) -> bytes | None:
        """The file with a hex digest, or None."""
        ...


class Archive(Protocol):
    """How a zip is looked into and put on disk."""

    def unzipped(self, content: bytes) -> Mapping[str, bytes]:
        """The files in a zip by path."""
        ...

    def store(self, content: bytes, path: Path) -> None:
        """Writes the whole file or none of it."""
        ...


def promote(
    sha256: str, platform: Platform, places: Sequence[Place], archive: Archive, out: Path
) -> Artifact:
    """The artifact with a hex digest, from the first place that has it, put into `out`.

    Raises Refused where a place holds other bytes under that name, or where it was built for
    another platform or from a tree with uncommitted changes; ConfigError where nobody has it.
    """
    content = _found(sha256, places)
    digest = hashlib.sha256(content)
    if digest.hexdigest() != sha256:
        raise Refused(f"what is kept as artifact {sha256[:12]} has the digest {digest.hexdigest()}")
    entries = archive.unzipped(content)
    manifest = read_manifest(entries.get(MANIFEST_FILE, b""))
    _check(manifest, platform, sha256)
    path = out / file_name(sha256)
    archive.store(content, path)
    encoded = base64.b64encode(digest.digest()).decode()
    return Artifact(path, sha256, encoded, len(content), len(entries), manifest)


def _found(sha256: str, places: Sequence[Place]) -> bytes:
    if not _DIGEST.fullmatch(sha256):
        raise ConfigError(
            f"'{sha256}' is not an artifact's digest: 64 hexadecimal digits",
            hint="`snowops package ENV --json` prints it as sha256",
        )
    for place in places:
        content = place.fetch(sha256)
        if content is not None:
            return content
    raise ConfigError(
        f"there is no artifact {sha256[:12]} in {' or '.join(map(str, places))}",
        hint="build it here: check out its commit and run `snowops package`",
    )


def _check(manifest: Manifest, platform: Platform, sha256: str) -> None:
    if manifest.platform != platform:
        raise Refused(
            f"artifact {sha256[:12]} is for {manifest.platform}, the environment wants {platform}"
        )
    if manifest.dirty:
        raise Refused(
            f"artifact {sha256[:12]} was built from a tree with uncommitted changes",
            hint="commit them and build it again",
        )
