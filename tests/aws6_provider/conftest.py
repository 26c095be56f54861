"""A real Terraform, and a root that it has initialised with the aws6 provider."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.aws6_provider import mirror
from toolkit.embedded.cache import cache_folder
from toolkit.embedded.engine import ensure_shim

GOOD = Path(__file__).parent / "roots" / "good"


@dataclass(frozen=True)
class Root:
    """A folder of Terraform files, and a Terraform that asks nobody else for anything."""

    folder: Path
    terraform: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What Terraform said, on one line so that its wrapping does not matter."""
        settings = self.folder / "empty.tfrc"
        settings.touch()
        environment = {
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            "CHECKPOINT_DISABLE": "1",
        }
        done = subprocess.run(
            [str(self.terraform), *arguments],
            cwd=self.folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        done.stderr = " ".join(done.stderr.replace("│", " ").split())
        return done


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Root:
    folder = tmp_path_factory.mktemp("aws6") / "root"
    shutil.copytree(GOOD, folder)
    root = Root(folder, ensure_shim(cache_folder(os.environ)))
    done = root.run("init", "-no-color", "-input=false", f"-plugin-dir={mirror()}")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def root(initialised: Root, tmp_path: Path) -> Root:
    """A copy of the good root to work in."""
    folder = tmp_path / "root"
    shutil.copytree(initialised.folder, folder, symlinks=True)
    return Root(folder, initialised.terraform)
