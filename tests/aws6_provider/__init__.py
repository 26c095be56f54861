"""A provider that knows the AWS provider's 6.x schema and nothing of AWS: test equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.aws6_provider.places import cache, places

if TYPE_CHECKING:
    from pathlib import Path


class NotSetUp(Exception):
    """The provider has not been made for the present inputs."""

    def __init__(self) -> None:
        super().__init__("The aws6 provider is not set up: run `python -m tests.aws6_provider`.")


def mirror() -> Path:
    """The folder for `terraform init -plugin-dir=`; raises `NotSetUp` before the set-up."""
    found = places(cache()).mirror
    if not found.is_dir():
        raise NotSetUp
    return found


def provider_version() -> str:
    """The version whose schema the provider has, such as 6.62.0; raises `NotSetUp`."""
    versions = mirror() / "registry.terraform.io" / "hashicorp" / "aws"
    (folder,) = versions.iterdir()
    return folder.name
