"""Functions that run something else, and roles that may do more, than was deployed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.unit.drift.drifts import (
    FUNCTION,
    ROLE,
    allows,
    case_of,
    classified,
    drifted,
    policy,
    prod,
    untouched,
)
from toolkit.domain.drift.model import Drift
from toolkit.domain.guardrails.outside import changed_functions, wider_roles

STACK = 'module.lambda.aws_cloudformation_stack.function["raw_bad"]'
ALIAS = 'module.lambda.aws_lambda_alias.live["raw_bad"]'
INLINE = "module.lambda.aws_iam_role_policy.this"
LAMBDA = {"Service": "lambda.amazonaws.com"}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
READS = {"Effect": "Allow", "Action": "kinesis:GetRecords", "Resource": "arn:stream"}
WRITES = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}


def one(address: str, attribute: str, before: Any, after: Any, **same: Any) -> Drift:
    (found,) = classified(drifted(address, {**same, attribute: before}, {**same, attribute: after}))
    return found


def template(**properties: Any) -> str:
    function = {"Type": "AWS::Lambda::Function", "Properties": properties}
    alias = {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionVersion": "1"}}
    return json.dumps({"Resources": {"Function": function, "Live": alias}})


def assert_dangerous(found: Drift, rule: str) -> None:
    assert found.severity == "dangerous"
    assert rule in [each.rule.id for each in found.findings]


@pytest.mark.parametrize(("name", "before", "after"), [
    ("source_code_hash", "oaGh", "b2E="),
    ("code_sha256", "oaGh", "b2E="),
    ("s3_key", "a.zip", "b.zip"),
    ("image_uri", None, "elsewhere/image"),
    ("handler", "runtime.handler.handle", "other.handle"),
    ("runtime", "python3.13", "python3.9"),
    ("layers", [], ["arn:aws:lambda:us-east-2:999999999999:layer:x:1"]),
    ("role", "arn:ours", "arn:theirs"),
    ("environment", [{"variables": {"KIND": "raw"}}], [{"variables": {"KIND": "good"}}]),
    ("environment", [{"variables": {"KIND": "raw"}}], []),
])  # fmt: skip
def test_a_function_that_does_something_else_is_dangerous(
    name: str, before: Any, after: Any
) -> None:
    found = one(FUNCTION, name, before, after, last_modified="yesterday")

    assert_dangerous(found, "DRIFT-FUNCTION-CHANGED")
    assert f"{name} is not what was deployed" in [each.sentence for each in found.findings]


def test_a_variable_that_nobody_may_see_counts_all_the_same() -> None:
    before, after = ({"environment": [{"variables": {"A": value}}]} for value in ("x", "y"))
    hidden = {"environment": [{"variables": True}]}

    (found,) = classified(drifted(FUNCTION, before, after, hidden))

    assert_dangerous(found, "DRIFT-FUNCTION-CHANGED")
    assert [(each.before, each.after) for each in found.attributes] == [
        ("(sensitive)", "(sensitive)")
    ]


@pytest.mark.parametrize(("name", "before", "after"), [
    ("timeout", 60, 120), ("memory_size", 512, 128), ("reserved_concurrent_executions", -1, 0),
])  # fmt: skip
def test_a_function_of_another_size_is_suspicious(name: str, before: int, after: int) -> None:
    assert one(FUNCTION, name, before, after).severity == "suspicious"


def test_a_path_s_function_that_may_not_run_is_dangerous() -> None:
    name = f"{prod().prefix}-pseudonymizer-raw-bad"

    found = one(FUNCTION, "reserved_concurrent_executions", -1, 0, function_name=name)

    assert_dangerous(found, "DATA-FUNCTION-STOPPED")


@pytest.mark.parametrize(("name", "before", "after"), [
    ("function_version", "3", "4"),
    ("routing_config", [], [{"additional_version_weights": {"4": 0.1}}]),
])  # fmt: skip
def test_an_alias_of_another_version_is_dangerous(name: str, before: Any, after: Any) -> None:
    assert_dangerous(one(ALIAS, name, before, after), "DRIFT-FUNCTION-CHANGED")


@pytest.mark.parametrize("after", [
    template(Handler="other", Timeout=60), template(Timeout=60), "{}", "no template",
])  # fmt: skip
def test_a_stack_of_another_function_is_dangerous(after: str) -> None:
    found = one(STACK, "template_body", template(Handler="ours", Timeout=60), after)

    assert_dangerous(found, "DRIFT-FUNCTION-CHANGED")
    assert "Function.Handler is not what was deployed" in [each.sentence for each in found.findings]


def test_a_stack_of_another_size_is_suspicious() -> None:
    found = one(STACK, "template_body", template(Timeout=60), template(Timeout=120))

    assert found.severity == "suspicious"


def test_an_inline_policy_that_allows_more_is_dangerous() -> None:
    found = one(INLINE, "policy", policy(READS), policy(READS, WRITES), role="r", name="p")

    assert_dangerous(found, "DRIFT-ROLE-WIDENED")
    assert found.findings[0].sentence == "the role may s3:PutObject on *"


def test_an_inline_policy_that_allows_less_is_suspicious() -> None:
    found = one(INLINE, "policy", policy(READS, WRITES), policy(READS), role="r", name="p")

    assert found.severity == "suspicious"


def test_a_role_that_more_may_take_on_is_dangerous() -> None:
    ours = allows("sts:AssumeRole", Principal=LAMBDA)
    theirs = allows("sts:AssumeRole", role="newcomer")

    found = one(ROLE, "assume_role_policy", policy(ours), policy(ours, theirs))

    assert_dangerous(found, "DRIFT-ROLE-WIDENED")


def test_a_role_without_its_boundary_is_dangerous() -> None:
    found = one(ROLE, "permissions_boundary", "arn:aws:iam::2:policy/boundary", None)

    assert_dangerous(found, "DRIFT-ROLE-WIDENED")
    assert found.findings[0].sentence == "its permissions boundary is not what was deployed"


def test_a_managed_policy_that_was_attached_is_dangerous() -> None:
    found = one(ROLE, "managed_policy_arns", [], [ADMINISTRATOR], name="r")

    assert_dangerous(found, "DRIFT-ROLE-WIDENED")
    assert found.findings[0].sentence == f"{ADMINISTRATOR} is attached to it"
    assert found.fix.startswith("remove in AWS what was added")


def test_a_managed_policy_that_was_detached_is_suspicious() -> None:
    assert one(ROLE, "managed_policy_arns", [ADMINISTRATOR], []).severity == "suspicious"


def inline(**policies: str) -> list[dict[str, str]]:
    return [{"name": name, "policy": text} for name, text in policies.items()]


@pytest.mark.parametrize(("before", "after"), [
    ([], inline(theirs=policy(WRITES))),
    ([{"name": "", "policy": ""}], inline(ours=policy(READS, WRITES))),
    (inline(ours=policy(READS)), inline(ours=policy(READS), theirs=policy(WRITES))),
    (inline(ours=policy(READS)), inline(ours=policy(READS, WRITES))),
])  # fmt: skip
def test_a_role_with_an_inline_policy_of_somebody_s_is_dangerous(before: Any, after: Any) -> None:
    ours = untouched(INLINE, {"role": "r", "name": "ours", "policy": policy(READS)})
    drift = drifted(
        ROLE, {"name": "r", "inline_policy": before}, {"name": "r", "inline_policy": after}
    )

    (found,) = classified(drift, there=(ours,))

    assert_dangerous(found, "DRIFT-ROLE-WIDENED")


@pytest.mark.parametrize(("address", "rule", "name", "before", "after"), [
    (FUNCTION, "DRIFT-FUNCTION-CHANGED", "handler", "a", "b"),
    (ROLE, "DRIFT-ROLE-WIDENED", "permissions_boundary", "arn:a", None),
    (ROLE, "DRIFT-ROLE-WIDENED", "managed_policy_arns", [], [ADMINISTRATOR]),
])  # fmt: skip
def test_a_waiver_excuses_what_it_names_and_nothing_beside_it(
    address: str, rule: str, name: str, before: Any, after: Any
) -> None:
    waiver = {"id": rule, "address": address, "owner": "us", "reason": "an incident",
              "expires": "2026-02-01"}  # fmt: skip
    waived = prod(guardrails__waivers=[waiver])

    (alone,) = classified(drifted(address, {name: before}, {name: after}), of=waived)
    (beside,) = classified(
        drifted(address, {name: before, "timeout": 1}, {name: after, "timeout": 2}), of=waived
    )

    assert alone.severity == "benign"
    assert beside.severity == "suspicious"
    assert [each.name for each in beside.attributes] == ["timeout"]


def test_a_plan_that_does_the_same_is_reviewed_and_not_refused_for_it() -> None:
    drift = case_of(
        drifted(FUNCTION, {"handler": "a"}, {"handler": "b"}),
        drifted(ROLE, {"managed_policy_arns": []}, {"managed_policy_arns": [ADMINISTRATOR]}),
    )
    plan = replace(drift, verb="plan")

    assert len([*changed_functions(drift), *wider_roles(drift)]) == 2
    assert [*changed_functions(plan), *wider_roles(plan)] == []
