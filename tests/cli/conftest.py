"""The command line in this process: what a person types, sees and gets back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.unit.environment.changed import ENVIRONMENTS
from toolkit.cli import screen
from toolkit.cli.main import run


@dataclass(frozen=True)
class Shown:
    """What came of a command line."""

    code: int
    out: str
    err: str


Snowops = Callable[..., Shown]


class Terminal(io.StringIO):
    """Stands for a terminal: what is typed there, or what is shown."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _same_screen_everywhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hundred columns, no colours, nobody's own settings."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    for name in ("SNOWOPS_PROJECT", "SNOWOPS_TERRAFORM", "FORCE_COLOR", "CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    screen.talk.cache_clear()
    screen.data.cache_clear()
    yield
    screen.talk.cache_clear()
    screen.data.cache_clear()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operations repository with the shipped environments; we stand in it."""
    project = tmp_path / "ops"
    shutil.copytree(ENVIRONMENTS, project / "environments")
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def snowops(capsys: pytest.CaptureFixture[str]) -> Snowops:
    """Runs a command line."""

    def typed(*arguments: str) -> Shown:
        code = run(arguments)
        said = capsys.readouterr()
        return Shown(code, said.out, said.err)

    return typed


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Terminal]:
    """Puts somebody at the keyboard who types a text; returns what they see."""

    def at_the_keyboard(text: str) -> Terminal:
        seen = Terminal()
        monkeypatch.setattr("sys.stdin", Terminal(text))
        monkeypatch.setattr("sys.stderr", seen)
        monkeypatch.setenv("TERM", "xterm")
        return seen

    return at_the_keyboard
