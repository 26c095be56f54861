"""Environment -> a workspace in which Terraform is ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.domain.artifact import Artifact
from toolkit.domain.environment import Environment
from toolkit.domain.progress import StepStarted
from toolkit.workflows.tools import Engine, Tools


@dataclass(frozen=True)
class Prepared:
    """A rendered, initialised workspace."""

    environment: Environment
    artifact: Artifact
    folder: Path
    engine: Engine


def prepare(environment: Environment, tools: Tools) -> Prepared:
    """Packages, renders, writes and runs `terraform init`."""
    tools.report(StepStarted("package the Lambda artifact"))
    artifact = tools.package(environment)
    tools.report(StepStarted("render"))
    folder = tools.write(environment, tools.render(environment), artifact)
    engine = tools.engine(environment, folder)
    tools.report(StepStarted("terraform init"))
    engine.init()
    return Prepared(environment, artifact, folder, engine)
