"""Errors go to stderr in one form, and each family has its exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from syrupy.assertion import SnapshotAssertion

from tests.cli.conftest import Snowops, Terminal
from toolkit import errors
from toolkit.cli.errors import show_error
from toolkit.cli.main import app, commands, run

USAGE = [
    pytest.param(["paln"], id="a command that is none"),
    pytest.param(["plan"], id="no environment"),
    pytest.param(["plan", "prod", "staging"], id="two environments"),
    pytest.param(["plan", "prod", "--jsno"], id="an option that is none"),
    pytest.param(["plan", "prod", "--out"], id="an option without its value"),
    pytest.param(["env", "shwo"], id="a command of a group that is none"),
    pytest.param(["--terraform"], id="a common option without its value"),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_a_wrong_command_line_is_64(
    arguments: list[str], snowops: Snowops, snapshot: SnapshotAssertion
) -> None:
    shown = snowops(*arguments)

    assert shown.code == 64
    assert shown.out == ""
    assert shown.err == snapshot


def test_a_group_without_a_command_shows_its_help(snowops: Snowops) -> None:
    shown = snowops("env")

    assert shown.code == 64
    assert "snowops env [OPTIONS] COMMAND" in shown.out + shown.err


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (errors.SnowopsError, 1),
        (errors.ConfigError, 1),
        (errors.TemplateError, 1),
        (errors.TerraformError, 1),
        (errors.ServiceError, 1),
        (errors.Refused, 3),
        (errors.StalePlan, 4),
        (errors.StateLocked, 5),
        (errors.WrongOptions, 64),
        (errors.Interrupted, 130),
    ],
)
def test_each_family_has_its_code(family: type[errors.SnowopsError], code: int) -> None:
    assert family("no").exit_code == code


def test_an_error_is_shown_on_stderr(project: Path, snowops: Snowops) -> None:
    shown = snowops("render", "prodd")

    assert shown.code == 1
    assert shown.out == ""
    assert shown.err == (
        "error: there is no environment 'prodd' in environments\nnext: did you mean 'prod'?\n"
    )


def test_outside_a_repository_the_next_move_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, snowops: Snowops
) -> None:
    monkeypatch.chdir(tmp_path)

    shown = snowops("env", "list")

    assert shown.code == 1
    assert "snowops init DIR" in shown.err


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(errors.ConfigError("one sentence"), id="a sentence alone"),
        pytest.param(
            errors.StateLocked(
                "the state is locked", details=("ID: 6a5b", "Who: ana@desk"), hint="wait for them"
            ),
            id="with evidence and the next move",
        ),
        pytest.param(
            errors.ConfigError("a sentence with [red]marks[/red] and " + "many words " * 20),
            id="longer than the screen",
        ),
    ],
)
def test_an_error_looks_the_same_everywhere(
    error: errors.SnowopsError, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion
) -> None:
    show_error(error)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == snapshot


def test_what_others_said_cannot_act_on_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(errors.ConfigError("a\x1b[2Jb", details=("c\rd",), hint="e\u202ef"))

    assert capsys.readouterr().err == "error: a\\x1b[2Jb\n  c\\rd\nnext: e\\u202ef\n"


@pytest.fixture
def failing() -> Iterator[Callable[[BaseException], None]]:
    """Adds a command that ends in a given way, for as long as a test runs."""
    added = typer.Typer()
    app.registered_commands, before = list(app.registered_commands), app.registered_commands

    def ends_with(error: BaseException) -> None:
        def command() -> None:
            raise error

        added.command("end")(command)
        app.registered_commands += added.registered_commands
        commands.cache_clear()

    yield ends_with
    app.registered_commands = before
    commands.cache_clear()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(KeyboardInterrupt(), 130, id="an interrupt"),
        pytest.param(typer.Abort(), 130, id="an interrupt at a question"),
        pytest.param(errors.Refused("no"), 3, id="a refusal"),
        pytest.param(typer.Exit(7), 7, id="a code of its own"),
    ],
)
def test_a_command_ends_with(
    error: BaseException, code: int, failing: Callable[[BaseException], None]
) -> None:
    failing(error)

    assert run(["end"]) == code


def test_a_bug_keeps_its_traceback(failing: Callable[[BaseException], None]) -> None:
    failing(ZeroDivisionError("a bug"))

    with pytest.raises(ZeroDivisionError):
        run(["end"])


def test_no_color_is_respected(person: Callable[[str], Terminal]) -> None:
    seen = person("")

    show_error(errors.ConfigError("no"))

    assert "31m" not in seen.getvalue()


def test_a_terminal_has_colours(
    person: Callable[[str], Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = person("")
    monkeypatch.delenv("NO_COLOR")

    show_error(errors.ConfigError("no"))

    assert "31m" in seen.getvalue()
