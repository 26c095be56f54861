"""Nothing changes without a yes: who is asked, how, and what counts as one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
import typer

from tests.cli.conftest import Terminal
from tests.unit.environment.changed import changed
from toolkit.cli.confirmation import confirm
from toolkit.errors import Refused

ALONE = None

# environment, --yes, --confirm, what is typed (None: nobody is there), goes on?
RULES = [
    ("staging", False, None, "y\n", True),
    ("staging", False, None, "n\n", False),
    ("staging", False, None, "\n", False),
    ("staging", False, None, ALONE, False),
    ("staging", True, None, ALONE, True),
    ("staging", False, "staging", ALONE, True),
    ("staging", False, "prod", "y\n", False),
    ("staging", True, "prod", ALONE, False),
    ("prod", False, None, "prod\n", True),
    ("prod", False, None, "y\n", False),
    ("prod", False, None, "\n", False),
    ("prod", False, None, ALONE, False),
    ("prod", True, None, ALONE, False),
    ("prod", True, None, "prod\n", True),
    ("prod", True, None, "yes\n", False),
    ("prod", False, "prod", ALONE, True),
    ("prod", True, "staging", ALONE, False),
]


def rule(name: str, yes: bool, confirmed: str | None, typed: str | None, goes_on: bool) -> Any:
    said = [f"typed {typed.strip() or 'nothing'}" if typed is not None else "nobody there"]
    said += ["--yes"] if yes else []
    said += [f"--confirm {confirmed}"] if confirmed else []
    return pytest.param(
        name, yes, confirmed, typed, goes_on,
        id=f"{name}, {', '.join(said)}: {'goes on' if goes_on else 'stops'}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "yes", "confirmed", "typed", "goes_on"), [rule(*each) for each in RULES]
)
def test_rule(
    name: str,
    yes: bool,
    confirmed: str | None,
    typed: str | None,
    goes_on: bool,
    person: Callable[[str], Terminal],
) -> None:
    environment = changed(name, {"protected": name == "prod"})
    if typed is not None:
        person(typed)

    with nullcontext() if goes_on else pytest.raises(Refused) as refusal:
        confirm(environment, verb="apply", yes=yes, confirmed=confirmed)

    assert refusal is None or (refusal.value.exit_code == 3 and refusal.value.hint)


@pytest.mark.parametrize(
    ("name", "hint"), [("prod", "give --confirm prod"), ("staging", "give --yes or --confirm ")]
)
def test_a_script_hears_what_to_give(name: str, hint: str) -> None:
    with pytest.raises(Refused, match="there is nobody to ask") as refusal:
        confirm(changed(name, {}), verb="destroy", yes=False, confirmed=None)

    assert hint in refusal.value.hint


@pytest.mark.parametrize("ci", ["true", "1", "woodpecker"])
def test_in_ci_nobody_is_asked(
    ci: str, person: Callable[[str], Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = person("y\n")
    monkeypatch.setenv("CI", ci)

    with pytest.raises(Refused):
        confirm(changed("staging", {}), verb="apply", yes=False, confirmed=None)

    assert seen.getvalue() == ""


@pytest.mark.parametrize(
    ("name", "typed", "question"),
    [
        ("staging", "y\n", "Apply staging? [y/N]: "),
        ("prod", "prod\n", "prod is protected. Type its name to apply: "),
    ],
)
def test_the_question_is_asked_on_stderr(
    name: str,
    typed: str,
    question: str,
    person: Callable[[str], Terminal],
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen = person(typed)

    confirm(changed(name, {}), verb="apply", yes=False, confirmed=None)

    assert capsys.readouterr().out.strip() == ""
    assert question.strip() in seen.getvalue()


def test_a_closed_keyboard_is_no_yes(person: Callable[[str], Terminal]) -> None:
    person("")

    with pytest.raises(typer.Abort):
        confirm(changed("staging", {}), verb="apply", yes=False, confirmed=None)
