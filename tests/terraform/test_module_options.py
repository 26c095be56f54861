"""Each module's own tests of its options' edges, on the rendered tree with a mocked provider."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.terraform.trees import TEMPLATES, Terraform, environment_of, mirror_of, write_tree
from tests.terraform.variants import EVERYTHING, changed

MODULES = TEMPLATES / "modules"
CERTIFICATE = "arn:aws:acm:us-east-2:111111111111:certificate/1"


def test_every_module_has_tests_of_its_own() -> None:
    without = [path.name for path in MODULES.iterdir() if not list(path.glob("tests/*.tftest.hcl"))]

    assert without == []


@pytest.mark.terraform
@pytest.mark.parametrize("module", sorted(path.name for path in MODULES.iterdir()))
def test_a_module_does_what_its_options_say(
    module: str, terraform: Terraform, tmp_path: Path
) -> None:
    folder = rendered(module, terraform, tmp_path)

    done = terraform.run(folder, "test", "-no-color")

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 passed" not in done.stdout


@pytest.mark.terraform
@pytest.mark.parametrize(
    ("module", "file", "said", "broken"),
    [
        (
            "collectors",
            "security_groups.tf",
            "if length(var.collectors",
            "if 1 + length(var.collectors",
        ),
        ("enrichers", "iam.tf", "local.release < 6", "local.release < 7"),
        ("lambda", "functions.tf", ", -1)", ", 0)"),
        ("network", "main.tf", "8 + local.zone_numbers", "4 + local.zone_numbers"),
        ("rotation", "function.tf", "rotate_immediately  = false", "rotate_immediately  = true"),
        ("salt", "main.tf", "if length(local.operators) > 0", "if true"),
        (
            "storage",
            "policies.tf",
            "setsubtract(var.storage.operator_role_arns, var.storage.analyst_role_arns)",
            "var.storage.operator_role_arns",
        ),
        ("streams", "main.tf", '"ON_DEMAND"', '"PROVISIONED"'),
    ],
    ids=lambda value: value if value.isalpha() else "",
)
def test_a_broken_option_is_noticed(
    module: str, file: str, said: str, broken: str, terraform: Terraform, tmp_path: Path
) -> None:
    folder = rendered(module, terraform, tmp_path)
    text = (folder / file).read_text()
    assert said in text
    (folder / file).write_text(text.replace(said, broken))

    done = terraform.run(folder, "test", "-no-color")

    assert done.returncode == 1
    assert "Test assertion failed" in done.stderr


def rendered(module: str, terraform: Terraform, folder: Path) -> Path:
    """A module's folder in the tree with every option on, with the module's tests, initialised."""
    everything = EVERYTHING | {"collectors.certificate_arn": CERTIFICATE}
    write_tree(changed(environment_of("staging", "aws6"), everything), folder)
    shutil.copytree(MODULES / module / "tests", folder / "modules" / module / "tests")
    terraform.init(folder / "modules" / module, mirror_of("aws6"))
    return folder / "modules" / module
