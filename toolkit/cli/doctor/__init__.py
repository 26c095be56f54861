"""`snowops doctor [ENV]`: what would keep a plan from working, and what puts it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.options import Confirm, Json, Settings, complete_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.doctor.subject import Subject
    from toolkit.workflows.doctoring import Probe


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples: snowops doctor · snowops doctor staging · snowops doctor staging --fix"
    )(doctor)


def doctor(
    context: typer.Context,
    environment: Annotated[
        str | None,
        typer.Argument(
            metavar="[ENV]",
            help="Environment to look at as well; unset: this machine and all environment files.",
            autocompletion=complete_environment,
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Put right what is safe to: buckets, folders, the key's mode."),
    ] = False,
    confirm: Confirm = None,
    as_json: Json = False,
) -> int:
    """Look at everything that a plan of ENV needs, and say what puts it right.

    Nothing is changed without --fix; a lock is tried out on an object of its own beside the state.
    Exit 0: nothing failed. Exit 1: something did.
    """
    from toolkit.cli.doctor import views
    from toolkit.cli.doctor.probes import probes_of
    from toolkit.cli.doctor.subject import Subject
    from toolkit.cli.screen import data, print_json, talk
    from toolkit.domain.health.check import worst
    from toolkit.workflows import doctoring

    settings: Settings = context.obj
    with Subject(settings, environment) as subject:
        probes = probes_of(subject)
        checks = doctoring.examine(probes, subject.watch)
        repaired: tuple[doctoring.Repaired, ...] = ()
        if fix and (ill := doctoring.repairable(probes, checks)):
            subject.pause()
            if subject.known and subject.known.protected and confirm is None:
                talk().print(views.ill_view(checks, ill))
            _agree(subject, ill, confirm)
            repaired = doctoring.repair(ill, subject.watch)
            still = doctoring.unaffected(probes, checks, ill)
            checks = doctoring.examine(probes, subject.watch, still)
    if as_json:
        print_json(views.checks_json(environment, checks, repaired))
    else:
        data().print(views.checks_view(checks, repaired))
    return 1 if worst(checks) == "failed" else 0


def _agree(subject: Subject, ill: Sequence[Probe], confirmed: str | None) -> None:
    """`--fix` is a yes; a protected environment wants its name before its account changes."""
    from toolkit.cli.confirmation import confirm as ask

    names = [probe.name for probe in ill if probe.repair and probe.repair.in_account]
    if names:
        what = " and ".join(f"the {name}" for name in names)
        ask(subject.environment, verb="put right", yes=True, confirmed=confirmed, what=what)
