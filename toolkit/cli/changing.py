"""What apply and destroy have in common: plan, show, ask, apply the saved plan."""

from __future__ import annotations

from pathlib import Path

from toolkit.cli import views
from toolkit.cli.confirmation import confirm
from toolkit.cli.options import Settings
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.domain.plan import PlanOptions
from toolkit.workflows.applying import Applied, apply_plan
from toolkit.workflows.planning import make_plan, read_plan
from toolkit.workflows.preparing import prepare


def change(
    settings: Settings,
    name: str,
    saved_plan: Path | None,
    options: PlanOptions,
    verb: str,
    yes: bool,
    confirmed: str | None,
) -> Applied:
    """Carries out a plan that the person has seen."""
    with Services(settings) as services:
        environment = services.environment(name).environment
        tools = services.tools()
        prepared = prepare(environment, tools)
        if saved_plan is not None:
            saved = read_plan(prepared, tools, saved_plan.resolve())
        else:
            saved = make_plan(prepared, tools, services.plan_file(environment), options)
        services.pause_progress()
        talk().print(views.plan_view(environment, saved.plan))
        if saved.plan.is_empty:
            return Applied(saved.plan.summary, prepared.engine.outputs())
        confirm(environment, verb=verb, yes=yes, confirmed=confirmed)
        services.expect(saved.plan.summary.total)
        applied = apply_plan(prepared, tools, saved)
        services.pause_progress()
        talk().print(views.applied_view(environment, applied, verb))
        return applied
