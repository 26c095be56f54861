"""How long a bucket keeps objects below a prefix, in the words of either provider generation."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.values import block, blocks, number, text
from toolkit.domain.plan import Change, Facts

_BUCKET = "aws_s3_bucket"
_CONFIGURATION = "aws_s3_bucket_lifecycle_configuration"

Lifetimes = dict[tuple[str, str], float]
"""Days by prefix and by what expires: `objects` or `overwritten versions`."""


def shortened(case: Case) -> Iterator[tuple[Change, str, str]]:
    """Each prefix whose objects live shorter than today, with a sentence about it."""
    for change, before, after in _sides(case):
        old, new = _lifetimes(before), _lifetimes(after)
        for (prefix, what), days in new.items():
            today = _today(old, prefix, what)
            if days < today:
                kept = "for ever" if math.isinf(today) else f"{today:g} days"
                where = f"below '{prefix}'" if prefix else "everywhere"
                yield change, prefix, f"{what} {where} are kept {days:g} days instead of {kept}"
        for prefix, day in sorted(_days_of_deletion(after) - _days_of_deletion(before)):
            yield change, prefix, f"objects below '{prefix}' are all deleted on {day}"


def _sides(case: Case) -> Iterator[tuple[Change, Facts, Facts]]:
    """Before and after; a configuration that is new to a bucket which is not shortens as well."""
    yield from case.altered(_BUCKET, _CONFIGURATION)
    there = {
        text(change.before.get("bucket"))
        for change in case.plan.resources
        if change.type == _BUCKET and change.before is not None and change.after is not None
    }
    for change, after in case.planned(_CONFIGURATION):
        if change.before is None and text(after.get("bucket")) in there:
            yield change, {}, after


def _lifetimes(facts: Facts) -> Lifetimes:
    found: Lifetimes = {}
    for rule in _rules(facts):
        for what, days in _days(rule):
            if days:
                key = (_prefix(rule), what)
                found[key] = min(days, found.get(key, math.inf))
    return found


def _rules(facts: Facts) -> Iterator[dict[str, Any]]:
    for rule in blocks(facts.get("lifecycle_rule")) + blocks(facts.get("rule")):
        if rule.get("enabled") is not False and rule.get("status") != "Disabled":
            yield rule


def _days_of_deletion(facts: Facts) -> set[tuple[str, str]]:
    found = ((rule, text(block(rule.get("expiration")).get("date"))) for rule in _rules(facts))
    return {(_prefix(rule), day) for rule, day in found if day}


def _days(rule: dict[str, Any]) -> Iterator[tuple[str, float | None]]:
    yield "objects", number(block(rule.get("expiration")).get("days"))
    versions = block(rule.get("noncurrent_version_expiration"))
    yield (
        "overwritten versions",
        number(versions.get("noncurrent_days")) or number(versions.get("days")),
    )


def _prefix(rule: dict[str, Any]) -> str:
    filtered = block(rule.get("filter"))
    both = block(filtered.get("and"))
    return text(filtered.get("prefix")) or text(both.get("prefix")) or text(rule.get("prefix"))


def _today(old: Lifetimes, prefix: str, what: str) -> float:
    covering = [
        days for (other, kind), days in old.items() if kind == what and prefix.startswith(other)
    ]
    return min(covering, default=math.inf)
