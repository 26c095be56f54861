"""A small git repository to package from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROLES = ("AUTHOR", "COMMITTER")


class Repository:
    """A git repository with a runtime folder and an allowlist, as small as can be.

    Author, committer and times are fixed, so that equal histories have equal commits.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.runtime = root / "toolkit" / "runtime"
        self.inputs = (self.runtime, root / "allowlist.yaml")
        root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        named = {f"GIT_{who}_{what}": "nobody" for who in ROLES for what in ("NAME", "EMAIL")}
        dated = {f"GIT_{who}_DATE": "2020-01-01T00:00:00Z" for who in ROLES}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **named, **dated, **alone},
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")

    def commit(self, files: Mapping[str, str]) -> str:
        """Writes files and commits everything; the commit's name."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "change", "--allow-empty")
        return self.git("rev-parse", "HEAD")
