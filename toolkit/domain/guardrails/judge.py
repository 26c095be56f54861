"""Judges a plan by every rule, and says what may pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails import (
    access,
    allowlist,
    delivery,
    error_access,
    exposure,
    keeping,
    loss,
    outside,
    running,
    safety,
    shrinking,
    stopping,
    transformation,
    waivers,
)
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Allowance, Finding, Rule

Check = Callable[[Case], Iterator[Finding]]

# An embedded environment holds nothing that its next start would not make anew.
_DATA: tuple[Check, ...] = (
    loss.losses,
    shrinking.fewer_shards,
    shrinking.less_retention,
    shrinking.fewer_nets,
    delivery.moved_objects,
    delivery.shared_prefixes,
    delivery.large_buffers,
    stopping.stopped_functions,
    stopping.closed_entrance,
)
_PRIVACY: tuple[Check, ...] = (
    transformation.around_the_function,
    running.other_code,
    transformation.errors_among_the_loaded,
    error_access.readable_errors,
    access.widened_policies,
    access.public_access,
    exposure.secrets_in_environments,
    exposure.written_keyrings,
    exposure.plain_listeners,
    keeping.endless_logs,
    keeping.encryption_off,
    allowlist.grown_allowlist,
)
_SAFETY: tuple[Check, ...] = (
    safety.foreign_account,
    safety.frozen,
    safety.public_ingress,
    safety.commands,
)
_DRIFT: tuple[Check, ...] = (outside.changed_functions, outside.wider_roles)

RULES: tuple[Rule, ...] = (
    *loss.RULES,
    *shrinking.RULES,
    *delivery.RULES,
    *stopping.RULES,
    *transformation.RULES,
    *running.RULES,
    *error_access.RULES,
    *access.RULES,
    *exposure.RULES,
    *keeping.RULES,
    *allowlist.RULES,
    *safety.RULES,
    *outside.RULES,
    *waivers.RULES,
)
"""Every rule, in the order of `snowops guardrails list`."""

RULE_IDS = frozenset(rule.id for rule in RULES)


def judge(
    case: Case, loaded: LoadedEnvironment, allowances: tuple[Allowance, ...] = ()
) -> tuple[Finding, ...]:
    """Every finding, with its place in YAML; those that refuse first, the critical ones ahead.

    A finding passes by an allowance or by a waiver that still holds.
    """
    found = [_passed(case, finding, allowances) for finding in _found(case)]
    placed = [
        replace(finding, origin=loaded.origin(finding.path)) if finding.path else finding
        for finding in found
    ]
    order = {"critical": 0, "high": 1}
    return tuple(sorted(placed, key=lambda each: (not refuses(each), order[each.rule.severity])))


def refuses(finding: Finding) -> bool:
    """Whether a finding stops the command."""
    return finding.status == "refused"


def idle(findings: tuple[Finding, ...], allowances: tuple[Allowance, ...]) -> tuple[Allowance, ...]:
    """Allowances of one finding that is not there: mistyped, or no longer needed."""
    return tuple(
        each for each in allowances if each.address != "*" and not any(map(each.covers, findings))
    )


def passed(findings: tuple[Finding, ...]) -> tuple[Allowance, ...]:
    """Allowances that say exactly what a person has let pass."""
    return tuple(
        Allowance(each.rule.id, each.address, each.reason)
        for each in findings
        if each.status == "allowed"
    )


def _found(case: Case) -> Iterator[Finding]:
    data = () if case.environment.embedded else _DATA
    for check in (*data, *_PRIVACY, *_SAFETY, *_DRIFT):
        yield from check(case)
    yield from waivers.bad_waivers(case, RULE_IDS)


def _passed(case: Case, finding: Finding, allowances: tuple[Allowance, ...]) -> Finding:
    for allowance in allowances:
        if allowance.covers(finding):
            return replace(finding, status="allowed", reason=allowance.reason)
    return waivers.waived(case, finding)
