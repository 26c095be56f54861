from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from toolkit.adapters import zip_files
from toolkit.domain.artifact import Artifact, Platform
from toolkit.domain.artifact_contents import SourceTree, Wheel
from toolkit.errors import ConfigError
from toolkit.workflows.packaging import Archive, PackageRequest, package

RULES = {"columns": [1, 2, 3]}

# Changes only where an artifact's bytes are meant to change; then every function is deployed anew.
RECORDED = "16ebc9dca7a852bf15fe5d14476da230a1e47d1789e0edd5928b58bcd0a6890a"


@dataclass(frozen=True)
class GivenSources:
    """Stands for a checkout."""

    tree: SourceTree

    def read(self) -> SourceTree:
        return self.tree


@dataclass(frozen=True)
class GivenWheels:
    """Stands for the cache of wheels."""

    wheels: tuple[Wheel, ...]

    def fetch(self, platform: Platform) -> Sequence[Wheel]:
        return self.wheels


class FullDisk:
    """Stands for a folder that takes nothing more."""

    def zipped(self, entries: Mapping[str, bytes]) -> bytes:
        return zip_files.zipped(entries)

    def store(self, content: bytes, path: Path) -> None:
        raise ConfigError(f"cannot write {path}: No space left on device")


@dataclass(frozen=True)
class Bench:
    """An artifact's makings, and what was said while it was made."""

    request: PackageRequest
    tree: SourceTree
    wheels: tuple[Wheel, ...]
    said: list[str]

    def package(self, archive: Archive = zip_files, **changes: Any) -> Artifact:
        tree = replace(self.tree, **changes)
        return package(
            self.request, GivenSources(tree), GivenWheels(self.wheels), archive, self.said.append
        )


@pytest.fixture
def bench(tmp_path: Path, sources: SourceTree, wheels: tuple[Wheel, ...]) -> Bench:
    request = PackageRequest("3.13", "arm64", RULES, tmp_path / "out")
    return Bench(request, sources, wheels, [])


def test_the_artifact_describes_the_file_that_it_names(bench: Bench) -> None:
    artifact = bench.package()

    content = artifact.path.read_bytes()
    assert artifact.sha256 == hashlib.sha256(content).hexdigest()
    assert base64.b64decode(artifact.sha256_base64).hex() == artifact.sha256
    assert artifact.size == len(content)
    assert artifact.entries == len(zip_files.read_entries(artifact.path))
    assert artifact.path.name == f"pseudonymizer-{artifact.sha256[:12]}.zip"
    assert artifact.key == f"pseudonymizer/{artifact.sha256}.zip"


def test_a_fixed_tree_has_the_recorded_digest(bench: Bench) -> None:
    artifact = bench.package()

    assert artifact.sha256 == RECORDED


def test_a_second_build_leaves_the_equal_file_alone(bench: Bench) -> None:
    first = bench.package()
    before = first.path.stat()

    second = bench.package()

    after = second.path.stat()
    assert second == first
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_damaged_file_of_an_earlier_build_is_replaced(bench: Bench) -> None:
    first = bench.package()
    damaged = bytearray(first.path.read_bytes())
    damaged[100] ^= 1
    first.path.write_bytes(damaged)

    second = bench.package()

    assert hashlib.sha256(second.path.read_bytes()).hexdigest() == first.sha256


def test_a_dirty_tree_is_said_so_and_is_another_artifact(bench: Bench) -> None:
    clean = bench.package()

    dirty = bench.package(dirty=True)

    assert bench.said == [
        "the code or the rules have uncommitted changes: the artifact is marked so"
    ]
    assert dirty.sha256 != clean.sha256
    assert dirty.manifest.revision == f"{clean.manifest.commit}-dirty"


def test_untracked_files_are_named_so_that_nobody_misses_them_in_production(bench: Bench) -> None:
    bench.package(left_out=("new.py", "other.py"))

    assert bench.said == ["not tracked by git, so not in the artifact: new.py, other.py"]


def test_a_disk_that_is_full_leaves_no_artifact(bench: Bench) -> None:
    with pytest.raises(ConfigError, match="No space left on device"):
        bench.package(FullDisk())

    assert not bench.request.out.exists()


def test_terraform_is_told_bucket_key_digests_and_commit(bench: Bench) -> None:
    artifact = bench.package()

    assert artifact.reference("some-bucket") == {
        "bucket": "some-bucket",
        "key": artifact.key,
        "sha256": artifact.sha256,
        "sha256_base64": artifact.sha256_base64,
        "commit": "a" * 40,
    }
