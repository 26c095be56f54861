"""Two commits of a repository side by side: what differs, and the environments that each has."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.environment_files import environment_names, files_of, load
from toolkit.adapters.git import blobs, git, in_checkout, lines
from toolkit.domain.ci.affected import EnvironmentAt, Repository
from toolkit.errors import ConfigError

_FULL_NAME = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_LINK = "120000"


@dataclass(frozen=True)
class Trees:
    """The commits of the repository around a project; no history of them is needed."""

    root: Path
    project: str
    """The project's folder below the root, with `/`; empty where it is the root."""

    @classmethod
    def around(cls, project: Path) -> Trees:
        """The repository that holds a project; raises ConfigError where there is none."""
        if not in_checkout(project):
            raise ConfigError(
                f"{project} is in no git repository",
                hint="what a change affects is told by comparing two commits",
            )
        root = Path(git(project, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
        below = project.resolve().relative_to(root.resolve()).as_posix()
        return cls(root, "" if below == "." else below)

    def repository(self, code: Path | None) -> Repository:
        """Where this repository holds what its environments share.

        `code`: the checkout that snowops runs from, which may be this one.
        """
        inside = code is not None and code.resolve().is_relative_to(self.root.resolve())
        if code is None or not inside:
            return Repository(self.project)
        below = code.resolve().relative_to(self.root.resolve()).as_posix()
        return Repository(self.project, "" if below == "." else below)

    def commit(self, revision: str) -> str | None:
        """The full name of a commit that is here; None where it is not."""
        try:
            words = ("rev-parse", "--verify", "--quiet", "--end-of-options")
            found = git(self.root, *words, f"{revision}^{{commit}}")
        except ConfigError:
            return None
        return found.decode().strip()

    def fetched(self, commit: str) -> str | None:
        """The commit after it was asked for at `origin`, alone; None where it cannot be had."""
        if not _FULL_NAME.fullmatch(commit):
            return None
        shallow = git(self.root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        depth = ["--depth=1"] if shallow else []
        try:
            git(self.root, "fetch", "--quiet", "--no-tags", *depth, "origin", commit)
        except ConfigError:
            return None
        return self.commit(commit)

    def common_ancestor(self, one: str, other: str) -> str | None:
        """The commit that two lines of work have in common; None where it is not here."""
        try:
            return git(self.root, "merge-base", one, other).decode().strip()
        except ConfigError:
            return None

    def changed(self, base: str, head: str) -> frozenset[str]:
        """The paths from the root that differ between two commits, both names of a renamed one."""
        flags = ("--name-only", "--no-renames", "--no-ext-diff", "-z")
        return frozenset(lines(git(self.root, "diff", *flags, base, head)))

    def environments(self, commit: str) -> dict[str, EnvironmentAt]:
        """The environments of a commit by their names, those too that cannot be loaded."""
        with tempfile.TemporaryDirectory(prefix="snowops-") as temporary:
            folder = Path(temporary) / "environments"
            self._lay_out(commit, folder)
            return environments_in(folder, self._environments)

    @property
    def _environments(self) -> str:
        """The folder of environment files, from the root."""
        return f"{self.project}/environments" if self.project else "environments"

    def _lay_out(self, commit: str, folder: Path) -> None:
        """Writes the commit's environment files into a folder, as they were committed."""
        folder.mkdir()
        below = f"{self._environments}/"
        entries = lines(git(self.root, "ls-tree", "-z", "--full-tree", commit, "--", below))
        found = [_entry(line) for line in entries]
        files = [entry for entry in found if entry.kind == "blob"]
        contents = blobs(self.root, [entry.digest for entry in files])
        for entry, content in zip(files, contents, strict=True):
            target = folder / Path(entry.path).name
            if entry.mode == _LINK:
                target.symlink_to(os.fsdecode(content))
            else:
                target.write_bytes(content)


def environments_in(folder: Path, called: str) -> dict[str, EnvironmentAt]:
    """The environments of a folder by their names; `called`: its path in the repository."""
    return {name: _environment(folder, called, name) for name in environment_names(folder)}


def _environment(folder: Path, called: str, name: str) -> EnvironmentAt:
    try:
        files = tuple(f"{called}/{file.name}" for file in files_of(folder, name))
        environment = load(folder, name).environment
    except ConfigError:
        return EnvironmentAt(name, (f"{called}/{name}.yaml",))
    return EnvironmentAt(
        name,
        files,
        environment.values(),
        f"{called}/{environment.lambda_.allowlist}",
        environment.protected,
        environment.embedded,
    )


@dataclass(frozen=True)
class _Entry:
    """What `git ls-tree` says of one path."""

    mode: str
    kind: str
    digest: str
    path: str


def _entry(line: str) -> _Entry:
    facts, path = line.split("\t", 1)
    mode, kind, digest = facts.split()
    return _Entry(mode, kind, digest, path)
