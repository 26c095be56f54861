"""What apply and destroy have in common: look back, plan, judge, show, ask, apply that plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from toolkit.cli import views
from toolkit.cli.confirmation import confirm
from toolkit.cli.guarding import judging, sealing
from toolkit.cli.resume_views import brought_view
from toolkit.cli.resuming import (
    agreeing,
    check_resume,
    continued,
    nothing_to_resume,
    refuse_missing,
    show_before,
)
from toolkit.cli.screen import talk
from toolkit.cli.services import Services
from toolkit.cli.wishes import Wish
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.plan import Plan, Summary
from toolkit.errors import ConfigError, WrongOptions
from toolkit.workflows.applies import Applies
from toolkit.workflows.applying import Again, Aims, Applied, apply_plan
from toolkit.workflows.judging import judge_plan, refuse
from toolkit.workflows.looking_back import Agree, Before, look_back, mend
from toolkit.workflows.planning import SavedPlan, make_plan, read_plan
from toolkit.workflows.preparing import Prepared, prepare
from toolkit.workflows.resuming import Brought, bring_back, plan_with, settle
from toolkit.workflows.sealing import check_inputs, plan_again, unseal
from toolkit.workflows.tools import Tools


@dataclass(frozen=True)
class Work:
    """A plan that is ready to be judged, shown and applied."""

    prepared: Prepared
    saved: SavedPlan
    allowed: tuple[Allowance, ...]
    brought: Brought
    targets: tuple[str, ...] = ()
    again: Again | None = None


@dataclass(frozen=True)
class Desk:
    """What a wish is carried out with."""

    services: Services
    tools: Tools
    loaded: LoadedEnvironment
    applies: Applies
    wish: Wish
    before: Before
    agree: Agree


@dataclass(frozen=True)
class Done:
    """What came of a wish."""

    applied: Applied
    plan: Plan | None = None
    """None where there was nothing to resume."""
    brought: Brought = field(default_factory=Brought)


def change(services: Services, wish: Wish) -> Done:
    """Carries out a plan that the person has seen and that no rule refuses."""
    check_resume(wish)
    loaded, tools = services.environment(wish.environment), services.tools()
    environment = loaded.environment
    applies = tools.applies(environment)
    before = look_back(environment, applies)
    if wish.resume and before.is_clean:
        nothing_to_resume(environment, applies)
        return Done(Applied(Summary(), {}))
    if wish.resume:
        wish = continued(wish, before)
    show_before(environment, before)
    agree = agreeing(services, environment, wish)
    if not before.is_clean:
        mend(applies, before, agree)
    desk = Desk(services, tools, loaded, applies, wish, before, agree)
    return _carry_out(desk, _fresh(desk) if wish.saved_plan is None else _sealed(desk))


def _carry_out(desk: Desk, work: Work) -> Done:
    environment, wish, plan = desk.loaded.environment, desk.wish, work.saved.plan
    findings = _judged(desk, work.prepared, plan, work.allowed)
    desk.services.pause_progress()
    if not desk.before.is_clean:
        talk().print(brought_view(environment.name, work.brought, plan))
    talk().print(views.plan_view(environment, plan, findings))
    refuse(findings, environment.name)
    if plan.is_empty:
        applied = Applied(plan.summary, work.prepared.engine.outputs())
    else:
        confirm(environment, verb=wish.verb, yes=wish.yes, confirmed=wish.confirmed)
        desk.services.expect(plan.summary.steps)
        aims = Aims(wish.verb, work.targets, str(wish.saved_plan or ""))
        applied = apply_plan(work.prepared, desk.tools, work.saved, work.again, aims)
        desk.services.pause_progress()
        talk().print(views.applied_view(environment, applied, wish.verb))
    # A destroy takes nothing in: what the state does not know stays to be looked after.
    if wish.verb == "apply" or not work.brought.missing:
        settle(desk.applies, desk.before, work.brought)
    return Done(applied, plan, work.brought)


def _fresh(desk: Desk) -> Work:
    environment, wish = desk.loaded.environment, desk.wish
    prepared = prepare(environment, desk.tools)
    brought, options = _brought(desk, prepared), wish.options
    file = desk.services.plan_file(environment)
    if wish.verb == "apply":
        saved, brought = plan_with(prepared, desk.tools, file, options, brought)
        _check_imports(wish, saved.plan)
    else:
        saved = make_plan(prepared, desk.tools, file, options)
    return Work(prepared, saved, wish.allowed, brought, options.targets)


def _sealed(desk: Desk) -> Work:
    """The plan of a bundle, after its seal and what it was made from were checked."""
    environment, wish, tools = desk.loaded.environment, desk.wish, desk.tools
    if wish.allowed or wish.options.targets or wish.options.imports:
        raise WrongOptions(
            "a sealed plan is applied as it is",
            hint="give --target, --allow and --accept-privacy-change to `snowops plan`",
        )
    given, seals = Path(wish.saved_plan or ""), sealing(desk.services)
    bundle = unseal(environment, given, seals)
    prepared = prepare(environment, tools, bundle.lock)
    check_inputs(prepared, tools, bundle, given)
    brought = _brought(desk, prepared)
    refuse_missing(environment, brought)
    file = desk.services.plan_file(environment, "sealed")
    file.parent.mkdir(parents=True, exist_ok=True)
    seals.extract(file, bundle.plan)
    saved = read_plan(prepared, tools, file)
    allowed = bundle.statement.allowed

    def again() -> SavedPlan:
        fresh = desk.services.plan_file(environment, "again")
        found = plan_again(prepared, tools, saved, bundle.statement, fresh)
        refuse(_judged(desk, prepared, found.plan, allowed), wish.environment)
        return found

    return Work(prepared, saved, allowed, brought, bundle.statement.targets, again)


def _brought(desk: Desk, prepared: Prepared) -> Brought:
    if desk.before.is_clean:
        return Brought()
    return bring_back(prepared, desk.applies, desk.before, desk.agree)


def _check_imports(wish: Wish, plan: Plan) -> None:
    """Raises ConfigError where something that a person has named cannot be taken in."""
    for given in wish.options.imports:
        if given.address in plan.refused_imports:
            why = plan.refused_imports[given.address] or f"there is no {given.key}"
            raise ConfigError(
                f"{given.address} cannot be taken into the state: {why}",
                hint="the provider's documentation of its type says under Import what ID has to be",
            )


def _judged(
    desk: Desk, prepared: Prepared, plan: Plan, allowed: tuple[Allowance, ...]
) -> tuple[Finding, ...]:
    return judge_plan(prepared, desk.loaded, plan, judging(desk.services), desk.wish.verb, allowed)
