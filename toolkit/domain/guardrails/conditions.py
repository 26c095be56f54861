"""What the patterns and conditions of a resource policy cover."""

from __future__ import annotations

import re

Condition = tuple[str, str, frozenset[str]]
"""Operator, key and values."""

# Conditions that tie `everybody` to somebody in particular.
_NARROWING = re.compile(
    r"^(aws:Principal(Arn|Account|OrgID|OrgPaths)|aws:Source(Arn|Account|OrgID|Vpc|Vpce)"
    r"|kms:CallerAccount|aws:userid)$",
    re.IGNORECASE,
)
# Other operators hold for somebody else, or for a request that says nothing about the key.
_NAMING = re.compile(r"(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))")

# "ArnEquals and ArnLike behave identically" (IAM User Guide, "Condition operators").
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
# The operator on the right holds wherever the one on the left does, for values that it matches.
_NARROWER = {("StringEquals", "StringLike")}


def same(operator: str) -> str:
    """One name for operators that behave identically."""
    return _SAME.get(operator, operator)


def matches(value: str, pattern: str) -> bool:
    """Whether a pattern with `*` and `?` covers a value, which may be a pattern itself."""
    parts = (
        ".*" if mark == "*" else "[^*]" if mark == "?" else re.escape(mark) for mark in pattern
    )
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def implied(general: Condition, specific: frozenset[Condition]) -> bool:
    """Whether one of the specific conditions holds only where the general one does."""
    operator, key, values = general
    for other_operator, other_key, others in specific:
        alike = other_operator == operator or (other_operator, operator) in _NARROWER
        if not alike or other_key.lower() != key.lower():
            continue
        if "Not" in operator and values <= others:
            return True
        if "Not" not in operator and all(_one_of(other, operator, values) for other in others):
            return True
    return False


def names_somebody(condition: Condition) -> bool:
    """Whether it holds for callers only whom it names."""
    operator, key, values = condition
    return (
        _NAMING.fullmatch(operator) is not None
        and _NARROWING.match(key) is not None
        and bool(values)
        and all(map(_is_particular, values))
    )


def _is_particular(value: str) -> bool:
    """Whether a value has its account, bucket or start in plain words."""
    plain = re.split(r"[*?]", value)[0]
    if not value.startswith("arn:"):
        return plain == value or ":" in plain or "/" in plain
    parts = plain.split(":", 5)
    # An S3 ARN has no account: its bucket stands for it.
    return len(parts) == 6 and bool(parts[4] or parts[5])


def _one_of(value: str, operator: str, values: frozenset[str]) -> bool:
    return value in values or ("Like" in operator and any(matches(value, each) for each in values))
