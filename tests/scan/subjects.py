"""What is scanned: rendered trees, their settled plans and every policy in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terraform.trees import (
    TEMPLATES,
    Terraform,
    environment_of,
    mirror_of,
    resources,
    write_tree,
)
from tests.terraform.variants import EVERYTHING, changed
from toolkit.domain.environment import Environment
from toolkit.domain.roles import resource_types, roles
from toolkit.rendering.render import render

POLICIES = ("policy", "assume_role_policy", "policy_document")


@dataclass(frozen=True)
class Policy:
    """One policy document, where it stands and whose it is."""

    address: str
    type: str
    argument: str
    arn: str
    """The resource that the policy is of, where it is a resource's."""
    document: dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """One environment: the folder of its tree, and its plan after an apply."""

    name: str
    tree: Path
    plan: Path

    def resources(self) -> list[dict[str, Any]]:
        """Every planned resource, with every value known."""
        return list(resources(json.loads(self.plan.read_text())["planned_values"]["root_module"]))

    def policies(self) -> Iterator[Policy]:
        """Every policy that has statements, of every resource."""
        for resource in self.resources():
            values = resource["values"]
            for argument in POLICIES:
                document = json.loads(values.get(argument) or "{}")
                if document.get("Statement"):
                    arn = values.get("secret_arn") or values.get("arn") or ""
                    yield Policy(resource["address"], resource["type"], argument, arn, document)


def environments() -> dict[str, Environment]:
    """What is shipped for real accounts, and staging with every option on."""
    shipped = {name: environment_of(name, "aws6") for name in ("staging", "prod")}
    return shipped | {"everything": changed(shipped["staging"], EVERYTHING)}


def role_policies(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What `snowops roles` renders for an environment, under addresses such as `roles.plan[0]`."""
    environment = environments()[name]
    found = roles(environment, resource_types(render(environment, TEMPLATES)))
    for role, policies in (("plan", found.plan), ("apply", found.apply)):
        yield from ((f"roles.{role}[{n}]", policy) for n, policy in enumerate(policies))


def subjects(terraform: Terraform, folder: Path) -> list[Subject]:
    """Render, apply to the schema-only provider and plan again, so that every value is known."""
    return [
        _subject(terraform, folder, name, environment)
        for name, environment in environments().items()
    ]


def _subject(terraform: Terraform, folder: Path, name: str, environment: Environment) -> Subject:
    subject = Subject(name, folder / "trees" / name, folder / "plans" / f"{name}.json")
    work = folder / "work" / name
    for made in (subject.tree, work, subject.plan.parent):
        made.mkdir(parents=True, exist_ok=True)
    write_tree(environment, subject.tree)
    write_tree(environment, work)
    (work / "backend.tf").unlink()
    terraform.init(work, mirror_of("aws6"))
    applied = terraform.run(work, "apply", "-auto-approve", "-no-color", "-input=false")
    assert applied.returncode == 0, applied.stderr
    subject.plan.write_text(json.dumps(terraform.plan(work)))
    return subject
