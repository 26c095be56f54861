"""Waivers: findings that the environment's YAML lets pass for a while."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule

_EXPIRED = Rule(
    id="WAIVER-EXPIRED",
    severity="high",
    title="A waiver has expired",
    why="Somebody promised to have put it right by now.",
    fix="Put it right and delete the waiver, or let its owner set a new day.",
)
_UNKNOWN = Rule(
    id="WAIVER-UNKNOWN",
    severity="high",
    title="A waiver names no rule",
    why="Whoever wrote it believes that something is let pass, and it is not.",
    fix="Take the id from `snowops guardrails list`.",
)
RULES = (_EXPIRED, _UNKNOWN)


def bad_waivers(case: Case, known: frozenset[str]) -> Iterator[Finding]:
    """Waivers that have expired or name no rule."""
    for index, waiver in enumerate(case.environment.guardrails.waivers):
        path = ("guardrails", "waivers", index)
        name = f"{waiver.id}@{waiver.address}"
        if waiver.id not in known:
            yield Finding(_UNKNOWN, name, f"there is no rule {waiver.id}", path)
        elif waiver.expires < case.today:
            sentence = f"it expired on {waiver.expires}; {waiver.owner} answers for it"
            yield Finding(_EXPIRED, name, sentence, path)


def waived(case: Case, finding: Finding) -> Finding:
    """The finding, passed where a waiver that still holds names it."""
    for waiver in case.environment.guardrails.waivers:
        named = (waiver.id, waiver.address) == (finding.rule.id, finding.address)
        if named and waiver.expires >= case.today:
            reason = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"
            return replace(finding, status="waived", reason=reason)
    return finding
