"""Environment -> a workspace in which Terraform is ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.artifact import Artifact
from toolkit.domain.environment import Environment
from toolkit.domain.progress import StepStarted
from toolkit.workflows.tools import Engine, Tools

LOCK_FILE = ".terraform.lock.hcl"
"""Where Terraform keeps which providers it may use."""


@dataclass(frozen=True)
class Prepared:
    """A rendered, initialised workspace."""

    environment: Environment
    artifact: Artifact
    folder: Path
    engine: Engine


def prepare(environment: Environment, tools: Tools, lock: bytes = b"") -> Prepared:
    """Packages, renders, writes and runs `terraform init`, with a provider lock if one is given."""
    tools.report(StepStarted("package the Lambda artifact"))
    artifact = tools.package(environment)
    tools.report(StepStarted("render"))
    folder = tools.write(environment, tools.render(environment), artifact)
    if lock:
        (folder / LOCK_FILE).write_bytes(lock)
    engine = tools.engine(environment, folder)
    tools.report(StepStarted("terraform init"))
    engine.init()
    return Prepared(environment, artifact, folder, engine)
