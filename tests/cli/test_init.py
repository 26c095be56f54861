"""`snowops init` lays down a repository that works, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Snowops
from tests.unit.environment.changed import ENVIRONMENTS


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_lays_down_is_named_and_can_be_checked(here: Path, snowops: Snowops) -> None:
    shown = snowops("init", "ops")

    assert shown.code == 0
    assert {path.removeprefix("ops/") for path in shown.out.split()} == files(here / "ops")
    assert snowops("-C", "ops", "env", "check").code == 0


def test_environments_and_ci_are_all_there(here: Path, snowops: Snowops) -> None:
    snowops("init", "ops")

    laid = files(here / "ops")
    assert {f"environments/{name}" for name in files(ENVIRONMENTS)} <= laid
    assert {".gitignore", ".gitlab-ci.yml", ".gitlab/snowops.yml", "requirements.txt"} <= laid


@pytest.mark.parametrize("name", ["local", "prod", "staging"])
def test_every_environment_renders_at_once(here: Path, snowops: Snowops, name: str) -> None:
    snowops("init", "ops")

    assert snowops("-C", "ops", "render", name).code == 0


def test_the_next_step_is_named(here: Path, snowops: Snowops) -> None:
    assert snowops("init", "ops").err == "next: cd ops && snowops plan local\n"


def test_an_empty_folder_will_do(here: Path, snowops: Snowops) -> None:
    (here / "ops").mkdir()

    assert snowops("init", "ops").code == 0


def test_without_a_name_it_is_laid_down_here(here: Path, snowops: Snowops) -> None:
    shown = snowops("init")

    assert shown.code == 0
    assert set(shown.out.split()) == files(here)
    assert shown.err == "next: snowops plan local\n"


def test_a_repository_without_files_will_do(here: Path, snowops: Snowops) -> None:
    (here / ".git" / "refs").mkdir(parents=True)
    (here / ".git" / "HEAD").write_text("ref: refs/heads/main\n")

    assert snowops("init", ".").code == 0
    assert (here / ".git" / "HEAD").read_text() == "ref: refs/heads/main\n"
    assert (here / "environments" / "prod.yaml").is_file()


def test_what_is_not_empty_is_left_alone(here: Path, snowops: Snowops) -> None:
    (here / "ops").mkdir()
    (here / "ops" / "README.md").write_text("ours")

    shown = snowops("init", "ops")

    assert shown.code == 1
    assert "ops is not empty" in shown.err
    assert files(here / "ops") == {"README.md"}


def test_an_interrupted_init_can_be_run_again(here: Path, snowops: Snowops) -> None:
    snowops("init", "ops")
    whole = files(here / "ops")
    (here / "ops" / "README.md").unlink()
    (here / "ops" / "environments" / "prod.yaml").unlink()

    shown = snowops("init", "ops")

    assert shown.code == 0
    assert files(here / "ops") == whole


def test_a_file_in_the_way_is_named(here: Path, snowops: Snowops) -> None:
    (here / "ops").write_text("a file")

    shown = snowops("init", "ops/below")

    assert shown.code == 1
    assert "cannot write ops/below" in shown.err
