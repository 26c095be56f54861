"""Asks before something changes; where nobody can be asked, a missing yes is an error."""

from __future__ import annotations

import typer

from toolkit.cli.screen import may_ask
from toolkit.domain.environment import Environment
from toolkit.errors import Refused


def confirm(
    environment: Environment, *, verb: str, yes: bool, confirmed: str | None, what: str = ""
) -> None:
    """Returns once the person has agreed.

    `what` names a part of the environment that is meant, such as `the salt`. A protected
    environment wants its name, typed or given as `--confirm NAME`; another one also takes `--yes`
    or y. Raises Refused otherwise.
    """
    name = environment.name
    doing = f"{verb} {what}" if what else verb
    if confirmed is not None:
        if confirmed == name:
            return
        raise Refused(f"--confirm {confirmed} does not name '{name}'", hint="nothing was changed")
    if yes and not environment.protected:
        return
    if not may_ask():
        way = f"--confirm {name}" if environment.protected else f"--yes or --confirm {name}"
        raise Refused(
            f"{doing} of {name} was not confirmed, and there is nobody to ask",
            hint=f"give {way}",
        )
    if not _asked(environment, doing, f"{doing} of {name}" if what else f"{doing} {name}"):
        raise Refused(f"{doing} of {name} was not confirmed", hint="nothing was changed")


def confirm_typed(wanted: str, *, doing: str, confirmed: str | None) -> None:
    """Returns once the person has typed what is wanted, or given it as `--confirm`.

    For what cannot be undone. Raises Refused otherwise.
    """
    if confirmed is None:
        if not may_ask():
            raise Refused(
                f"{doing} was not confirmed, and there is nobody to ask",
                hint=f"give --confirm {wanted}",
            )
        question = f"This cannot be undone. Type {wanted} to go on"
        confirmed = typer.prompt(question, default="", show_default=False, err=True)
    if confirmed != wanted:
        raise Refused(f"{doing} was not confirmed", hint="nothing was changed")


def _asked(environment: Environment, doing: str, sentence: str) -> bool:
    if environment.protected:
        question = f"{environment.name} is protected. Type its name to {doing}"
        typed = typer.prompt(question, default="", show_default=False, err=True)
        return str(typed) == environment.name
    return typer.confirm(f"{sentence[:1].upper()}{sentence[1:]}?", err=True)
