"""Plans that real Terraform made: nothing dangerous passes, nothing benign is refused."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.cases import CASES, Case
from tests.corpus.environments import deployed, edited, judged
from tests.corpus.trimming import whole
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.case import Case as Judged
from toolkit.domain.guardrails.case import CompiledRules, Verb
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.guardrails.judge import judge, refuses
from toolkit.domain.plan import Plan
from toolkit.domain.position import Position, Positions
from toolkit.rendering.dialect import Generation

CORPUS = Path(__file__).parent
TODAY = date(2026, 1, 15)
PLANS = [(case, generation) for case in CASES for generation in case.generations]
DANGEROUS = [pair for pair in PLANS if pair[0].dangerous]
BENIGN = [pair for pair in PLANS if not pair[0].dangerous]


def name(value: Any) -> str:
    return value.name if isinstance(value, Case) else str(value)


@pytest.mark.parametrize(("case", "generation"), DANGEROUS, ids=name)
def test_a_dangerous_plan_is_refused(case: Case, generation: Generation) -> None:
    found = findings(case, generation)

    assert all(refuses(each) for each in found)
    assert {each.rule.id for each in found} == set(case.findings)
    for rule, parts in case.findings.items():
        addresses = [each.address for each in found if each.rule.id == rule]
        assert [part for part in parts if not any(part in each for each in addresses)] == []


@pytest.mark.parametrize(("case", "generation"), BENIGN, ids=name)
def test_a_benign_plan_passes(case: Case, generation: Generation) -> None:
    assert [each.name for each in findings(case, generation)] == []


@pytest.mark.parametrize("generation", ["aws3", "aws6"])
def test_the_same_plan_for_another_account_is_refused(generation: Generation) -> None:
    environment = edited(deployed(generation), {"aws.account_id": "999999999999"})

    found = judged_as(environment, plan_of("nothing-changes", generation))

    assert "SAFETY-FOREIGN-ACCOUNT" in {each.rule.id for each in found}


@pytest.mark.parametrize("generation", ["aws3", "aws6"])
def test_the_verb_destroys_an_unprotected_environment_and_not_a_protected_one(
    generation: Generation,
) -> None:
    plan = plan_of("everything-is-destroyed", generation)
    environment = deployed(generation)

    unprotected = judged_as(judged(environment), plan, verb="destroy")
    protected = judged_as(judged(edited(environment, {"protected": True})), plan, verb="destroy")

    assert unprotected == ()
    assert [each.rule.id for each in protected] == ["DATA-ENVIRONMENT-DESTROYED"]


@pytest.mark.parametrize(("case", "generation"), PLANS, ids=name)
def test_an_embedded_environment_may_lose_data_but_not_privacy(
    case: Case, generation: Generation
) -> None:
    environment = edited(deployed(generation), case.values)

    found = judged_as(environment, plan_of(case.name, generation))

    assert {each.rule.id for each in found} == {
        rule for rule in case.findings if not rule.startswith("DATA-")
    }


def findings(case: Case, generation: Generation) -> tuple[Finding, ...]:
    """What a case's plan has, judged as that of a real account."""
    environment = judged(edited(deployed(generation), case.values))
    return judged_as(environment, plan_of(case.name, generation))


def judged_as(environment: Environment, plan: Plan, verb: Verb = "plan") -> tuple[Finding, ...]:
    place = Position(Path("local.yaml"), 1, 1)
    loaded = LoadedEnvironment(environment, Positions(place))
    return judge(Judged(plan, environment, TODAY, verb, RULES), loaded)


@cache
def plan_of(name: str, generation: Generation) -> Plan:
    """A plan of the corpus, read as Terraform's own JSON is."""
    found = json.loads((CORPUS / generation / f"{name}.json").read_text())
    return parse_plan(json.dumps(whole(found, baseline(generation))))


@cache
def baseline(generation: Generation) -> Any:
    return json.loads((CORPUS / generation / "baseline.json").read_text())


def _rules(*kept: str) -> CompiledRules:
    columns = {name: "keep" if name in kept else "hash" for name in ("event_id", "user_id")}
    return {"version": 1, "columns": columns, "schemas": []}


# Of the artifact that is deployed, of one that lets more pass, and of one that does not.
RULES = {
    f"pseudonymizer/{'0' * 64}.zip": _rules("event_id"),
    f"pseudonymizer/{'1' * 64}.zip": _rules("event_id", "user_id"),
    f"pseudonymizer/{'2' * 64}.zip": _rules(),
}
