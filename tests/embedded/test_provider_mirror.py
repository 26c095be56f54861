from __future__ import annotations

import os
import zipfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from toolkit.embedded import provider_mirror
from toolkit.errors import ServiceError

BINARY = "registry.terraform.io/hashicorp/aws/3.39.0/linux_amd64/terraform-provider-aws_v3.39.0_x5"

installed = pytest.mark.skipif(
    not provider_mirror.available(), reason="the embedded provider is not installed here"
)


def silent(_line: str) -> None:
    """A report that nobody reads."""


def make(cache: Path) -> str:
    return str(provider_mirror.ensure_mirror(cache, silent))


def test_a_zip_that_hashicorp_did_not_publish_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "provider.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("terraform-provider-aws_v3.39.0_x5", "not it")

    with pytest.raises(ServiceError) as refused:
        provider_mirror.unpack(archive, tmp_path / "cache", silent)

    assert "not the one that HashiCorp published" in refused.value.summary
    assert any(provider_mirror.ZIP_SHA256 in line for line in refused.value.details)
    assert not list((tmp_path / "cache").rglob("terraform-provider*"))


@installed
@pytest.mark.embedded
def test_the_mirror_is_made_once_and_has_the_layout_that_terraform_reads(tmp_path: Path) -> None:
    told: list[str] = []

    mirror = provider_mirror.ensure_mirror(tmp_path, told.append)
    again = provider_mirror.ensure_mirror(tmp_path, told.append)

    assert again == mirror
    assert os.access(mirror / BINARY, os.X_OK)
    assert told == ["Unpacking the AWS provider 3.39.0, once per user"]


@installed
@pytest.mark.embedded
def test_a_mirror_cut_short_is_made_again(tmp_path: Path) -> None:
    mirror = provider_mirror.ensure_mirror(tmp_path, silent)
    whole = (mirror / BINARY).stat().st_size
    os.truncate(mirror / BINARY, 1000)

    provider_mirror.ensure_mirror(tmp_path, silent)

    assert (mirror / BINARY).stat().st_size == whole


@installed
@pytest.mark.embedded
def test_what_a_killed_process_left_behind_is_swept_away(tmp_path: Path) -> None:
    remains = tmp_path / "providers" / ".unpacking-abc" / "mirror"
    remains.mkdir(parents=True)

    provider_mirror.ensure_mirror(tmp_path, silent)

    assert not remains.parent.exists()


@installed
@pytest.mark.embedded
def test_two_processes_at_once_end_with_one_mirror(tmp_path: Path) -> None:
    with get_context("spawn").Pool(2) as pool:
        mirrors = pool.map(make, [tmp_path, tmp_path])

    assert len(set(mirrors)) == 1
    assert os.access(Path(mirrors[0]) / BINARY, os.X_OK)
    assert not list((tmp_path / "providers").glob(".unpacking-*"))
