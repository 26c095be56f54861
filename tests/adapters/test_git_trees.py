"""Two commits compared with real git: shallow clones, renames, links, folders below the root."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.adapters.packaging.repository import Repository as Git
from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.adapters.git import git as run_git
from toolkit.adapters.git_trees import Trees
from toolkit.domain.ci.affected import Repository, affected
from toolkit.errors import ConfigError

pytestmark = pytest.mark.embedded

SHIPPED = {
    f"environments/{path.name}": path.read_text(encoding="utf-8")
    for path in ENVIRONMENTS.glob("*.yaml")
}


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "operations")


def shallow(git: Git, folder: Path, *, depth: int = 1) -> Path:
    """A clone that holds the last commits alone, as a GitLab runner makes it."""
    # A runner's server lets single commits be asked for; so does GitLab.
    git.git("config", "uploadpack.allowAnySHA1InWant", "true")
    words = ["clone", "--quiet", f"--depth={depth}", git.root.as_uri(), str(folder)]
    subprocess.run(["git", *words], check=True)
    return folder


def states(trees: Trees, base: str, head: str) -> dict[str, str]:
    before, after = trees.environments(base), trees.environments(head)
    found = affected(before, after, trees.changed(base, head), trees.repository(None))
    return {verdict.name: verdict.state for verdict in found}


def test_only_the_environment_that_changed_is_affected(git: Git) -> None:
    base = git.commit(SHIPPED)
    prod = SHIPPED["environments/prod.yaml"] + "\ntags: { team: data }\n"
    head = git.commit({"environments/prod.yaml": prod})

    found = states(Trees.around(git.root), base, head)

    assert found == {"local": "unaffected", "prod": "affected", "staging": "unaffected"}


def test_a_comment_in_the_base_affects_nobody(git: Git) -> None:
    base = git.commit(SHIPPED)
    head = git.commit({"environments/base.yaml": SHIPPED["environments/base.yaml"] + "\n# Hm.\n"})

    assert set(states(Trees.around(git.root), base, head).values()) == {"unaffected"}


def test_a_renamed_file_is_seen_under_both_names(git: Git) -> None:
    base = git.commit(SHIPPED)
    git.git("mv", "environments/staging.yaml", "environments/test.yaml")
    head = git.commit({})

    found = states(Trees.around(git.root), base, head)

    assert found["staging"] == "removed"
    assert found["test"] == "affected"
    changed = Trees.around(git.root).changed(base, head)
    assert changed == {"environments/staging.yaml", "environments/test.yaml"}


def test_a_shallow_clone_fetches_the_one_commit_that_it_lacks(git: Git, tmp_path: Path) -> None:
    base = git.commit(SHIPPED)
    for number in range(3):
        git.commit({"README.md": f"{number}"})
    head = git.commit({"environments/prod.yaml": SHIPPED["environments/staging.yaml"]})
    trees = Trees.around(shallow(git, tmp_path / "clone"))

    assert trees.commit(base) is None
    assert trees.fetched(base) == base
    assert states(trees, base, head)["prod"] == "affected"
    assert states(trees, base, head)["staging"] == "unaffected"
    reachable = ["git", "-C", str(trees.root), "rev-list", "--all", "--count", base, head]
    done = subprocess.run(reachable, check=True, capture_output=True, text=True)
    assert done.stdout == "2\n"


def test_a_whole_clone_stays_whole(git: Git, tmp_path: Path) -> None:
    git.commit(SHIPPED)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", git.root.as_uri(), str(clone)], check=True)
    later = git.commit({"README.md": "later"})

    assert Trees.around(clone).fetched(later) == later
    assert not (clone / ".git" / "shallow").exists()


def test_a_commit_that_nobody_has_cannot_be_had(git: Git, tmp_path: Path) -> None:
    git.commit(SHIPPED)

    assert Trees.around(git.root).fetched("0" * 40) is None
    assert Trees.around(shallow(git, tmp_path / "clone")).fetched("1" * 40) is None


def test_only_full_names_are_asked_for(git: Git) -> None:
    git.commit(SHIPPED)

    for revision in ("main", "--upload-pack=touch x", "abc123"):
        assert Trees.around(git.root).fetched(revision) is None


def test_a_revision_is_never_an_option(git: Git) -> None:
    git.commit(SHIPPED)

    assert Trees.around(git.root).commit("--all") is None


def test_the_common_ancestor_is_where_a_branch_began(git: Git) -> None:
    base = git.commit(SHIPPED)
    git.git("checkout", "--quiet", "-b", "branch")
    head = git.commit({"README.md": "branch"})
    git.git("checkout", "--quiet", "main")
    git.commit({"README.md": "main"})
    trees = Trees.around(git.root)

    assert trees.common_ancestor("main", head) == base
    assert trees.common_ancestor("main", "no such branch") is None


def test_what_is_not_committed_is_not_seen(git: Git) -> None:
    head = git.commit(SHIPPED)
    (git.root / "environments/prod.yaml").write_text("{")

    found = Trees.around(git.root).environments(head)["prod"]

    assert found.values is not None
    assert found.protected


def test_what_cannot_be_loaded_is_still_named(git: Git) -> None:
    head = git.commit({**SHIPPED, "environments/prod.yaml": "extends: nobody\n"})

    found = Trees.around(git.root).environments(head)["prod"]

    assert found.values is None
    assert found.files == ("environments/prod.yaml",)


def test_a_link_is_followed_and_its_change_noticed(git: Git) -> None:
    git.write(SHIPPED)
    (git.root / "environments/test.yaml").symlink_to("staging.yaml")
    base = git.commit({})
    staging = SHIPPED["environments/staging.yaml"].replace(
        "retention_days: 90", "retention_days: 9"
    )
    head = git.commit({"environments/staging.yaml": staging})

    found = states(Trees.around(git.root), base, head)

    assert found["staging"] == found["test"] == "affected"
    assert found["prod"] == "unaffected"


def test_names_that_git_would_quote_are_read(git: Git) -> None:
    base = git.commit(SHIPPED)
    head = git.commit({"environments/prüf.yaml": "extends: staging\n", 'notes/"a".txt': "x"})
    trees = Trees.around(git.root)

    assert trees.changed(base, head) == {"environments/prüf.yaml", 'notes/"a".txt'}
    assert states(trees, base, head)["prüf"] == "affected"


def test_a_project_below_the_root_has_paths_from_the_root(git: Git) -> None:
    base = git.commit({f"operations/{name}": text for name, text in SHIPPED.items()})
    head = git.commit({"operations/environments/allowlist.yaml": "columns: {}\nschemas: []\n"})
    trees = Trees.around(git.root / "operations")

    assert trees.repository(None) == Repository("operations")
    assert trees.environments(head)["prod"].files[0] == "operations/environments/prod.yaml"
    assert set(states(trees, base, head).values()) == {"affected"}


def test_the_checkout_that_snowops_runs_from_is_told_from_another(git: Git, tmp_path: Path) -> None:
    git.commit(SHIPPED)
    trees = Trees.around(git.root)

    assert trees.repository(git.root) == Repository("", "")
    assert trees.repository(git.root / "vendor") == Repository("", "vendor")
    assert trees.repository(tmp_path) == Repository("")


def test_a_commit_without_environments_has_none(git: Git) -> None:
    head = git.commit({"README.md": "empty"})

    assert Trees.around(git.root).environments(head) == {}


def test_what_git_starts_never_holds_the_token_that_writes_notes(
    git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    git.git("config", "alias.see", "!env")
    monkeypatch.setenv("GITLAB_TOKEN", "glpat-secret")
    # With it git fetches where GitLab says so.
    monkeypatch.setenv("CI_JOB_TOKEN", "of-the-job")

    seen = run_git(git.root, "see").decode()

    assert "glpat-secret" not in seen
    assert "CI_JOB_TOKEN=of-the-job" in seen


def test_outside_a_repository_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is in no git repository"):
        Trees.around(tmp_path)
