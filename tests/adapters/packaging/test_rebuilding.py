from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from toolkit.adapters.rebuilding import Rebuilding
from toolkit.domain.artifact import Platform
from toolkit.errors import ConfigError, SnowopsError

from .repository import Repository

pytestmark = pytest.mark.embedded

PLATFORM = Platform("3.13", "arm64")

# Stands for a packager: its "digest" tells which version of it ran, where, and how it was called.
PACKAGER = """
import json, sys
from pathlib import Path

def run(arguments):
    project = Path(arguments[1])
    said = ["{version}", project.joinpath("rules").read_text(), *arguments[2:4], *arguments[7:]]
    digest = " ".join(said)
    print(json.dumps({{"artifacts": [{{"sha256_base64": digest}}]}}))
    return 0
"""
BROKEN = "def run(arguments):\n    raise RuntimeError('broken at that time')\n"


@dataclass(frozen=True)
class History:
    """A repository whose packager and rules changed."""

    repository: Repository
    first: str
    broken: str
    last: str

    def rebuild(self, commit: str) -> str:
        root = self.repository.root
        rebuilding = Rebuilding(root, root, "prod", "1.2.3")
        return rebuilding(commit, PLATFORM, "empty")


@pytest.fixture
def history(tmp_path: Path) -> History:
    repository = Repository(tmp_path / "repository")
    main = "toolkit/cli/main.py"
    packages = {"toolkit/__init__.py": "", "toolkit/cli/__init__.py": ""}
    return History(
        repository,
        first=repository.commit({**packages, main: PACKAGER.format(version="v1"), "rules": "r1"}),
        broken=repository.commit({main: BROKEN}),
        last=repository.commit({main: PACKAGER.format(version="v2"), "rules": "r2"}),
    )


def test_a_commit_is_built_by_its_own_packager_from_its_own_rules(history: History) -> None:
    options = "--python-version 3.13 --architecture arm64 --narrow-columns empty"

    assert history.rebuild(history.first) == f"v1 r1 package prod {options}"
    assert history.rebuild(history.last) == f"v2 r2 package prod {options}"


def test_the_checkout_itself_is_left_as_it_was(history: History) -> None:
    history.repository.write({"rules": "being edited"})

    history.rebuild(history.first)

    assert history.repository.git("status", "--porcelain") == "M rules"
    assert history.repository.git("rev-parse", "HEAD") == history.last
    assert len(history.repository.git("worktree", "list").splitlines()) == 1


def test_a_commit_whose_packager_fails_is_said_so_and_leaves_no_worktree(history: History) -> None:
    with pytest.raises(SnowopsError, match="its own packager failed") as caught:
        history.rebuild(history.broken)

    assert caught.value.details[-1] == "RuntimeError: broken at that time"
    assert len(history.repository.git("worktree", "list").splitlines()) == 1


def test_code_of_a_commit_outside_the_history_is_never_run(history: History) -> None:
    history.repository.git("checkout", "--quiet", "-b", "aside", history.first)
    stranger = history.repository.commit({"rules": "of a stranger"})
    history.repository.git("checkout", "--quiet", "main")

    with pytest.raises(ConfigError, match="is not in the history"):
        history.rebuild(stranger)


@pytest.mark.parametrize("commit", ["f" * 40, "main", "--help", "snowops-9.9.9"])
def test_what_is_no_commit_of_the_history_is_refused(commit: str, history: History) -> None:
    with pytest.raises(ConfigError, match=r"is not in the history|names neither a commit"):
        history.rebuild(commit)


def test_the_installed_release_builds_itself(history: History) -> None:
    history.repository.write({"rules": "now"})

    assert history.rebuild("snowops-1.2.3").startswith("v2 now package prod")
