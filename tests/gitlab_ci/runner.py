"""Runs a repository's GitLab jobs on this machine, in shells, with gitlab-ci-local."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.aws6_provider.install import once
from toolkit.embedded import server
from toolkit.embedded.cache import cache_folder

HERE = Path(__file__).parent
NEEDED = ("node", "npm", "rsync", "git")
LONGEST = 1_200


def gitlab_ci_local() -> Path:
    """The program, installed once per lock; the test is skipped where that cannot be.

    In CI nothing may be missing.
    """
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        reason = f"the jobs need {', '.join(missing)} on this machine; see .ci/packages"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    lock = (HERE / "package-lock.json").read_bytes()
    name = f"gitlab-ci-local-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder = cache_folder(os.environ) / "tests" / name
    once(folder, "gitlab-ci-local", print, _install)
    return folder / "node_modules/.bin/gitlab-ci-local"


def _install(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True)


@dataclass
class Repository:
    """An operations repository with its own settings; its jobs see nothing of the operator's."""

    folder: Path
    program: Path
    variables: dict[str, str] = field(default_factory=dict)
    """What GitLab would set for every job."""

    @property
    def state(self) -> Path:
        """Where the runner keeps builds and artifacts."""
        return self.folder / ".gitlab-ci-local"

    def artifacts(self, job: str) -> Path:
        """What a job has left."""
        return self.state / "artifacts" / _folder_name(job)

    def build(self, job: str) -> Path:
        """Where a job ran."""
        return self.state / "builds" / _folder_name(job)

    def git(self, *words: str) -> str:
        author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
        done = subprocess.run(
            ["git", *author, *words], cwd=self.folder, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def edit(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text()
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new))

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Runs a pipeline, and the child pipeline that it makes; both write to stdout."""
        self.stop()  # The runner lays builds anew: what runs in them would be lost from sight.
        file = self.folder / ".gitlab-ci-local-variables.yml"
        # Said in full: a bare value with a path would become a file.
        told = {
            name: {"type": "variable", "values": {"*": value}}
            for name, value in self.variables.items()
        }
        file.write_text(json.dumps(told))
        return subprocess.run(
            [str(self.program), "--force-shell-executor", "--home", str(self.state), *options],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    def stop(self) -> None:
        """Stops each embedded AWS that a job has started in a folder of its own."""
        builds = self.state / "builds"
        for build in builds.iterdir() if builds.is_dir() else ():
            server.down(build)

    def environment(self) -> dict[str, str]:
        """The process environment: snowops of this checkout first, nobody's credentials."""
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CI_", "GITLAB"))}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {**mine, "PATH": path, "NO_COLOR": "1", "FORCE_COLOR": "0", "COLUMNS": "200"}

    def snowops(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command as a person would type it in the repository."""
        return subprocess.run(
            [sys.executable, "-m", "toolkit", "-C", str(self.folder), *words],
            env={**self.environment(), **self.variables},
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )


def _folder_name(job: str) -> str:
    """The runner's name for a job's folders: what is no part of a word becomes base64."""

    def encoded(found: re.Match[str]) -> str:
        return base64.urlsafe_b64encode(found[0].encode()).decode().rstrip("=")

    return re.sub(r"[^\w-]+", encoded, job, flags=re.ASCII)
