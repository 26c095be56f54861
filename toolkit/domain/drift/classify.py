"""Tells benign drift from suspicious and dangerous drift."""

from __future__ import annotations

from dataclasses import replace

from toolkit.domain.drift.advice import advice, reason
from toolkit.domain.drift.benign import benign_reason
from toolkit.domain.drift.judging import breaks, new_findings
from toolkit.domain.drift.keys import key_of
from toolkit.domain.drift.model import SEVERITIES, Drift
from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.guardrails.judge import refuses
from toolkit.domain.guardrails.values import text
from toolkit.domain.plan import AttributeChange, Change
from toolkit.domain.position import KeyPath

_NAMES = ("bucket", "function_name", "secret_arn", "name", "id")
_NAMES_BY_TYPE = {"aws_iam_role_policy": ("role",), "aws_kms_key": ("arn",)}


def classify(case: Case, loaded: LoadedEnvironment) -> tuple[Drift, ...]:
    """Every resource that drifted, the dangerous ones first.

    Dangerous is what the guardrails would refuse if a plan did it. Benign is what a waiver lets
    pass, or what is on the list of what changes by itself. Whatever nobody has thought of is
    suspicious.
    """
    findings = new_findings(case, loaded)
    drifts = [_drift(case, loaded, each, findings[each.address]) for each in case.plan.changes]
    return tuple(sorted(drifts, key=lambda drift: SEVERITIES.index(drift.severity)))


def _drift(
    case: Case, loaded: LoadedEnvironment, change: Change, findings: tuple[Finding, ...]
) -> Drift:
    refused = [finding for finding in findings if refuses(finding)]
    if refused:
        key = next((each.path for each in refused if each.path), None)
        why = " ".join(dict.fromkeys(each.rule.why for each in refused))
        return _serious(case, loaded, Drift(change, "dangerous", why, "", findings, key=key))
    excused = _excuses(case, loaded, change, findings)
    counting = tuple(each for each in change.attributes if each.name not in excused)
    gone = change.action == "delete"
    if (findings if gone else excused) and not counting:
        reasons = (*excused.values(), *(each.reason for each in findings))
        return Drift(change, "benign", "; ".join(dict.fromkeys(reasons)), "", findings)
    why = reason(change, counting, case.environment)
    key = _key(case.environment, change, counting)
    return _serious(case, loaded, Drift(change, "suspicious", why, "", findings, counting, key))


def _serious(case: Case, loaded: LoadedEnvironment, drift: Drift) -> Drift:
    """With what somebody needs who looks into it."""
    attributes = drift.attributes or drift.change.attributes
    return replace(
        drift,
        attributes=attributes,
        fix=advice(replace(drift, attributes=attributes), case.environment.name),
        origin=loaded.origin(drift.key) if drift.key else None,
        search=_name(drift.change),
    )


def _name(change: Change) -> str:
    """The name by which CloudTrail knows a resource."""
    facts = change.before or {}
    names = _NAMES_BY_TYPE.get(change.type, _NAMES)
    return next((text(facts[name]) for name in names if text(facts.get(name))), "")


def _excuses(
    case: Case, loaded: LoadedEnvironment, change: Change, findings: tuple[Finding, ...]
) -> dict[str, str]:
    """Attributes that do not count, each with the reason: a waiver, or the list."""
    found: dict[str, str] = {}
    for attribute in change.attributes:
        why = benign_reason(change, attribute, case.environment, case.plan)
        if not why and findings:
            broken = breaks(case, loaded, change, attribute)
            why = next((each.reason for each in findings if each.rule.id in broken), "")
        if why:
            found[attribute.name] = why
    return found


def _key(
    environment: Environment, change: Change, attributes: tuple[AttributeChange, ...]
) -> KeyPath | None:
    """The one key that sets all that counts; None where there is none, or more than one."""
    keys = {key_of(change, each, environment) for each in attributes}
    return keys.pop() if len(keys) == 1 else None
