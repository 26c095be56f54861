"""What apply and destroy have in common: plan, judge, show, ask, apply that very plan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.cli import views
from toolkit.cli.confirmation import confirm
from toolkit.cli.guarding import judging, sealing
from toolkit.cli.options import Settings
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.errors import ConfigError
from toolkit.workflows.applying import Again, Applied, apply_plan
from toolkit.workflows.judging import judge_plan, refuse
from toolkit.workflows.planning import SavedPlan, make_plan, read_plan
from toolkit.workflows.preparing import Prepared, prepare
from toolkit.workflows.sealing import check_inputs, plan_again, unseal
from toolkit.workflows.tools import Tools


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
    allowed: tuple[Allowance, ...] = ()


@dataclass(frozen=True)
class Work:
    """A plan that is ready to be judged, shown and applied."""

    prepared: Prepared
    saved: SavedPlan
    allowed: tuple[Allowance, ...]
    again: Again | None = None


def change(settings: Settings, wish: Wish) -> Applied:
    """Carries out a plan that the person has seen and that no rule refuses."""
    with Services(settings, wish.artifact) as services:
        loaded = services.environment(wish.environment)
        environment, tools = loaded.environment, services.tools()
        work = _sealed if wish.saved_plan is not None else _fresh
        found = work(services, tools, loaded, wish)
        prepared, plan = found.prepared, found.saved.plan
        findings = _judged(services, prepared, loaded, plan, wish, found.allowed)
        services.pause_progress()
        talk().print(views.plan_view(environment, plan, findings))
        refuse(findings, environment.name)
        if plan.is_empty:
            return Applied(plan.summary, prepared.engine.outputs())
        confirm(environment, verb=wish.verb, yes=wish.yes, confirmed=wish.confirmed)
        services.expect(plan.summary.steps)
        applied = apply_plan(prepared, tools, found.saved, found.again)
        services.pause_progress()
        talk().print(views.applied_view(environment, applied, wish.verb))
        return applied


def _fresh(services: Services, tools: Tools, loaded: LoadedEnvironment, wish: Wish) -> Work:
    prepared = prepare(loaded.environment, tools)
    file = services.plan_file(loaded.environment)
    return Work(prepared, make_plan(prepared, tools, file, wish.options), wish.allowed)


def _sealed(services: Services, tools: Tools, loaded: LoadedEnvironment, wish: Wish) -> Work:
    """The plan of a bundle, after its seal and what it was made from were checked."""
    if wish.allowed or wish.options.targets:
        raise ConfigError(
            "a sealed plan is applied as it is",
            hint="give --target, --allow and --accept-privacy-change to `snowops plan`",
        )
    given, seals = Path(wish.saved_plan or ""), sealing(services)
    bundle = unseal(loaded.environment, given, seals)
    prepared = prepare(loaded.environment, tools, bundle.lock)
    check_inputs(prepared, tools, bundle, given)
    file = services.plan_file(loaded.environment, "sealed")
    file.parent.mkdir(parents=True, exist_ok=True)
    seals.extract(file, bundle.plan)
    saved = read_plan(prepared, tools, file)
    allowed = bundle.statement.allowed

    def again() -> SavedPlan:
        fresh = services.plan_file(loaded.environment, "again")
        found = plan_again(prepared, tools, saved, bundle.statement, fresh)
        refuse(_judged(services, prepared, loaded, found.plan, wish, allowed), wish.environment)
        return found

    return Work(prepared, saved, allowed, again)


def _judged(
    services: Services,
    prepared: Prepared,
    loaded: LoadedEnvironment,
    plan: Plan,
    wish: Wish,
    allowed: tuple[Allowance, ...],
) -> tuple[Finding, ...]:
    return judge_plan(prepared, loaded, plan, judging(services), wish.verb, allowed)
