"""Who can read the secret, as its resource policy says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_READ = "secretsmanager:getsecretvalue"


@dataclass(frozen=True)
class Readers:
    """Principals that may read the value.

    `closed`: the policy denies everybody else. Where it does not, whoever IAM allows may read it
    as well, and `principals` are only those whom the policy names.
    """

    principals: tuple[str, ...]
    closed: bool


def readers(policy: Mapping[str, Any]) -> Readers:
    """The readers in a policy document."""
    allowed: set[str] = set()
    excepted: set[str] = set()
    closed = False
    for statement in _statements(policy):
        if not _about_reading(statement):
            continue
        if statement.get("Effect") == "Allow":
            allowed.update(_principals(statement.get("Principal")))
        elif _principals(statement.get("Principal")) == ("*",):
            named = tuple(_excepted(statement))
            closed = closed or bool(named)
            excepted.update(named)
    return Readers(tuple(sorted(excepted or allowed)), closed)


def _statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = policy.get("Statement", [])
    listed = found if isinstance(found, list) else [found]
    return [statement for statement in listed if isinstance(statement, dict)]


def _about_reading(statement: Mapping[str, Any]) -> bool:
    actions = [action.lower() for action in _texts(statement.get("Action"))]
    return any(
        action in (_READ, "secretsmanager:*", "secretsmanager:get*", "*") for action in actions
    )


def _principals(value: Any) -> tuple[str, ...]:
    return tuple(_texts(value.get("AWS")) if isinstance(value, dict) else _texts(value))


def _excepted(statement: Mapping[str, Any]) -> Iterator[str]:
    for operator, keys in statement.get("Condition", {}).items():
        if operator in ("ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotLike"):
            for key, values in keys.items():
                if key.lower() == "aws:principalarn":
                    yield from _texts(values)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
