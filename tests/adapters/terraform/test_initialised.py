from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.initialised import Initialised


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "modules" / "streams").mkdir(parents=True)
    (tmp_path / "main.tf").write_text('module "streams" {}\n')
    (tmp_path / "modules" / "streams" / "main.tf").write_text("")
    return tmp_path


@pytest.fixture
def initialised(workspace: Path) -> Initialised:
    binary = Binary(Path("/usr/bin/terraform"), "1.15.5", "PATH")
    return Initialised(workspace, binary, plugin_dir=None)


def test_a_new_workspace_is_not_initialised(initialised: Initialised) -> None:
    assert not initialised.holds()


def test_an_initialised_workspace_stays_so_while_nothing_changes(initialised: Initialised) -> None:
    initialised.remember()

    assert initialised.holds()


@pytest.mark.parametrize("path", ["main.tf", "modules/streams/main.tf", ".terraform.lock.hcl"])
def test_a_changed_file_wants_another_init(initialised: Initialised, path: str) -> None:
    initialised.remember()

    (initialised.workspace / path).write_text("# changed\n")

    assert not initialised.holds()


def test_values_want_no_other_init(initialised: Initialised) -> None:
    initialised.remember()

    (initialised.workspace / "terraform.tfvars.json").write_text("{}")

    assert initialised.holds()


def test_another_terraform_or_source_of_providers_wants_another_init(
    initialised: Initialised,
) -> None:
    initialised.remember()
    newer = replace(initialised.binary, version="1.16.0")

    assert not replace(initialised, binary=newer).holds()
    assert not replace(initialised, plugin_dir=Path("/mirror")).holds()


def test_a_failure_wants_another_init(initialised: Initialised) -> None:
    initialised.remember()

    initialised.forget()

    assert not initialised.holds()
