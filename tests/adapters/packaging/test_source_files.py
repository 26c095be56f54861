from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from toolkit.adapters.source_files import SourceFiles
from toolkit.domain.artifact_contents import SourceTree
from toolkit.errors import ConfigError

from .repository import Repository

pytestmark = pytest.mark.embedded

HANDLER = "toolkit/runtime/handler.py"


def read(repository: Repository) -> SourceTree:
    return SourceFiles("1.2.3", repository.runtime, repository.inputs).read()


def test_a_clean_checkout_gives_its_tracked_files_and_commit(repository: Repository) -> None:
    tree = read(repository)

    assert tree == SourceTree(
        files={"__init__.py": b"", "handler.py": b"def handle(event, context): ...\n"},
        commit=repository.git("rev-parse", "HEAD"),
    )


def test_the_lock_stays_out(repository: Repository) -> None:
    assert "requirements.txt" not in read(repository).files


def test_a_commit_of_other_files_leaves_the_artifact_as_it_is(repository: Repository) -> None:
    before = read(repository)

    repository.commit({"README.md": "other words\n", "new.py": ""})

    assert read(repository) == before


@pytest.mark.parametrize("name", [HANDLER, "allowlist.yaml"])
def test_a_commit_of_code_or_rules_names_the_artifact(name: str, repository: Repository) -> None:
    commit = repository.commit({name: "changed\n"})

    assert read(repository).commit == commit


def test_a_merge_of_code_and_rules_names_the_artifact(repository: Repository) -> None:
    repository.git("checkout", "--quiet", "-b", "rules")
    repository.commit({"allowlist.yaml": "columns: [app_id]\n"})
    repository.git("checkout", "--quiet", "main")
    repository.commit({HANDLER: "changed\n"})

    repository.git("merge", "--quiet", "--no-edit", "rules")

    assert read(repository).commit == repository.git("rev-parse", "HEAD")


@pytest.mark.parametrize("name", [HANDLER, "allowlist.yaml"])
def test_a_change_that_is_not_committed_makes_the_tree_dirty(
    name: str, repository: Repository
) -> None:
    repository.write({name: "changed\n"})

    tree = read(repository)

    assert tree.dirty
    assert tree.files["handler.py"] == (repository.root / HANDLER).read_bytes()


def test_a_staged_new_file_goes_in_and_is_dirty(repository: Repository) -> None:
    repository.write({"toolkit/runtime/new.py": "x = 1\n"})
    repository.git("add", "--all")

    tree = read(repository)

    assert tree.dirty
    assert tree.files["new.py"] == b"x = 1\n"


def test_a_deleted_file_stays_out_and_is_dirty(repository: Repository) -> None:
    (repository.root / HANDLER).unlink()

    tree = read(repository)

    assert tree.dirty
    assert set(tree.files) == {"__init__.py"}


def test_a_change_elsewhere_is_not_dirty(repository: Repository) -> None:
    repository.write({"README.md": "draft\n"})

    assert not read(repository).dirty


def test_an_untracked_file_stays_out_and_is_named(repository: Repository) -> None:
    repository.write({"toolkit/runtime/deep/new.py": "", "elsewhere.py": ""})

    tree = read(repository)

    assert tree.left_out == ("deep/new.py",)
    assert not tree.dirty
    assert "deep/new.py" not in tree.files


def test_the_working_trees_line_ends_do_not_matter(repository: Repository) -> None:
    before = read(repository)

    repository.git("config", "core.autocrlf", "true")
    (repository.root / HANDLER).unlink()
    repository.git("checkout", "--", ".")

    assert b"\r\n" in (repository.root / HANDLER).read_bytes()
    assert read(repository) == before


def test_names_that_are_not_ascii_and_files_that_are_not_text_survive(
    repository: Repository,
) -> None:
    content = bytes(range(256)) + b"\n\n0 blob 3\n"
    (repository.runtime / "zwölf wörter.bin").write_bytes(content)
    repository.commit({})

    assert read(repository).files["zwölf wörter.bin"] == content


@pytest.mark.parametrize("committed", [True, False])
def test_a_symbolic_link_is_refused(committed: bool, repository: Repository) -> None:
    (repository.runtime / "link.py").symlink_to("handler.py")
    repository.git("add", "--all")
    if committed:
        repository.commit({})

    with pytest.raises(ConfigError, match=r"runtime/link\.py is a symbolic link"):
        read(repository)


def test_a_file_that_cannot_be_read_is_named(repository: Repository) -> None:
    path = repository.root / HANDLER
    path.unlink()
    path.mkdir()

    with pytest.raises(ConfigError, match=r"cannot read .*handler\.py: Is a directory"):
        read(repository)


def test_code_that_was_never_committed_has_no_name(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new")
    repository.commit({"README.md": "words\n"})
    repository.write({HANDLER: "x = 1\n"})
    repository.git("add", "--all")

    with pytest.raises(ConfigError, match="commit it first"):
        read(repository)


def test_a_repository_that_git_refuses_is_told_in_its_words(repository: Repository) -> None:
    (repository.root / ".git" / "HEAD").write_text("damaged")

    with pytest.raises(ConfigError, match="git ls-files failed") as caught:
        read(repository)

    assert "not a git repository" in caught.value.details[0]


def test_without_git_the_sentence_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ConfigError, match="git is not installed"):
        read(repository)


def test_a_clone_too_shallow_to_know_the_commit_says_how_to_mend_it(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit({"README.md": "newer words\n"})
    clone = tmp_path / "clone"
    address = repository.root.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=1", address, str(clone)], check=True)

    with pytest.raises(ConfigError, match="too shallow") as caught:
        SourceFiles("1", clone / "toolkit" / "runtime", (clone / "toolkit" / "runtime",)).read()

    assert "GIT_DEPTH: 0" in caught.value.hint


def test_a_shallow_clone_that_holds_the_commit_is_deep_enough(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit({"README.md": "new words\n"})
    commit = repository.commit({HANDLER: "changed\n"})
    repository.commit({"README.md": "newer words\n"})
    clone = tmp_path / "clone"
    address = repository.root.as_uri()
    subprocess.run(["git", "clone", "--quiet", "--depth=3", address, str(clone)], check=True)

    runtime = clone / "toolkit" / "runtime"

    assert SourceFiles("1", runtime, (runtime,)).read().commit == commit


def test_an_installation_is_named_by_its_release(tmp_path: Path) -> None:
    runtime = tmp_path / "site-packages" / "toolkit" / "runtime"
    (runtime / "__pycache__").mkdir(parents=True)
    (runtime / "handler.py").write_text("x = 1\n")
    (runtime / "requirements.txt").write_text("")
    (runtime / "__pycache__" / "handler.cpython-313.pyc").write_bytes(b"\0")

    tree = SourceFiles("1.2.3", runtime, (runtime,)).read()

    assert tree == SourceTree({"handler.py": b"x = 1\n"}, "snowops-1.2.3")


def test_an_installation_inside_somebody_elses_checkout_is_no_checkout(
    repository: Repository,
) -> None:
    runtime = repository.root / ".venv" / "lib" / "toolkit" / "runtime"
    runtime.mkdir(parents=True)
    (runtime / "handler.py").write_text("x = 1\n")

    tree = SourceFiles("1.2.3", runtime, (runtime,)).read()

    assert tree == SourceTree({"handler.py": b"x = 1\n"}, "snowops-1.2.3")


def test_a_hooks_environment_does_not_lead_git_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    expected = read(repository)

    monkeypatch.setenv("GIT_DIR", os.fspath(other.root / ".git"))

    assert read(repository) == expected
