"""A plan -> what speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from toolkit.domain.allowlist import Passing
from toolkit.domain.artifact import Artifact
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.allowlist import artifact_keys
from toolkit.domain.guardrails.case import Case, CompiledRules, Verb
from toolkit.domain.guardrails.finding import Allowance, Finding
from toolkit.domain.guardrails.judge import idle, judge, refuses
from toolkit.domain.plan import Plan
from toolkit.domain.position import KeyPath, Position
from toolkit.errors import Refused
from toolkit.workflows.preparing import Prepared


@dataclass(frozen=True)
class Judging:
    """The collaborators of judging."""

    rules: Callable[[Environment, Artifact, str], CompiledRules | None]
    """The compiled rules of the artifact with a key: the one at hand, or one that was stored."""
    today: Callable[[], date]
    """UTC."""
    place: Callable[[Environment, Passing], tuple[KeyPath, Position] | None] = lambda *_: None
    """Where the allowlist at hand lets something pass: its key, and that key's place."""
    say: Callable[[str], None] = lambda _: None
    """Takes remarks."""


def judge_plan(
    prepared: Prepared,
    loaded: LoadedEnvironment,
    plan: Plan,
    judging: Judging,
    verb: Verb,
    allowances: tuple[Allowance, ...] = (),
) -> tuple[Finding, ...]:
    """Every finding; artifacts are looked into only where the plan changes them."""
    case = case_of(prepared, plan, judging, verb)
    found = tuple(_placed(each, case, judging) for each in judge(case, loaded, allowances))
    for each in idle(found, allowances):
        judging.say(f"--allow {each.id}@{each.address} lets nothing pass: there is no such finding")
    return found


def case_of(prepared: Prepared, plan: Plan, judging: Judging, verb: Verb) -> Case:
    """What rules judge: the plan, its circumstances, the rules of the artifacts that it changes."""
    case = Case(plan, prepared.environment, judging.today(), verb)
    rules = {
        key: judging.rules(prepared.environment, prepared.artifact, key)
        for key in artifact_keys(case)
    }
    return replace(case, rules=rules)


def _placed(finding: Finding, case: Case, judging: Judging) -> Finding:
    """With the place in the allowlist that causes it, where that is known."""
    found = judging.place(case.environment, finding.passing) if finding.passing else None
    return replace(finding, path=found[0], origin=found[1]) if found else finding


def refuse(findings: tuple[Finding, ...], name: str) -> None:
    """Raises Refused where a finding does not pass."""
    refusing = [finding for finding in findings if refuses(finding)]
    if not refusing:
        return
    count = "1 finding refuses" if len(refusing) == 1 else f"{len(refusing)} findings refuse"
    raise Refused(
        f"{count} the plan of {name}",
        details=tuple(f"{finding.name}: {finding.sentence}" for finding in refusing),
        hint=f"`snowops guardrails explain {refusing[0].rule.id}` says why and what to do",
    )
