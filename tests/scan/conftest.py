"""Trees, settled plans and findings, made once for all tests here."""

from __future__ import annotations

import pytest

from tests.scan.equipment import install
from tests.scan.finding import Finding
from tests.scan.scanners import scan
from tests.scan.subjects import Subject, subjects
from tests.terraform.conftest import terraform
from tests.terraform.trees import Terraform

__all__ = ["terraform"]


@pytest.fixture(scope="session")
def settled(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    return subjects(terraform, tmp_path_factory.mktemp("scanned"))


@pytest.fixture(scope="session")
def findings(settled: list[Subject]) -> list[Finding]:
    return scan(install(), settled)
