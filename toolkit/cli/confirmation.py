"""Asks before something changes; where nobody can be asked, a missing yes is an error."""

from __future__ import annotations

import typer

from toolkit.cli.screen import may_ask
from toolkit.domain.environment import Environment
from toolkit.errors import Refused


def confirm(environment: Environment, *, verb: str, yes: bool, confirmed: str | None) -> None:
    """Returns once the person has agreed.

    A protected environment wants its name, typed or given as `--confirm NAME`; another one also
    takes `--yes` or y. Raises Refused otherwise.
    """
    name = environment.name
    if confirmed is not None:
        if confirmed == name:
            return
        raise Refused(f"--confirm {confirmed} does not name '{name}'", hint="nothing was changed")
    if yes and not environment.protected:
        return
    if not may_ask():
        way = f"--confirm {name}" if environment.protected else f"--yes or --confirm {name}"
        raise Refused(
            f"{verb} of {name} was not confirmed, and there is nobody to ask",
            hint=f"give {way}",
        )
    if not _asked(environment, verb):
        raise Refused(f"{verb} of {name} was not confirmed", hint="nothing was changed")


def _asked(environment: Environment, verb: str) -> bool:
    if environment.protected:
        question = f"{environment.name} is protected. Type its name to {verb}"
        typed = typer.prompt(question, default="", show_default=False, err=True)
        return str(typed) == environment.name
    return typer.confirm(f"{verb.capitalize()} {environment.name}?", err=True)
