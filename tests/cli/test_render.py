"""`snowops render` writes a tree, or says how the folder differs from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Snowops
from toolkit.workflows.artifact_variables import FILE


def test_it_writes_below_build(project: Path, snowops: Snowops) -> None:
    shown = snowops("render", "staging")

    assert shown.code == 0
    assert shown.out == f"{project}/build/staging\n"
    assert "digest" in shown.err
    assert (project / "build" / "staging" / "terraform.tfvars.json").is_file()


def test_it_writes_where_it_is_told(project: Path, snowops: Snowops) -> None:
    shown = snowops("render", "staging", "--out", "elsewhere")

    assert shown.out == f"{project}/elsewhere\n"
    assert not (project / "build").exists()


@pytest.mark.usefixtures("project")
def test_twice_is_the_same(snowops: Snowops) -> None:
    assert snowops("render", "prod") == snowops("render", "prod")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["local", "prod", "staging"])
def test_check_agrees_with_what_was_just_written(name: str, snowops: Snowops) -> None:
    snowops("render", name)

    checked = snowops("render", name, "--check")
    diffed = snowops("render", name, "--diff")

    assert (checked.code, checked.out, checked.err) == (0, "", "")
    assert (diffed.code, diffed.out) == (0, "")


def test_check_refuses_a_folder_that_differs_and_changes_nothing(
    project: Path, snowops: Snowops
) -> None:
    snowops("render", "staging")
    changed = project / "build" / "staging" / "main.tf"
    changed.write_text("# by hand\n")

    shown = snowops("render", "staging", "--check")

    assert shown.code == 1
    assert "is not what staging renders to" in shown.err
    assert changed.read_text(encoding="utf-8") == "# by hand\n"


def test_diff_shows_how_the_folder_would_change(project: Path, snowops: Snowops) -> None:
    snowops("render", "staging")
    changed = project / "build" / "staging" / "main.tf"
    changed.write_text("# by [hand]\n")

    shown = snowops("render", "staging", "--diff")

    assert shown.code == 0
    assert shown.out.startswith(f"--- {changed}\n+++ rendered/main.tf\n")
    assert "\n-# by [hand]\n" in shown.out
    assert changed.read_text(encoding="utf-8") == "# by [hand]\n"


@pytest.mark.usefixtures("project")
def test_check_and_diff_go_together(snowops: Snowops) -> None:
    shown = snowops("render", "staging", "--check", "--diff")

    assert shown.code == 1
    assert "+++ rendered/main.tf" in shown.out


def test_what_the_last_plan_said_of_the_artifact_stays(project: Path, snowops: Snowops) -> None:
    snowops("render", "staging")
    artifact = project / "build" / "staging" / FILE
    artifact.write_text("{}\n")

    again = snowops("render", "staging")

    assert again.code == 0
    assert artifact.read_text(encoding="utf-8") == "{}\n"
    assert snowops("render", "staging", "--check").code == 0
