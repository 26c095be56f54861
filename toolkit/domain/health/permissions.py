"""Which permissions a role lacks: what the simulator is asked, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from toolkit.domain.health.check import Result, failed, passed, warned

Decision = Literal["allowed", "denied", "undecided"]
"""`undecided`: a condition hangs on something that only a real request has."""

# Names of one request; the reference states no limit, and a smaller request is a faster one.
_MOST_ACTIONS = 40


@dataclass(frozen=True)
class Given:
    """A condition key and its values in a request."""

    key: str
    values: tuple[str, ...]
    many: bool = False
    """Whether the key may have several values at once."""


@dataclass(frozen=True)
class Question:
    """May these actions be done on any of these resources, where this is given?"""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    given: tuple[Given, ...] = ()


def questions(policies: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """What to ask so that every statement is asked for, as few times as possible.

    A statement names resources of several kinds for actions that each know one of them, so an
    action counts as allowed where it is allowed on one of the resources.
    """
    actions: dict[tuple[tuple[str, ...], tuple[Given, ...]], list[str]] = {}
    for statement in (each for policy in policies for each in policy["Statement"]):
        asked = (tuple(statement["Resource"]), _given(statement.get("Condition", {})))
        actions.setdefault(asked, []).extend(statement["Action"])
    return tuple(
        Question(tuple(names[start : start + _MOST_ACTIONS]), resources, given)
        for (resources, given), names in actions.items()
        for start in range(0, len(names), _MOST_ACTIONS)
    )


def principal(arn: str) -> str | None:
    """The user or role whose policies decide for a caller; None where there is none to ask about.

    A session's ARN leaves the role's path out.
    """
    head, _, rest = arn.partition(":assumed-role/")
    if rest:
        return f"{head.replace(':sts:', ':iam:')}:role/{rest.partition('/')[0]}"
    return arn if ":iam:" in arn and (":user/" in arn or ":role/" in arn) else None


def permissions(
    decisions: Iterable[tuple[Question, Mapping[str, Decision]]], who: str, environment: str
) -> Result:
    """The answers to all questions."""
    found = list(decisions)
    denied = _lines(found, "denied")
    undecided = _lines(found, "undecided")
    asked = sum(len(question.actions) for question, _ in found)
    if denied:
        return failed(
            f"{len(denied)} of {asked} permissions needed to plan are denied to {who}",
            f"attach the policies of `snowops roles {environment} --role plan`",
            *denied,
        )
    if undecided:
        return warned(
            f"{len(undecided)} of {asked} permissions needed to plan hang on conditions",
            f"{_compare(environment)}; a plan shows whether the conditions are met",
            *undecided,
        )
    return passed(f"{asked} permissions needed to plan are allowed")


def unasked(arn: str, environment: str) -> Result:
    """Credentials whose policies IAM cannot simulate."""
    if arn.endswith(":root"):
        return warned(
            "the credentials are those of the account's root user, who may do anything",
            f"use a role with the policies of `snowops roles {environment}`",
        )
    return warned(f"IAM cannot simulate what {arn} may do", _compare(environment))


def untold(reason: str, details: tuple[str, ...], environment: str) -> Result:
    """IAM did not answer: whoever may plan need not be allowed to ask it."""
    fix = f"allow iam:SimulatePrincipalPolicy and iam:GetRole; or {_compare(environment)}"
    return warned(reason, fix, *details)


def _compare(environment: str) -> str:
    return f"compare its policies with `snowops roles {environment} --role plan`"


def _lines(
    found: Iterable[tuple[Question, Mapping[str, Decision]]], wanted: Decision
) -> tuple[str, ...]:
    return tuple(
        f"{action} on {' or '.join(question.resources)}"
        for question, decisions in found
        for action in question.actions
        if decisions[action] == wanted
    )


def _given(condition: Mapping[str, Mapping[str, Any]]) -> tuple[Given, ...]:
    return tuple(
        Given(key, (value,) if isinstance(value, str) else tuple(value), operator.startswith("For"))
        for operator, keys in condition.items()
        for key, value in keys.items()
    )
