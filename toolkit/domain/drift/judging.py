"""What the guardrails say of drift that they did not say of the state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolkit.domain.drift.inner import with_inner
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.guardrails.judge import judge
from toolkit.domain.plan import AttributeChange, Change, Plan

_What = tuple[str, str, str]


def new_findings(case: Case, loaded: LoadedEnvironment) -> dict[str, tuple[Finding, ...]]:
    """Findings that drift has brought about, by the address of the resource that drifted."""
    then = _findings(replace(case, plan=_as_it_was(case.plan)), loaded)
    now = _findings(case, loaded)
    new = {what: finding for what, finding in now.items() if what not in then}
    found: dict[str, list[Finding]] = {change.address: [] for change in case.plan.changes}
    without = {address: _without(case, loaded, address) for address in found} if new else {}
    for what, finding in new.items():
        for address in _brought_about_by(what, without):
            found[address].append(finding)
    return {address: tuple(findings) for address, findings in found.items()}


def breaks(
    case: Case, loaded: LoadedEnvironment, change: Change, attribute: AttributeChange
) -> frozenset[str]:
    """Ids of the rules that an attribute alone would break, as it is now."""
    # Some rules go by an attribute's name alone.
    before = change.before or {}
    after = with_inner(before, change.after or {}, attribute.name) or before
    alone = replace(change, after=after, attributes=(attribute,))
    others = [_was(each) for each in case.plan.changes if each is not change]
    plan = replace(case.plan, changes=(alone,), unchanged=(*others, *case.plan.unchanged))
    found = new_findings(replace(case, plan=plan), loaded)[change.address]
    return frozenset(finding.rule.id for finding in found)


def _findings(case: Case, loaded: LoadedEnvironment) -> dict[_What, Finding]:
    found = judge(case, loaded)
    return {(each.rule.id, each.address, each.sentence): each for each in found}


def _as_it_was(plan: Plan) -> Plan:
    """The environment as the state has it, as a plan that changes nothing."""
    return replace(plan, changes=(), unchanged=tuple(map(_was, plan.resources)))


def _was(change: Change) -> Change:
    return replace(change, action="keep", actions=("no-op",), after=change.before)


def _without(case: Case, loaded: LoadedEnvironment, address: str) -> frozenset[_What]:
    """What would be found if one resource had not drifted."""
    (still,) = (_was(each) for each in case.plan.changes if each.address == address)
    others = tuple(each for each in case.plan.changes if each.address != address)
    plan = replace(case.plan, changes=others, unchanged=(still, *case.plan.unchanged))
    return frozenset(_findings(replace(case, plan=plan), loaded))


def _brought_about_by(what: _What, without: Mapping[str, frozenset[_What]]) -> list[str]:
    """Those without whose drift it would not be found; the address that it names comes second.

    Two paths write below one prefix: the rule names one of them, and it may be the other that has
    moved.
    """
    needed = [address for address, found in without.items() if what not in found]
    own = [address for address in without if address == what[1]]
    return needed or own or list(without)
