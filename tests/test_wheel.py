"""The built wheel, away from the checkout: templates and environments travel in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content and nothing else of snowops."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    wheel = next(folder.glob("snowops-*.whl"))
    target = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), str(wheel)], check=True)
    return target


def test_an_installed_snowops_renders_the_repository_that_it_lays_down(
    installed: Path, tmp_path: Path
) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    snowops = [sys.executable, "-P", "-m", "toolkit"]
    operations = tmp_path / "operations"

    subprocess.run([*snowops, "init", str(operations)], env=env, cwd=tmp_path, check=True)
    subprocess.run([*snowops, "render", "prod"], env=env, cwd=operations, check=True)

    assert (operations / ".gitlab-ci.yml").is_file()
    assert (operations / "build/prod/main.tf").is_file()
    assert (operations / "build/prod/modules/lambda/main.tf").is_file()


def test_an_installed_snowops_packages_its_own_runtime(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed)}
    snowops = [sys.executable, "-P", "-m", "toolkit"]
    subprocess.run([*snowops, "init", "operations"], env=env, cwd=tmp_path, check=True)

    done = subprocess.run(
        [*snowops, "package", "local", "--json"],
        env=env,
        cwd=tmp_path / "operations",
        capture_output=True,
        text=True,
        check=True,
    )

    assert '"commit": "snowops-' in done.stdout
