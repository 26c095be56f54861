"""The Terraform that every test here runs, and an embedded AWS for those that speak to one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.terraform.trees import Terraform
from toolkit.embedded import engine, server
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.server import EmbeddedAws


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    if not engine.available():
        pytest.skip("the wheel with the embedded Terraform is for Linux on x86-64")
    settings = tmp_path_factory.mktemp("terraform") / "empty.tfrc"
    settings.touch()
    return Terraform(engine.ensure_shim(cache_folder(os.environ)), settings)


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    project = tmp_path_factory.mktemp("aws")
    yield server.up(project, report=lambda _line: None)
    server.down(project)
