from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from toolkit.adapters.zip_files import store, zipped
from toolkit.cli import artifact, package
from toolkit.cli.artifact_views import verifications_json
from toolkit.cli.options import Settings
from toolkit.domain.deployed_function import Verification
from toolkit.errors import ConfigError

CHECKOUT = Path(__file__).resolve().parents[2]
ENTRIES = {"MANIFEST.json": b"{}", "runtime/handler.py": b"x = 1\n"}


def snowops(*arguments: str) -> Result:
    app = typer.Typer()
    package.register(app)
    app.add_typer(artifact.app, name="artifact")
    return CliRunner().invoke(
        app, arguments, obj=Settings(CHECKOUT), catch_exceptions=False, standalone_mode=False
    )


@pytest.fixture
def zips(tmp_path: Path) -> tuple[str, str]:
    a, b = tmp_path / "a.zip", tmp_path / "b.zip"
    store(zipped(ENTRIES), a)
    store(zipped({**ENTRIES, "runtime/handler.py": b"x = 2\n"}), b)
    return str(a), str(b)


def test_why_different_names_entry_and_cause(zips: tuple[str, str]) -> None:
    shown = snowops("artifact", "why-different", *zips)

    assert shown.return_value == 0
    assert "runtime/handler.py" in shown.stdout
    assert "content" in shown.stdout


def test_why_different_says_that_nothing_differs(zips: tuple[str, str]) -> None:
    shown = snowops("artifact", "why-different", zips[0], zips[0])

    assert shown.stdout.strip() == "the same bytes"


def test_why_different_speaks_to_machines(zips: tuple[str, str]) -> None:
    shown = snowops("artifact", "why-different", *zips, "--json")

    (found,) = json.loads(shown.stdout)["differences"]
    assert (found["entry"], found["cause"]) == ("runtime/handler.py", "content")


def test_why_different_refuses_what_is_no_zip(zips: tuple[str, str]) -> None:
    with pytest.raises(ConfigError, match="is not a zip"):
        snowops("artifact", "why-different", zips[0], __file__)


def test_the_verdict_on_an_environment_is_its_worst() -> None:
    found = (
        Verification("a", "match", "runs what its commit builds", "7", "c" * 40),
        Verification("b", "mismatch", "runs X; its commit builds Y", "7", "c" * 40),
    )

    shown = verifications_json("prod", found)

    assert shown["verdict"] == "mismatch"
    assert [each["verdict"] for each in shown["functions"]] == ["match", "mismatch"]


@pytest.mark.artifact
def test_package_builds_what_the_environment_asks_for(tmp_path: Path) -> None:
    shown = snowops("package", "prod", "--json", "--out", str(tmp_path))

    (made,) = json.loads(shown.stdout)["artifacts"]
    assert made["environment"] == "prod"
    assert made["manifest"]["architecture"] == "arm64"
    assert [str(path) for path in tmp_path.iterdir()] == [made["path"]]


@pytest.mark.artifact
def test_package_without_an_environment_shows_each_artifact_once(tmp_path: Path) -> None:
    shown = snowops("package", "--architecture", "x86_64", "--out", str(tmp_path))

    assert "local, prod, staging" in shown.stdout
    assert shown.stdout.count("sha256") == 1
    assert "cold start" in shown.stdout
