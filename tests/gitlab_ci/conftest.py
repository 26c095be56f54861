from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gitlab_api.server import Server, serving
from tests.gitlab_ci.runner import Repository, gitlab_ci_local
from toolkit.embedded import server
from toolkit.embedded.cache import cache_folder


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    """What `snowops init` lays down, committed on `main`."""
    program = gitlab_ci_local()
    folder = tmp_path / "operations"
    subprocess.run([sys.executable, "-m", "toolkit", "init", str(folder)], check=True)
    repository = Repository(
        folder,
        program,
        {
            "SNOWOPS_TERRAFORM": "embedded",
            "XDG_CACHE_HOME": str(cache_folder(os.environ).parent),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        },
    )
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.git("remote", "add", "origin", "https://gitlab.example.com/acme/operations.git")
    repository.commit("Lay down the repository")
    yield repository
    repository.stop()
    server.down(folder)


@pytest.fixture
def gitlab() -> Iterator[Server]:
    """Where the jobs' merge request is."""
    with serving() as server:
        yield server
