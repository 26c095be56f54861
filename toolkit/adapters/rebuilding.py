"""Builds the artifact of an earlier commit with that commit's own code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.adapters.git import git
from toolkit.adapters.source_files import installed_revision
from toolkit.domain.artifact import Platform
from toolkit.errors import ConfigError, SnowopsError

_RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from toolkit.cli.main import run
sys.exit(run(sys.argv[2:]))
"""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Rebuilding:
    """Rebuilds artifacts of one environment.

    The commit is checked out beside, in a temporary `git worktree`, and its own packager runs
    there, so that a later change of the packager does not make an earlier build look wrong. Only
    commits in the history of the present one are built: their code is run.
    """

    toolkit: Path
    """The folder that holds the `toolkit` package."""
    project: Path
    environment: str
    version: str

    def __call__(self, commit: str, platform: Platform, narrow_columns: str) -> str:
        """The base64 SHA-256 of the commit's artifact; SnowopsError where it cannot be built."""
        options = ["--python-version", platform.python_version]
        options += ["--architecture", platform.architecture, "--narrow-columns", narrow_columns]
        if commit == installed_revision(self.version):
            return self._package(self.toolkit, self.project, options)
        with self._checked_out(commit) as (root, worktree):
            toolkit = worktree / self.toolkit.relative_to(root)
            inside = self.project.is_relative_to(root)
            project = worktree / self.project.relative_to(root) if inside else self.project
            return self._package(toolkit, project, options)

    def _package(self, toolkit: Path, project: Path, options: list[str]) -> str:
        with tempfile.TemporaryDirectory() as out:
            given = ["-C", str(project), "package", self.environment, "--json", "--out", out]
            done = subprocess.run(
                [sys.executable, "-I", "-c", _RUN, str(toolkit), *given, *options],
                cwd=project,
                capture_output=True,
                text=True,
                check=False,
            )
        if done.returncode:
            raise SnowopsError("its own packager failed", details=_last_words(done.stderr))
        answer: Any = json.loads(done.stdout)
        return str(answer["artifacts"][0]["sha256_base64"])

    @contextmanager
    def _checked_out(self, commit: str) -> Iterator[tuple[Path, Path]]:
        """The repository's root, and a folder with the commit's files that goes away again."""
        root = Path(git(self.toolkit, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
        _refuse_stranger(root, commit)
        with tempfile.TemporaryDirectory() as folder:
            worktree = Path(folder, "worktree").resolve()
            quiet = ("-c", "core.hooksPath=/dev/null")
            git(root, *quiet, "worktree", "add", "--detach", "--quiet", str(worktree), commit)
            try:
                yield root, worktree
            finally:
                git(root, "worktree", "remove", "--force", str(worktree))


def _refuse_stranger(root: Path, commit: str) -> None:
    if not _COMMIT.fullmatch(commit):
        raise ConfigError(f"'{commit}' names neither a commit nor the release that is installed")
    try:
        git(root, "merge-base", "--is-ancestor", commit, "HEAD")
    except ConfigError as error:
        raise ConfigError(
            f"commit {commit[:12]} is not in the history of this checkout",
            hint="git fetch, and check out the branch that was deployed",
        ) from error


def _last_words(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.strip().splitlines()[-3:])
