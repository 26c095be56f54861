"""The runtime's source files: from git where there is a checkout, else from the installation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.git import blobs, git, in_checkout, lines
from toolkit.domain.artifact_contents import SourceTree
from toolkit.errors import ConfigError

TOOLKIT = Path(__file__).resolve().parents[1]
RUNTIME = TOOLKIT / "runtime"
LOCK_FILE = "requirements.txt"

MAKERS = tuple(
    TOOLKIT / name
    for name in (
        "runtime",
        "domain/allowlist",
        "domain/artifact.py",
        "domain/artifact_contents.py",
        "domain/bill_of_materials.py",
        "adapters/zip_files.py",
    )
)
"""What decides an artifact's bytes, beside an environment's allowlist: the code that runs, the
allowlist's compiler, and what puts the zip together."""

_NOT_SHIPPED = (LOCK_FILE, "py.typed")
_LINK = "120000"


@dataclass(frozen=True)
class SourceFiles:
    """The runtime as it is tracked by git, or as it was installed.

    `inputs` are the files and folders whose last commit names the artifact and whose changes make
    it dirty. Of a clean tree the files are read from the commit itself, so that neither line-end
    conversion nor permissions of the working tree matter.
    """

    version: str
    runtime: Path = RUNTIME
    inputs: tuple[Path, ...] = MAKERS

    def read(self) -> SourceTree:
        """The files that go in; raises ConfigError naming what cannot be read."""
        if in_checkout(self.runtime) and _tracked(self.runtime):
            return _from_git(self.runtime, self.inputs)
        return SourceTree(_installed(self.runtime), installed_revision(self.version))


def installed_revision(version: str) -> str:
    """How an artifact names its code where no commit is known: by the release."""
    return f"snowops-{version}"


def _tracked(folder: Path) -> list[str]:
    return [name for name in lines(git(folder, "ls-files", "-z")) if _ships(name)]


def _ships(name: str) -> bool:
    return name not in _NOT_SHIPPED and not name.endswith(".pyc")


def _from_git(runtime: Path, inputs: tuple[Path, ...]) -> SourceTree:
    root = Path(git(runtime, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    paths = [str(path.relative_to(root)) for path in inputs if path.is_relative_to(root)]
    changed = lines(
        git(root, "status", "--porcelain=v1", "-z", "--no-renames", "-uall", "--", *paths)
    )
    dirty = any(not line.startswith("??") for line in changed)
    below = f"{runtime.relative_to(root).as_posix()}/"
    untracked = [line[3:].removeprefix(below) for line in changed if line.startswith(f"?? {below}")]
    return SourceTree(
        files=_working_files(runtime) if dirty else _committed_files(root, below),
        commit=_last_commit(root, paths),
        dirty=dirty,
        left_out=tuple(sorted(name for name in untracked if _ships(name))),
    )


def _last_commit(root: Path, paths: list[str]) -> str:
    """The commit that last changed the paths; git follows it through merges.

    A shallow clone holds a boundary commit that seems to bring every file. Naming it would give
    the same code another artifact in CI than on a laptop.
    """
    commit = git(root, "log", "-1", "--format=%H", "HEAD", "--", *paths).decode().strip()
    shallow = Path(git(root, "rev-parse", "--git-path", "shallow").decode().strip())
    boundary = root / shallow
    if not commit:
        raise ConfigError(f"no commit in {root} holds the code of the artifact: commit it first")
    if boundary.is_file() and commit in boundary.read_text().split():
        raise ConfigError(
            "this clone is too shallow to say which commit last changed the artifact's code",
            hint="fetch the history: `git fetch --unshallow`, or GIT_DEPTH: 0 in GitLab CI",
        )
    return commit


def _committed_files(root: Path, below: str) -> dict[str, bytes]:
    names, objects = [], []
    for line in lines(git(root, "ls-tree", "-r", "-z", "HEAD", "--", below)):
        facts, path = line.split("\t", 1)
        mode, _, digest = facts.split()
        name = path.removeprefix(below)
        if _ships(name):
            _refuse_link(name, is_link=mode == _LINK)
            names.append(name)
            objects.append(digest)
    return dict(zip(names, blobs(root, objects), strict=True))


def _working_files(runtime: Path) -> dict[str, bytes]:
    names = [
        name
        for name in _tracked(runtime)
        if (runtime / name).is_symlink() or (runtime / name).exists()
    ]
    return {name: _content(runtime, name) for name in names}


def _installed(runtime: Path) -> dict[str, bytes]:
    names = [
        path.relative_to(runtime).as_posix()
        for path in sorted(runtime.rglob("*"))
        if not path.is_dir()
    ]
    return {name: _content(runtime, name) for name in names if _ships(name)}


def _content(runtime: Path, name: str) -> bytes:
    path = runtime / name
    _refuse_link(name, is_link=path.is_symlink())
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error


def _refuse_link(name: str, *, is_link: bool) -> None:
    if is_link:
        raise ConfigError(
            f"runtime/{name} is a symbolic link, which does not survive packaging",
            hint="put the file itself there",
        )
