"""What apply and destroy have in common: plan, show, ask, apply the saved plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.cli import views
from toolkit.cli.confirmation import confirm
from toolkit.cli.options import Settings
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.domain.plan import PlanOptions
from toolkit.workflows.applying import Applied, apply_plan
from toolkit.workflows.planning import make_plan, read_plan
from toolkit.workflows.preparing import prepare


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line."""

    environment: str
    verb: Literal["apply", "destroy"]
    options: PlanOptions
    yes: bool
    confirmed: str | None
    saved_plan: Path | None = None
    artifact: str | None = None


def change(settings: Settings, wish: Wish) -> Applied:
    """Carries out a plan that the person has seen."""
    with Services(settings, wish.artifact) as services:
        environment = services.environment(wish.environment).environment
        tools = services.tools()
        prepared = prepare(environment, tools)
        if wish.saved_plan is not None:
            saved = read_plan(prepared, tools, wish.saved_plan.resolve())
        else:
            saved = make_plan(prepared, tools, services.plan_file(environment), wish.options)
        services.pause_progress()
        talk().print(views.plan_view(environment, saved.plan))
        if saved.plan.is_empty:
            return Applied(saved.plan.summary, prepared.engine.outputs())
        confirm(environment, verb=wish.verb, yes=wish.yes, confirmed=wish.confirmed)
        services.expect(saved.plan.summary.total)
        applied = apply_plan(prepared, tools, saved)
        services.pause_progress()
        talk().print(views.applied_view(environment, applied, wish.verb))
        return applied
