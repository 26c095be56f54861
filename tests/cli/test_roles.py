"""`snowops roles`: JSON for machines, files for whoever attaches them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.cli.main import run

CHECKOUT = str(Path(__file__).parents[2])


def test_both_roles_are_json_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["-C", CHECKOUT, "roles", "prod"])

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert document["schema"] == "snowops.roles/v1"
    assert document["environment"] == "prod"
    assert len(document["apply"]) > len(document["plan"]) > 0


def test_one_role_alone_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    run(["-C", CHECKOUT, "roles", "prod", "--role", "plan"])

    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"schema", "environment", "plan"}


def test_policies_become_files_that_a_second_run_leaves_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-C", CHECKOUT, "roles", "prod", "--out", str(tmp_path)]
    run(words)
    first = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}

    run(words)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.json")} == first
    assert {path.stem.partition("-")[0] for path in first} == {"plan", "apply"}
    assert all(json.loads(text)["Version"] == "2012-10-17" for text in first.values())
