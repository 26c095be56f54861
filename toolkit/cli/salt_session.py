"""What the salt's commands have in common: look, show what would be done, ask, do it, show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar

from rich.console import RenderableType

from toolkit.cli.confirmation import confirm
from toolkit.cli.options import Settings
from toolkit.cli.salt_json import document
from toolkit.cli.salt_parties import parties
from toolkit.cli.screen import data, print_json, talk
from toolkit.cli.services import Services
from toolkit.domain.environment import Environment
from toolkit.workflows.salt.parties import Parties


class Change(Protocol):
    """What a workflow that may change something returns."""

    @property
    def made(self) -> bool:
        """Whether something was or would be changed."""
        ...


C = TypeVar("C", bound=Change)


@dataclass(frozen=True)
class Agreement:
    """How the person has agreed already."""

    yes: bool
    confirmed: str | None


@dataclass(frozen=True)
class Session:
    """An environment and everybody who has to do with its salt."""

    services: Services
    environment: Environment
    parties: Parties

    @property
    def cache_seconds(self) -> int:
        """Seconds for which functions use a keyring, as configured."""
        return self.environment.salt.cache_seconds

    @property
    def retention(self) -> timedelta:
        """How long events are kept, wherever they are kept longest."""
        salt, storage = self.environment.salt, self.environment.storage
        days = max(
            salt.warehouse_retention_days, storage.retention_days, storage.error_retention_days
        )
        return timedelta(days=days)

    def agree(self, verb: str, agreement: Agreement) -> None:
        """Asks unless the person has agreed already; raises Refused without a yes."""
        self.services.pause_progress()
        confirm(
            self.environment,
            verb=verb,
            what="the salt",
            yes=agreement.yes,
            confirmed=agreement.confirmed,
        )


@contextmanager
def session(settings: Settings, name: str) -> Iterator[Session]:
    """The session of one command."""
    with Services(settings) as services:
        environment = services.environment(name).environment
        yield Session(services, environment, parties(services, environment))


@dataclass(frozen=True)
class Command(Generic[C]):
    """A command that changes something, as data: `act(session, dry_run)` does it."""

    name: str
    act: Callable[..., C]
    values: Callable[..., dict[str, Any]]
    view: Callable[..., RenderableType]
    agree: Callable[[Session, C], None]


def carry_out(
    command: Command[C], settings: Settings, environment: str, *, dry_run: bool, as_json: bool
) -> None:
    """Tries what would be done, shows it, asks, does it and shows the outcome."""
    with session(settings, environment) as here:
        found = command.act(here, dry_run=True)
        if not dry_run:
            if found.made:
                here.services.pause_progress()
                talk().print(command.view(found, dry_run=True))
                command.agree(here, found)
            found = command.act(here, dry_run=False)
    show(
        command.name,
        environment,
        command.values(found, dry_run=dry_run),
        lambda: command.view(found, dry_run=dry_run),
        as_json=as_json,
    )


def show(
    command: str,
    environment: str,
    values: dict[str, Any],
    view: Callable[[], RenderableType],
    *,
    as_json: bool,
) -> None:
    """Prints an answer as JSON or for people."""
    if as_json:
        print_json(document(command, environment, values))
    else:
        data().print(view())
