"""Templates are formatted and valid in both dialects, and take exactly what an environment says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import hcl2
import pytest
from pydantic import BaseModel

from tests.terraform.trees import (
    ENVIRONMENTS,
    TEMPLATES,
    Terraform,
    environment_of,
    mirror_of,
    resources,
    write_tree,
)
from toolkit.adapters.environment_files import environment_names
from toolkit.domain.environment import Environment, section_names
from toolkit.rendering.dialect import Generation

GENERATIONS: tuple[Generation, ...] = ("aws3", "aws6")
TREES = [
    (name, generation) for name in environment_names(ENVIRONMENTS) for generation in GENERATIONS
]


# --- The model and the root variables say the same


@pytest.mark.parametrize("section", section_names())
def test_a_root_variable_has_exactly_the_attributes_of_its_section(section: str) -> None:
    fields = {field.alias or name: field for name, field in Environment.model_fields.items()}
    expected = terraform_type(fields[section].annotation)

    declared = root_variables()[section]

    assert declared == expected


def test_every_root_variable_is_a_section_the_environment_or_the_artifact() -> None:
    names = set(root_variables())

    assert names == {*section_names(), "environment", "artifact"}


def root_variables() -> dict[str, str]:
    """Each root variable's type, as Terraform text without line breaks."""
    with (TEMPLATES / "root" / "variables.tf").open() as file:
        document = hcl2.load(file)
    return {
        name.strip('"'): value["type"].removeprefix("${").removesuffix("}")
        for block in document["variable"]
        for name, value in block.items()
    }


def terraform_type(annotation: Any) -> str:
    """What Terraform calls a field's type; a map of anything but text has no narrower name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        types = {field.alias or name: terraform_type(field.annotation) for name, field in fields}
        return f"object({{{', '.join(f'{name} = {kind}' for name, kind in types.items())}}})"
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is list:
        return f"list({terraform_type(arguments[0])})"
    if origin is dict:
        return "map(string)" if bare(arguments[1]) is str else "any"
    if origin is None:
        return {str: "string", bool: "bool", int: "number", float: "number"}[annotation]
    return terraform_type(bare(annotation))


def bare(annotation: Any) -> Any:
    """A type without its constraints, its literal values and its None."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arguments[0]
    if origin is Literal:
        return type(arguments[0])
    if origin in (Union, UnionType):
        (only,) = (member for member in arguments if member is not type(None))
        return only
    return annotation


# --- What no plan may hold


def test_no_template_gives_the_keyring_a_value() -> None:
    templates = TEMPLATES.rglob("*.tf")

    offenders = [
        path for path in templates if "aws_secretsmanager_secret_version" in path.read_text()
    ]

    assert offenders == []


# --- Real Terraform


@pytest.mark.terraform
def test_templates_are_formatted_as_they_are(terraform: Terraform) -> None:
    done = terraform.run(TEMPLATES, "fmt", "-check", "-recursive", "-diff")

    assert done.returncode == 0, done.stdout


@pytest.mark.terraform
@pytest.mark.parametrize(("name", "generation"), TREES)
def test_a_rendered_tree_is_formatted(
    name: str, generation: Generation, terraform: Terraform, tmp_path: Path
) -> None:
    write_tree(environment_of(name, generation), tmp_path)

    done = terraform.run(tmp_path, "fmt", "-check", "-recursive", "-diff")

    assert done.returncode == 0, done.stdout


@pytest.mark.terraform
@pytest.mark.parametrize(("name", "generation"), TREES)
def test_a_rendered_tree_is_valid(
    name: str, generation: Generation, terraform: Terraform, tmp_path: Path
) -> None:
    write_tree(environment_of(name, generation), tmp_path)
    terraform.init(tmp_path, mirror_of(generation))

    done = terraform.run(tmp_path, "validate", "-no-color")

    assert done.returncode == 0, done.stderr


@pytest.mark.terraform
@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_tree_with_what_no_environment_here_uses_is_formatted_and_valid(
    generation: Generation, terraform: Terraform, tmp_path: Path
) -> None:
    write_tree(elsewhere(generation), tmp_path)
    terraform.init(tmp_path, mirror_of(generation))

    formatted = terraform.run(tmp_path, "fmt", "-check", "-recursive", "-diff")
    valid = terraform.run(tmp_path, "validate", "-no-color")

    assert formatted.returncode == 0, formatted.stdout
    assert valid.returncode == 0, valid.stderr


def elsewhere(generation: Generation) -> Environment:
    """Staging with an assumed role, an encrypted state, somebody else's VPC, named readers, and a
    keyring that is rotated by a schedule."""
    environment = environment_of("staging", generation)
    values = environment.values()
    role = f"arn:aws:iam::{environment.aws.account_id}:role/team"
    values["aws"]["role_arn"] = role
    values["terraform"]["backend"]["kms_key_id"] = "alias/state"
    values["network"]["existing"] = {
        "vpc_id": "vpc-1",
        "public_subnet_ids": ["subnet-1", "subnet-2"],
        "private_subnet_ids": ["subnet-3", "subnet-4"],
    }
    values["storage"] |= {"analyst_role_arns": [role], "operator_role_arns": [role]}
    values["salt"] |= {"operator_role_arns": [role], "rotation_days": 90}
    values["lambda"] |= {"tracing": False, "reserved_concurrency": {"raw_bad": 2}}
    if generation == "aws6":
        values["streams"]["mode"] = "on-demand"
    return Environment.model_validate(values)


PIPELINE = Path(__file__).with_name("pipeline.tftest.hcl")


@pytest.fixture
def pipeline(terraform: Terraform, tmp_path: Path) -> Path:
    """The local environment's tree with the test of its promises, initialised."""
    write_tree(environment_of("local", "aws3"), tmp_path)
    (tmp_path / PIPELINE.name).write_text(PIPELINE.read_text())
    terraform.init(tmp_path, mirror_of("aws3"))
    return tmp_path


@pytest.mark.terraform
def test_the_pipeline_keeps_its_promises(terraform: Terraform, pipeline: Path) -> None:
    done = terraform.run(pipeline, "test", "-no-color")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.terraform
@pytest.mark.parametrize(
    ("module", "promise", "broken"),
    [
        ("firehose", '"${var.prefixes.errors}', '"${var.prefixes.enriched_good}'),
        ("firehose", "= each.value.function_arn", '= "arn:of:another"'),
        ("firehose", '"Disabled"', '"Enabled"'),
        ("lambda", "EVENT_KIND ", "SALT = 1\n        EVENT_KIND"),
        ("storage", "days            = var.storage.error_retention_days", "days = 3650"),
        ("streams", '"KMS"', '"NONE"'),
        ("key", '"kms:DescribeKey"', '"kms:Decrypt"'),
    ],
    ids=[
        "errors below a loaded prefix",
        "another function",
        "a copy in clear",
        "a secret in the environment",
        "errors for ever",
        "no encryption",
        "administrators who decrypt",
    ],
)
def test_a_broken_promise_is_noticed(
    module: str, promise: str, broken: str, terraform: Terraform, pipeline: Path
) -> None:
    place = pipeline / "modules" / module / "main.tf"
    text = place.read_text()
    assert promise in text
    place.write_text(text.replace(promise, broken))

    done = terraform.run(pipeline, "test", "-no-color")

    assert done.returncode == 1
    assert "Test assertion failed" in done.stderr


@pytest.mark.terraform
@pytest.mark.parametrize("name", ["staging", "prod"])
def test_roles_that_policies_name_by_condition_are_made(
    name: str, terraform: Terraform, tmp_path: Path
) -> None:
    write_tree(environment_of(name, "aws6"), tmp_path)
    (tmp_path / "backend.tf").unlink()
    terraform.init(tmp_path, mirror_of("aws6"))

    planned = terraform.plan(tmp_path)

    found = list(resources(planned["planned_values"]["root_module"]))
    account = planned["variables"]["aws"]["value"]["account_id"]
    made = {
        f"arn:aws:iam::{account}:role/{role['values']['name']}"
        for role in found
        if role["type"] == "aws_iam_role"
    }
    named = {
        arn
        for resource in found
        for arn in principals_by_condition(resource["values"].get("policy") or "{}")
    }
    assert named
    assert named - made == set()


def principals_by_condition(policy: str) -> Iterator[str]:
    """Roles that a policy's allowing statements name as `aws:PrincipalArn`."""
    for statement in json.loads(policy).get("Statement", []):
        if statement["Effect"] == "Allow":
            named = statement.get("Condition", {}).get("ArnEquals", {}).get("aws:PrincipalArn", [])
            yield from [named] if isinstance(named, str) else named
