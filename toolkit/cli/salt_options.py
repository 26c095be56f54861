"""Options that several of the salt's commands share."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from toolkit.domain.salt.instants import read_duration


def duration(text: str) -> timedelta:
    """A duration from the command line; a wrong one is a wrong command line."""
    try:
        return read_duration(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


NothingAnyway = Annotated[
    bool, typer.Option("--dry-run", "-n", help="No difference: this command changes nothing.")
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept in the history.")]
