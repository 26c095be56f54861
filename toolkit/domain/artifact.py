"""The Lambda artifact: a zip named by its own digest, and the manifest of what went in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import Refused

KEY_PREFIX = "pseudonymizer/"
MANIFEST_FILE = "MANIFEST.json"
BILL_OF_MATERIALS_FILE = "sbom.cdx.json"
RULES_FILE = "rules.json"


@dataclass(frozen=True)
class Platform:
    """What the function runs on: `3.13` and `arm64`, in Lambda's own words."""

    python_version: str
    architecture: str

    def __str__(self) -> str:
        return f"Python {self.python_version} on {self.architecture}"


@dataclass(frozen=True)
class Dependency:
    """A wheel that went in, by its file name and hex SHA-256."""

    name: str
    version: str
    wheel: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What went into an artifact, and nothing that differs between two machines.

    `commit` is the last one that changed the code or the rules, so that a commit which changes
    neither changes no artifact. `rules` is the hex SHA-256 of `rules.json`.
    """

    commit: str
    dirty: bool
    rules: str
    python_version: str
    architecture: str
    dependencies: tuple[Dependency, ...]

    @property
    def platform(self) -> Platform:
        """What the artifact runs on."""
        return Platform(self.python_version, self.architecture)

    @property
    def revision(self) -> str:
        """The commit, marked when the tree had changes of its own."""
        return f"{self.commit}-dirty" if self.dirty else self.commit

    def values(self) -> dict[str, Any]:
        """The manifest as it stands in JSON."""
        return {
            "commit": self.commit,
            "dirty": self.dirty,
            "rules": {"file": RULES_FILE, "sha256": self.rules},
            "python_version": self.python_version,
            "architecture": self.architecture,
            "dependencies": {
                each.name: {"version": each.version, "wheel": each.wheel, "sha256": each.sha256}
                for each in self.dependencies
            },
        }


@dataclass(frozen=True)
class Artifact:
    """A finished zip: where it lies, its digest, how large it is in bytes, what went in."""

    path: Path
    sha256: str
    """SHA-256 in hex; names the file and the S3 object."""
    sha256_base64: str
    """The same in base64: Terraform's `source_code_hash`, Lambda's `CodeSha256`."""
    size: int
    entries: int
    manifest: Manifest

    @property
    def key(self) -> str:
        """The object's key in the artifact bucket."""
        return object_key(self.sha256)

    def reference(self, bucket: str) -> dict[str, str]:
        """What Terraform has to know to deploy it from a bucket."""
        return {
            "bucket": bucket,
            "key": self.key,
            "sha256": self.sha256,
            "sha256_base64": self.sha256_base64,
            "commit": self.manifest.revision,
        }

    def values(self) -> dict[str, Any]:
        """The artifact as `--json` shows it."""
        return {
            "path": str(self.path),
            "key": self.key,
            "sha256": self.sha256,
            "sha256_base64": self.sha256_base64,
            "size": self.size,
            "entries": self.entries,
            "manifest": self.manifest.values(),
        }


def read_manifest(content: bytes) -> Manifest:
    """The manifest that an artifact carries; Refused where it carries none of ours."""
    try:
        value = json.loads(content)
        return Manifest(
            commit=value["commit"],
            dirty=value["dirty"],
            rules=value["rules"]["sha256"],
            python_version=value["python_version"],
            architecture=value["architecture"],
            dependencies=tuple(
                Dependency(name, each["version"], each["wheel"], each["sha256"])
                for name, each in value["dependencies"].items()
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"the zip holds no {MANIFEST_FILE} of an artifact of snowops") from error


def object_key(sha256: str) -> str:
    """The key under which the artifact of a hex digest is stored."""
    return f"{KEY_PREFIX}{sha256}.zip"


def digest_of(key: str) -> str:
    """The hex digest in an artifact's key; empty where it is no such key."""
    found = key.removeprefix(KEY_PREFIX).removesuffix(".zip")
    return found if key == object_key(found) else ""


def file_name(sha256: str) -> str:
    """The artifact's name on disk: short, and telling two builds apart."""
    return f"pseudonymizer-{sha256[:12]}.zip"


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON that is the same whatever order the mapping was made in."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
