"""The Terraform that every test here runs."""

from __future__ import annotations

import os

import pytest

from tests.terraform.trees import Terraform
from toolkit.embedded import engine
from toolkit.embedded.cache import cache_folder


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    if not engine.available():
        pytest.skip("the wheel with the embedded Terraform is for Linux on x86-64")
    settings = tmp_path_factory.mktemp("terraform") / "empty.tfrc"
    settings.touch()
    return Terraform(engine.ensure_shim(cache_folder(os.environ)), settings)
