"""The generated parts of the documentation are current: if not, `python -m tests.generated`."""

from __future__ import annotations

import pytest

from tests.generated.dialects import dialects
from tests.generated.licences import PARTS, is_as_locked, licence, locked
from tests.generated.modules import MODULES, module_names, readme
from tests.generated.parts import table, with_part
from tests.generated.security import security
from tests.scan.conftest import settled, terraform
from tests.scan.subjects import Subject
from tests.terraform.trees import CHECKOUT

__all__ = ["settled", "terraform"]

DOCS = CHECKOUT / "docs"


@pytest.mark.parametrize("module", module_names())
def test_a_modules_readme_is_current(module: str) -> None:
    text = (MODULES / module / "README.md").read_text()

    assert readme(text, module) == text


@pytest.mark.parametrize("module", module_names())
def test_a_modules_readme_says_what_the_module_is_for(module: str) -> None:
    title, purpose = (MODULES / module / "README.md").read_text().split("\n\n")[:2]

    assert title == f"# {module}"
    assert purpose.endswith(".")


def test_the_differences_between_the_generations_are_current() -> None:
    text = (DOCS / "dialects.md").read_text()

    assert dialects(text) == text


def test_the_licence_of_every_locked_package_is_listed() -> None:
    rows = {
        row.split(" | ")[0].removeprefix("| "): row.split(" | ")[1].removesuffix(" |")
        for row in (DOCS / "licences.md").read_text().splitlines()
        if row.startswith("| ") and " | " in row and not row.startswith(("| ---", "| package |"))
    }
    packages = {package for file in PARTS.values() for package in locked(file)}
    installed = {
        package: licence(package) for package in packages if is_as_locked(package, PARTS["dev"])
    }

    assert installed
    assert set(rows) <= packages
    assert {package: rows.get(package) for package in installed} == installed


@pytest.mark.terraform
@pytest.mark.xdist_group("scan")
def test_roles_and_waivers_are_current(settled: list[Subject]) -> None:
    text = (DOCS / "security.md").read_text()

    assert security(text, settled) == text


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError, match="'one'"):
        with_part("# Title\n", "one", "body")


def test_only_the_part_changes() -> None:
    text = "a\n<!-- generated: one -->\n\nold\n\n<!-- end of one -->\nb\n"

    found = with_part(text, "one", table(("x",), [("y|z",)]))

    assert found == (
        "a\n<!-- generated: one -->\n\n| x |\n| --- |\n| y\\|z |\n\n<!-- end of one -->\nb\n"
    )
