"""A plan in which every value is known, and equal in both generations where both compute it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.terraform.dialects.configured import projected, tree_at
from tests.terraform.trees import Terraform

Planned = dict[str, dict[str, Any]]
"""What is set of each resource, by its address."""

_ARN = "arn:aws:mocked:us-east-1:123456789012"

# What is computed and not a text: a certificate's record, and the alias that a stack makes.
_MOCKED: dict[str, Any] = {
    "domain_validation_options": [
        {
            "domain_name": "mocked",
            "resource_record_name": "mocked",
            "resource_record_type": "CNAME",
            "resource_record_value": "mocked",
        }
    ],
    "outputs": {"AliasArn": f"{_ARN}:aws_lambda_alias/arn"},
}


def planned(terraform: Terraform, folder: Path) -> Planned:
    """What an initialised tree would make, without any provider being asked."""
    schemas = json.loads(terraform.run(folder, "providers", "schema", "-json").stdout)
    (provider,) = schemas["provider_schemas"].values()
    test = mocks(provider["resource_schemas"], used_types(folder))
    (folder / "mocked.tftest.hcl").write_text(test)
    done = terraform.run(folder, "test", "-json", "-verbose")
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    plans = [message["test_plan"] for message in messages if message["type"] == "test_plan"]
    assert plans, done.stdout
    return {
        change["address"]: {"type": change["type"], **set_of(folder, change)}
        for change in plans[0]["resource_changes"]
    }


def set_of(folder: Path, change: dict[str, Any]) -> dict[str, Any]:
    """The planned values of what a resource's configuration sets."""
    tree = tree_at(folder, change["address"])
    values = {name: projected(change["change"]["after"].get(name), tree[name]) for name in tree}
    if change["type"] == "aws_s3_bucket_lifecycle_configuration":
        values["rule"] = [dict(_rule(rule)) for rule in values["rule"]]
    return values


def _rule(rule: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A rule without what it leaves open and the mock makes up: zero, false, random letters."""
    for name, blocks in rule.items():
        if not isinstance(blocks, list):
            yield name, blocks
            continue
        yield (
            name,
            [
                {key: value for key, value in block.items() if _is_said(key, value)}
                for block in blocks
            ],
        )


def _is_said(key: str, value: Any) -> bool:
    return str(value).endswith("/") if key == "prefix" else bool(value)


def used_types(folder: Path) -> list[str]:
    """The resource types of a tree."""
    texts = (path.read_text() for path in folder.rglob("*.tf"))
    return sorted(
        {kind for text in texts for kind in re.findall(r'^resource "(\w+)"', text, re.MULTILINE)}
    )


def mocks(schemas: dict[str, Any], types: list[str]) -> str:
    """A test file in which each computed text of each type has one value, named after it."""
    blocks = "\n".join(_mock(kind, schemas[kind]["block"]["attributes"]) for kind in types)
    return (
        f'mock_provider "aws" {{\n  override_during = plan\n\n{blocks}}}\n\n'
        'run "everything" {\n  command = plan\n}\n'
    )


def _mock(kind: str, attributes: dict[str, Any]) -> str:
    defaults = "".join(f"      {line}\n" for line in _defaults(kind, attributes))
    return f'  mock_resource "{kind}" {{\n    defaults = {{\n{defaults}    }}\n  }}\n'


def _defaults(kind: str, attributes: dict[str, Any]) -> Iterator[str]:
    for name, attribute in attributes.items():
        if name in _MOCKED:
            yield f"{name} = {json.dumps(_MOCKED[name])}"
        elif attribute.get("computed") and attribute.get("type") == "string":
            value = f"{_ARN}:{kind}/{name}" if name.endswith("arn") else f"mocked-{kind}-{name}"
            yield f"{name} = {json.dumps(value)}"
