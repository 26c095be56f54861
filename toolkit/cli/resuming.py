"""Looks after what an earlier apply left behind, before another one begins."""

from __future__ import annotations

from dataclasses import replace

from toolkit.cli.confirmation import confirm
from toolkit.cli.resume_views import before_view, kept_view, nothing_view
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.cli.wishes import Wish
from toolkit.domain.environment import Environment
from toolkit.domain.left_words import lost_lines, next_command
from toolkit.domain.state_file import KeptState
from toolkit.errors import ConfigError, Refused, WrongOptions
from toolkit.workflows.applies import Applies
from toolkit.workflows.looking_back import Agree, Before
from toolkit.workflows.resuming import Brought


def check_resume(wish: Wish) -> None:
    """Raises WrongOptions where a resume is asked for together with what it decides by itself."""
    if wish.resume and (wish.saved_plan is not None or wish.options.targets):
        raise WrongOptions(
            "--resume plans anew, with the targets of the apply that was cut short",
            hint="leave out BUNDLE and --target",
        )


def nothing_to_resume(environment: Environment, applies: Applies) -> None:
    """Says that the last apply ended well; raises ConfigError where none is known."""
    known = applies.journals.all()
    if not known:
        name = environment.name
        raise ConfigError(
            f"no apply of {name} is known on this machine",
            hint=f"resume where it was applied; `snowops plan {name}` shows what the state lacks",
        )
    talk().print(nothing_view(environment.name, known[-1]))


def continued(wish: Wish, before: Before) -> Wish:
    """The wish of the apply that was cut short; raises Refused where it was a destroy."""
    if before.last is None:
        return wish
    header = before.last.journal.header
    if header.verb == "destroy":
        raise Refused(
            f"what was cut short is a destroy of {wish.environment}, and an apply undoes it",
            hint=f"`{next_command(header)}` goes on with it; without --resume, everything is made "
            "again",
        )
    return replace(wish, options=replace(wish.options, targets=header.targets))


def show_before(environment: Environment, before: Before) -> None:
    """Says what was left unfinished."""
    if not before.is_clean:
        talk().print(before_view(environment.name, before))


def agreeing(services: Services, environment: Environment, wish: Wish) -> Agree:
    """Asks, once, before a kept state is pushed; raises Refused without a yes."""
    asked: list[bool] = []

    def agree(kept: tuple[KeptState, ...]) -> None:
        if not asked:
            services.pause_progress()
            talk().print(kept_view(kept))
            what = "the kept state"
            confirm(environment, verb="push", yes=wish.yes, confirmed=wish.confirmed, what=what)
            asked.append(True)

    return agree


def refuse_missing(environment: Environment, brought: Brought) -> None:
    """Raises Refused where a sealed plan would make a second time what was made already."""
    if brought.surely:
        name = environment.name
        raise Refused(
            f"the state of {name} does not know what an earlier apply has made",
            details=tuple(lost_lines(brought.surely)),
            hint=f"`snowops apply {name} --resume` takes it in; then make a new plan",
        )
