"""Resource policies as sets of what they allow and deny, and whether one allows more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from toolkit.domain.guardrails.conditions import Condition, implied, matches, names_somebody, same
from toolkit.domain.guardrails.values import document


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
            and (any(map(_is_anybody, self.principals)) or _negated(self.principals))
            and not any(names_somebody(condition) for condition in self.conditions)
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


def _of(found: tuple[Statement, ...], effect: str) -> list[Statement]:
    return [statement for statement in found if statement.effect == effect]


def _statement(item: dict[str, Any]) -> Statement:
    return Statement(
        effect=str(item.get("Effect", "")),
        principals=_principals(item),
        actions=_texts(item, "Action"),
        resources=_texts(item, "Resource"),
        conditions=frozenset(
            (same(operator), key, frozenset(_list(values)))
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
        and _any(action.lower(), frozenset(map(str.lower, other.actions)))
        and _any(resource, other.resources)
        and all(implied(condition, specific.conditions) for condition in other.conditions)
    )


def _everybody(statement: Statement) -> frozenset[str]:
    return frozenset({"*"}) if statement.principals & {"*", "AWS:*"} else frozenset()


def _any(value: str, patterns: frozenset[str]) -> bool:
    plain = (each for each in patterns if not each.startswith(("Not ", "not ")))
    return any(matches(value, pattern) for pattern in plain)


def _is_anybody(principal: str) -> bool:
    return principal == "*" or principal.endswith(":*")


def _negated(texts: frozenset[str]) -> bool:
    return any(text.startswith("Not ") for text in texts)


def _who(statement: Statement) -> str:
    return ", ".join(sorted(statement.principals))


def _what(statement: Statement) -> str:
    actions, resources = sorted(statement.actions), sorted(statement.resources)
    return f"{', '.join(actions)} on {', '.join(resources)}"
