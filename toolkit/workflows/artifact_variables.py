"""Adds to a rendered tree which Lambda artifact it is about."""

from __future__ import annotations

import json

from toolkit.domain.artifact import Artifact
from toolkit.domain.environment import Environment
from toolkit.domain.tree import Tree

FILE = "artifact.auto.tfvars.json"


def with_artifact(tree: Tree, artifact: Artifact, environment: Environment) -> Tree:
    """The tree with the values of Terraform's variable `artifact`."""
    values = artifact.reference(environment.lambda_.artifact_bucket)
    return Tree({**tree.files, FILE: json.dumps({"artifact": values}, indent=2) + "\n"})
