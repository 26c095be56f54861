"""Resource policies as sets of what they allow and deny, and whether one allows more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from toolkit.domain.guardrails.values import document

Condition = tuple[str, str, frozenset[str]]
"""Operator, key and values."""

# Conditions that tie `everybody` to somebody in particular.
_NARROWING = re.compile(
    r"^(aws:Principal(Arn|Account|OrgID|OrgPaths)|aws:Source(Arn|Account|OrgID|Vpc|Vpce)"
    r"|kms:CallerAccount|aws:userid)$",
    re.IGNORECASE,
)

# "ArnEquals and ArnLike behave identically" (IAM User Guide, "Condition operators").
_SAME = {"ArnEquals": "ArnLike", "ArnNotEquals": "ArnNotLike"}
# The operator on the right holds wherever the one on the left does, for values that it matches.
_NARROWER = {("StringEquals", "StringLike")}


@dataclass(frozen=True)
class Statement:
    """One statement, every list a set; a `Not...` element is kept under its own name."""

    effect: str
    principals: frozenset[str]
    actions: frozenset[str]
    resources: frozenset[str]
    conditions: frozenset[Condition]

    @property
    def is_public(self) -> bool:
        """Whether it allows something to anybody at all."""
        return (
            self.effect == "Allow"
            and bool(self.principals & {"*", "AWS:*"} or _negated(self.principals))
            and not any(_names_somebody(condition) for condition in self.conditions)
        )


def statements(policy: Any) -> tuple[Statement, ...]:
    """The statements of a policy's JSON text."""
    found = document(policy) or {}
    items = found.get("Statement", []) if isinstance(found, dict) else []
    return tuple(_statement(item) for item in (items if isinstance(items, list) else [items]))


def widened(before: tuple[Statement, ...], after: tuple[Statement, ...]) -> Iterator[str]:
    """What the policy allows afterwards and did not before, statement by statement."""
    for statement in after:
        if statement.effect == "Allow" and not _covered(statement, _of(before, "Allow")):
            yield f"{_who(statement)} may {_what(statement)}"
    for statement in before:
        if statement.effect == "Deny" and not _covered(statement, _of(after, "Deny")):
            yield f"{_what(statement)} is denied no more as it was"


def matches(value: str, pattern: str) -> bool:
    """Whether a pattern with `*` and `?` covers a value; names of actions know no case."""
    parts = (".*" if mark == "*" else "." if mark == "?" else re.escape(mark) for mark in pattern)
    return re.fullmatch("".join(parts), value, re.IGNORECASE | re.DOTALL) is not None


def _of(found: tuple[Statement, ...], effect: str) -> list[Statement]:
    return [statement for statement in found if statement.effect == effect]


def _statement(item: dict[str, Any]) -> Statement:
    return Statement(
        effect=str(item.get("Effect", "")),
        principals=_principals(item),
        actions=_texts(item, "Action"),
        resources=_texts(item, "Resource"),
        conditions=frozenset(
            (_SAME.get(operator, operator), key, frozenset(_list(values)))
            for operator, keys in (item.get("Condition") or {}).items()
            for key, values in keys.items()
        ),
    )


def _principals(item: dict[str, Any]) -> frozenset[str]:
    found = item.get("Principal", item.get("NotPrincipal"))
    start = "" if "Principal" in item else "Not "
    if isinstance(found, dict):
        return frozenset(
            f"{start}{kind}:{_account(name)}"
            for kind, names in found.items()
            for name in _list(names)
        )
    return frozenset(f"{start}{name}" for name in _list(found))


def _account(name: str) -> str:
    """An account's number and its root user's ARN mean the same (IAM, `Principal`)."""
    return f"arn:aws:iam::{name}:root" if re.fullmatch(r"[0-9]{12}", name) else name


def _texts(item: dict[str, Any], name: str) -> frozenset[str]:
    if f"Not{name}" in item:
        return frozenset(f"Not {text}" for text in _list(item[f"Not{name}"]))
    return frozenset(_list(item.get(name)))


def _list(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if item is not None]


def _covered(specific: Statement, general: list[Statement]) -> bool:
    """Whether each thing that a statement says is said by one of the others."""
    if _negated(specific.principals | specific.actions | specific.resources):
        return specific in general
    triples = product(specific.principals, specific.actions, specific.resources)
    return all(any(_says(other, triple, specific) for other in general) for triple in triples)


def _says(other: Statement, triple: tuple[str, str, str], specific: Statement) -> bool:
    principal, action, resource = triple
    return (
        _any(principal, other.principals | _everybody(other))
        and _any(action, other.actions)
        and _any(resource, other.resources)
        and all(_implied(condition, specific.conditions) for condition in other.conditions)
    )


def _everybody(statement: Statement) -> frozenset[str]:
    return frozenset({"*"}) if statement.principals & {"*", "AWS:*"} else frozenset()


def _any(value: str, patterns: frozenset[str]) -> bool:
    return any(matches(value, pattern) for pattern in patterns if not pattern.startswith("Not "))


def _implied(general: Condition, specific: frozenset[Condition]) -> bool:
    """Whether one of the specific conditions holds only where the general one does."""
    operator, key, values = general
    for other_operator, other_key, others in specific:
        same = other_operator == operator or (other_operator, operator) in _NARROWER
        if not same or other_key.lower() != key.lower():
            continue
        if "Not" in operator and values <= others:
            return True
        if "Not" not in operator and all(_one_of(other, operator, values) for other in others):
            return True
    return False


def _one_of(value: str, operator: str, values: frozenset[str]) -> bool:
    return value in values or ("Like" in operator and any(matches(value, each) for each in values))


def _names_somebody(condition: Condition) -> bool:
    operator, key, values = condition
    return "Not" not in operator and bool(_NARROWING.match(key)) and "*" not in values


def _negated(texts: frozenset[str]) -> bool:
    return any(text.startswith("Not ") for text in texts)


def _who(statement: Statement) -> str:
    return ", ".join(sorted(statement.principals))


def _what(statement: Statement) -> str:
    actions, resources = sorted(statement.actions), sorted(statement.resources)
    return f"{', '.join(actions)} on {', '.join(resources)}"
