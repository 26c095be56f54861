"""Drift rules: what a plan may do, and nobody should do outside Terraform."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.functions import CODE, THE_CODE, resources
from toolkit.domain.guardrails.policy import Statement, statements, widened
from toolkit.domain.guardrails.values import blocks, text, words
from toolkit.domain.plan import Facts

_FUNCTION = Rule(
    id="DRIFT-FUNCTION-CHANGED",
    severity="critical",
    title="A function runs other code, or other settings, than were deployed",
    why="Nobody has reviewed or proved what pseudonymizes people's data now.",
    fix="Apply, and look at what has arrived since; `snowops artifact verify ENV` says what runs.",
)
_ROLE = Rule(
    id="DRIFT-ROLE-WIDENED",
    severity="critical",
    title="A role of the pipeline may do more than was deployed, or more may take it on",
    why="Whoever has the role reads what it reads: streams, the bucket, the keyring.",
    fix="Apply takes back what Terraform wrote; detach from the role what else was attached.",
)
RULES = (_FUNCTION, _ROLE)

_ALIAS = ("function_version", "routing_config")
_OF_A_STACK = {
    "AWS::Lambda::Function": ("Code", *CODE.values()),
    "AWS::Lambda::Alias": ("FunctionVersion", "RoutingConfig"),
}


def changed_functions(case: Case) -> Iterator[Finding]:
    """Functions and aliases that run something else than was deployed."""
    if case.verb != "drift":
        return
    for kind, names in (("aws_lambda_function", (*THE_CODE, *CODE)), ("aws_lambda_alias", _ALIAS)):
        for change, _, _ in case.altered(kind):
            # By their names: of a value that nobody may see no more is known.
            different = {each.outermost for each in change.attributes}
            for name in names:
                if name in different:
                    yield Finding(_FUNCTION, change.address, f"{name} is not what was deployed")
    for change, before, after in case.altered("aws_cloudformation_stack"):
        old, new = (_of_the_stack(side) for side in (before, after))
        for name in sorted(key for key in {*old, *new} if old.get(key) != new.get(key)):
            yield Finding(_FUNCTION, change.address, f"{name} is not what was deployed")


def _of_the_stack(facts: Facts) -> dict[str, Any]:
    """What decides what a stack's functions do, by `Resource.Property`."""
    return {
        f"{name}.{key}": value
        for name, resource in resources(facts).items()
        for key, value in resource.get("Properties", {}).items()
        if key in _OF_A_STACK.get(text(resource.get("Type")), ())
    }


def wider_roles(case: Case) -> Iterator[Finding]:
    """Roles that may do more than was deployed, or that more may take on."""
    if case.verb != "drift":
        return
    for change, before, after in case.altered("aws_iam_role_policy"):
        for sentence in _wider(before.get("policy"), after.get("policy")):
            yield Finding(_ROLE, change.address, sentence)
    for change, before, after in case.altered("aws_iam_role"):
        if any(each.name == "permissions_boundary" for each in change.attributes):
            sentence = "its permissions boundary is not what was deployed"
            yield Finding(_ROLE, change.address, sentence)
        trust = _wider(before.get("assume_role_policy"), after.get("assume_role_policy"))
        for sentence in (*trust, *_attached(case, before, after)):
            yield Finding(_ROLE, change.address, sentence)


def _attached(case: Case, before: Facts, after: Facts) -> Iterator[str]:
    for arn in words(after.get("managed_policy_arns")):
        if arn not in words(before.get("managed_policy_arns")):
            yield f"{arn} is attached to it"
    deployed = {**_inline(before), **_ours(case, text(after.get("name")))}
    for name, policy in _inline(after).items():
        for sentence in _wider(deployed.get(name), policy):
            yield f"{sentence} (inline policy {name})"


def _inline(facts: Facts) -> dict[str, str]:
    return {
        text(each.get("name")): text(each.get("policy"))
        for each in blocks(facts.get("inline_policy"))
        if each.get("policy")
    }


def _ours(case: Case, role: str) -> dict[str, str]:
    """The inline policies that were deployed for a role; after a refresh the role repeats them."""
    return {
        text(change.before.get("name")): text(change.before.get("policy"))
        for change in case.plan.resources
        if change.type == "aws_iam_role_policy"
        and change.before is not None
        and change.before.get("role") == role
    }


def _wider(before: Any, after: Any) -> Iterator[str]:
    old, new = (tuple(map(_complete, statements(side))) for side in (before, after))
    yield from widened(old, new)


def _complete(statement: Statement) -> Statement:
    """With what a role's policies leave out: whose they are, or what they are about."""
    return replace(
        statement,
        principals=statement.principals or frozenset({"the role"}),
        resources=statement.resources or frozenset({"the role"}),
    )
