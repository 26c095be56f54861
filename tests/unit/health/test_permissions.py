"""What the simulator is asked, and what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.roles.test_roles import SHIPPED, roles_of
from toolkit.domain.environment import Environment
from toolkit.domain.health.permissions import (
    Decision,
    Given,
    Question,
    permissions,
    principal,
    questions,
    unasked,
    untold,
)

ROLE = "arn:aws:iam::123456789012:role/plan"
READ = Question(("s3:GetObject", "s3:PutObject"), ("arn:aws:s3:::a", "arn:aws:s3:::b"))


def statement(actions: list[str], resources: list[str], **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize("environment", SHIPPED, ids=lambda environment: environment.name)
def test_every_action_of_a_plan_is_asked_for_on_its_resources(environment: Environment) -> None:
    policies = roles_of(environment).plan

    asked = {
        (action, question.resources)
        for question in questions(policies)
        for action in question.actions
    }

    assert asked == {
        (action, tuple(statement["Resource"]))
        for document in policies
        for statement in document["Statement"]
        for action in statement["Action"]
    }


def test_statements_about_the_same_resources_are_one_question() -> None:
    found = questions(
        [
            policy(statement(["a:B"], ["*"]), statement(["c:D"], ["arn:x"])),
            policy(statement(["e:F"], ["*"])),
        ]
    )

    assert found == (Question(("a:B", "e:F"), ("*",)), Question(("c:D",), ("arn:x",)))


def test_a_condition_is_given_as_it_would_be_in_a_request() -> None:
    when = {
        "StringEquals": {"kms:ViaService": "s3.us-east-2.amazonaws.com"},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ["alias/a", "alias/b"]},
    }

    (found,) = questions([policy(statement(["kms:Decrypt"], ["*"], Condition=when))])

    assert found.given == (
        Given("kms:ViaService", ("s3.us-east-2.amazonaws.com",)),
        Given("kms:ResourceAliases", ("alias/a", "alias/b"), many=True),
    )


@given(st.lists(st.integers(1, 120), max_size=6))
def test_nothing_is_asked_twice_or_left_out_however_much_there_is(sizes: list[int]) -> None:
    statements = [
        statement([f"s{number}:A{each}" for each in range(size)], [f"arn:{number % 2}"])
        for number, size in enumerate(sizes)
    ]

    asked = [action for question in questions([policy(*statements)]) for action in question.actions]

    assert sorted(asked) == sorted(name for each in statements for name in each["Action"])
    assert all(len(question.actions) <= 40 for question in questions([policy(*statements)]))


@pytest.mark.parametrize(
    ("arn", "asked_about"),
    [
        ("arn:aws:iam::123456789012:user/ana", "arn:aws:iam::123456789012:user/ana"),
        ("arn:aws:sts::123456789012:assumed-role/plan/ana", ROLE),
        ("arn:aws-cn:sts::1:assumed-role/plan/a/b", "arn:aws-cn:iam::1:role/plan"),
        (ROLE, ROLE),
        ("arn:aws:iam::123456789012:root", None),
        ("arn:aws:sts::123456789012:federated-user/ana", None),
    ],
)
def test_the_one_asked_about_is_whose_policies_decide(arn: str, asked_about: str | None) -> None:
    assert principal(arn) == asked_about


def judged(**decisions: Decision) -> Any:
    named: Mapping[str, Decision] = {f"s3:{name}": each for name, each in decisions.items()}
    return permissions([(READ, named)], ROLE, "staging")


def test_permissions_that_are_all_there_pass() -> None:
    found = judged(GetObject="allowed", PutObject="allowed")

    assert (found.outcome, found.sentence) == ("passed", "2 permissions needed to plan are allowed")


def test_a_denied_permission_fails_and_is_named() -> None:
    found = judged(GetObject="allowed", PutObject="denied")

    assert found.outcome == "failed"
    assert found.sentence == f"1 of 2 permissions needed to plan are denied to {ROLE}"
    assert found.details == ("s3:PutObject on arn:aws:s3:::a or arn:aws:s3:::b",)
    assert "`snowops roles staging --role plan`" in found.fix


def test_what_hangs_on_a_condition_is_a_warning_unless_something_is_denied() -> None:
    assert judged(GetObject="undecided", PutObject="allowed").outcome == "warned"
    assert judged(GetObject="undecided", PutObject="denied").outcome == "failed"


def test_who_cannot_be_asked_about_is_no_failure() -> None:
    root = unasked("arn:aws:iam::123456789012:root", "staging")
    federated = unasked("arn:aws:sts::123456789012:federated-user/ana", "staging")

    assert (root.outcome, federated.outcome) == ("warned", "warned")
    assert "root user" in root.sentence
    assert "federated-user/ana" in federated.sentence


def test_iam_s_own_reason_is_kept() -> None:
    found = untold("cannot simulate", ("AccessDenied",), "staging")

    assert (found.outcome, found.details) == ("warned", ("AccessDenied",))
    assert "iam:SimulatePrincipalPolicy" in found.fix
