"""`snowops env` lists, shows, checks and describes environments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Snowops
from toolkit.cli.options import complete_environment


@pytest.fixture
def broken(project: Path) -> Path:
    """One environment with a mistake and one that is not even YAML, beside sound ones."""
    (project / "environments" / "staging.yaml").write_text("extends: base\nawz: {}\n")
    (project / "environments" / "test.yaml").write_text('extends: "base\n')
    return project


@pytest.mark.usefixtures("project")
def test_list(snowops: Snowops, snapshot: SnapshotAssertion) -> None:
    shown = snowops("env", "list")

    assert shown.code == 0
    assert shown.out == snapshot


@pytest.mark.usefixtures("project")
def test_list_as_json(snowops: Snowops) -> None:
    shown = snowops("env", "list", "--json")

    assert json.loads(shown.out)[0] == {
        "name": "local",
        "account_id": "123456789012",
        "region": "us-east-1",
        "provider": "aws3",
        "protected": False,
    }
    assert [each["name"] for each in json.loads(shown.out)] == ["local", "prod", "staging"]


@pytest.mark.usefixtures("project")
def test_show(snowops: Snowops) -> None:
    shown = snowops("env", "show", "prod")

    rows = dict(line.split(maxsplit=1) for line in shown.out.splitlines() if len(line.split()) > 1)
    assert shown.code == 0
    assert rows["aws.region"].strip() == "us-east-2"
    assert rows["streams.raw_good.shards"].strip() == "8"
    assert rows["collectors.version"].strip() == "2.10.0"


@pytest.mark.usefixtures("project")
def test_show_is_whole_where_nobody_watches(snowops: Snowops) -> None:
    shown = snowops("env", "show", "prod", "--origins")

    repositories = [line for line in shown.out.splitlines() if "iglu.repositories" in line]
    assert len(repositories) == 1
    assert "mirror01.iglucentral.com" in repositories[0]
    assert "environments/base.yaml:" in repositories[0]


@pytest.mark.usefixtures("project")
def test_show_as_json_is_what_the_model_says(snowops: Snowops) -> None:
    values = json.loads(snowops("env", "show", "prod", "--json").out)

    assert values["aws"]["region"] == "us-east-2"
    assert values["lambda"]["memory_mb"] == 1769


def test_origins_name_the_file_and_line_of_each_value(project: Path, snowops: Snowops) -> None:
    shown = snowops("env", "show", "prod", "--origins", "--json")

    origins = json.loads(shown.out)
    lines = (project / "environments" / "prod.yaml").read_text(encoding="utf-8").splitlines()
    region = 1 + next(at for at, line in enumerate(lines) if "region: us-east-2" in line)
    assert origins["aws.region"] == {
        "value": "us-east-2",
        "origin": f"environments/prod.yaml:{region}",
    }
    assert origins["collectors.version"]["origin"].startswith("environments/base.yaml:")
    assert origins["collectors.port"] == {"value": 8000, "origin": "default"}
    assert str(project) not in shown.out


def test_origins_are_found_from_a_folder_below_too(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = project / "docs" / "runbooks"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    assert snowops("env", "show", "prod", "--origins").code == 0


def test_a_project_can_be_named_from_elsewhere(
    project: Path, snowops: Snowops, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)

    assert "environments/prod.yaml:" in snowops("-C", "ops", "env", "show", "prod", "--origins").out


@pytest.mark.usefixtures("project")
def test_check_says_that_all_is_well(snowops: Snowops) -> None:
    shown = snowops("env", "check")

    assert shown.code == 0
    assert shown.out == "local: ok\nprod: ok\nstaging: ok\n"
    assert shown.err == ""


def test_check_names_every_mistake_of_every_environment(broken: Path, snowops: Snowops) -> None:
    shown = snowops("env", "check")

    assert shown.code == 1
    assert shown.out == "local: ok\nprod: ok\n"
    assert "environments/staging.yaml:2:1  awz: unknown key (did you mean 'aws'?)" in shown.err
    assert "environments/test.yaml:1:10  while scanning a quoted scalar" in shown.err


@pytest.mark.usefixtures("broken")
def test_check_can_be_about_some(snowops: Snowops) -> None:
    shown = snowops("env", "check", "prod", "local")

    assert shown.code == 0
    assert shown.out == "prod: ok\nlocal: ok\n"


@pytest.mark.usefixtures("broken")
def test_list_tells_what_it_can_and_of_what_it_cannot(snowops: Snowops) -> None:
    shown = snowops("env", "list")

    assert shown.code == 1
    assert "has 7 mistakes" in shown.err or "unknown key" in shown.err


@pytest.mark.usefixtures("project")
def test_schema_prints_what_lies_beside_the_environments(project: Path, snowops: Snowops) -> None:
    shown = snowops("env", "schema")

    beside = (project / "environments" / "schema.json").read_text(encoding="utf-8")
    assert shown.code == 0
    assert shown.out == beside


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("begun", "names"), [("", ["local", "prod", "staging"]), ("st", ["staging"]), ("base", [])]
)
def test_the_shell_completes_environments(begun: str, names: list[str]) -> None:
    assert complete_environment(begun) == names


def test_the_shell_completes_a_project_named_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    monkeypatch.setenv("SNOWOPS_PROJECT", str(project))

    assert complete_environment("pr") == ["prod"]


def test_outside_a_repository_the_shell_completes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert complete_environment("") == []


@pytest.mark.usefixtures("broken")
def test_a_broken_file_does_not_stop_completion() -> None:
    assert complete_environment("") == ["local", "prod", "staging", "test"]
