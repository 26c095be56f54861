from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from toolkit.adapters import zip_files
from toolkit.adapters.zip_files import ArtifactFolder
from toolkit.domain.artifact import Artifact, Platform
from toolkit.domain.artifact_contents import SourceTree, Wheel, contents
from toolkit.errors import ConfigError, Refused, SnowopsError
from toolkit.workflows.packaging import PackageRequest, package
from toolkit.workflows.promotion import promote

from .test_packaging import GivenSources, GivenWheels


@dataclass(frozen=True)
class Bucket:
    """Stands for a bucket of artifacts."""

    objects: Mapping[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return "the bucket"

    def fetch(self, sha256: str) -> bytes | None:
        return self.objects.get(sha256)


@pytest.fixture
def artifact(tmp_path: Path, sources: SourceTree, wheels: tuple[Wheel, ...]) -> Artifact:
    return packaged(tmp_path / "staging", sources, wheels)


def test_a_promoted_artifact_is_the_very_artifact(
    artifact: Artifact, platform: Platform, tmp_path: Path
) -> None:
    bucket = Bucket({artifact.sha256: artifact.path.read_bytes()})

    promoted = promote(artifact.sha256, platform, [Bucket(), bucket], zip_files, tmp_path / "prod")

    assert replace(promoted, path=artifact.path) == artifact
    assert promoted.path.read_bytes() == artifact.path.read_bytes()


def test_a_folder_of_artifacts_serves_what_it_holds(
    artifact: Artifact, platform: Platform, tmp_path: Path
) -> None:
    folder = ArtifactFolder(artifact.path.parent)

    promoted = promote(artifact.sha256, platform, [folder], zip_files, tmp_path / "prod")

    assert promoted.sha256 == artifact.sha256


def test_a_file_of_the_folder_that_was_damaged_is_passed_over(artifact: Artifact) -> None:
    artifact.path.write_bytes(b"damaged")

    assert ArtifactFolder(artifact.path.parent).fetch(artifact.sha256) is None


def test_other_bytes_under_the_digest_are_refused(
    artifact: Artifact, platform: Platform, tmp_path: Path
) -> None:
    bucket = Bucket({artifact.sha256: b"something else"})

    with pytest.raises(Refused, match=f"kept as artifact {artifact.sha256[:12]} has the digest"):
        promote(artifact.sha256, platform, [bucket], zip_files, tmp_path / "prod")


def test_an_artifact_for_another_platform_is_refused(artifact: Artifact, tmp_path: Path) -> None:
    bucket = Bucket({artifact.sha256: artifact.path.read_bytes()})
    other = Platform("3.12", "x86_64")

    with pytest.raises(Refused, match=r"is for Python 3\.13 on arm64, the environment wants"):
        promote(artifact.sha256, other, [bucket], zip_files, tmp_path / "prod")


def test_an_artifact_of_uncommitted_code_is_not_promoted(
    platform: Platform, sources: SourceTree, wheels: tuple[Wheel, ...], tmp_path: Path
) -> None:
    dirty = packaged(tmp_path, replace(sources, dirty=True), wheels)
    bucket = Bucket({dirty.sha256: dirty.path.read_bytes()})

    with pytest.raises(Refused, match="uncommitted changes"):
        promote(dirty.sha256, platform, [bucket], zip_files, tmp_path / "prod")


@pytest.mark.parametrize(
    ("digest", "sentence"),
    [("0" * 64, "there is no artifact 000000000000 in the bucket"), ("abc", "64 hexadecimal")],
)
def test_a_digest_that_nobody_has_is_told(
    digest: str, sentence: str, platform: Platform, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        promote(digest, platform, [Bucket()], zip_files, tmp_path / "prod")


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"commit": 1, "dirty": 0, "rules": 2}'])
def test_a_zip_that_is_no_artifact_is_refused(
    manifest: bytes,
    platform: Platform,
    sources: SourceTree,
    wheels: tuple[Wheel, ...],
    tmp_path: Path,
) -> None:
    entries = {**contents(platform, {}, sources, wheels).entries, "MANIFEST.json": manifest}
    path = tmp_path / "strange.zip"
    zip_files.store(zip_files.zipped(entries), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    with pytest.raises(SnowopsError, match=r"no MANIFEST\.json"):
        promote(digest, platform, [Bucket({digest: path.read_bytes()})], zip_files, tmp_path)


def packaged(out: Path, sources: SourceTree, wheels: tuple[Wheel, ...]) -> Artifact:
    request = PackageRequest("3.13", "arm64", {"columns": []}, out)
    said: list[str] = []
    return package(request, GivenSources(sources), GivenWheels(wheels), zip_files, said.append)
