"""Functions that could not run although Firehose needs them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.functions import FUNCTION, NAME, function, stack, template
from tests.unit.guardrails.plans import findings, ids, resource
from toolkit.domain.plan import Action, Change, Withheld

STOPPED = "DATA-FUNCTION-STOPPED"
PATH = resource(
    "aws_kinesis_firehose_delivery_stream",
    {},
    {},
    'module.firehose.aws_kinesis_firehose_delivery_stream.this["raw_bad"]',
    "keep",
)
ALIAS = {"name": "live", "function_name": NAME, "function_version": "3"}


@pytest.mark.parametrize("limit", [0, Withheld.UNKNOWN, Withheld.SENSITIVE])
def test_a_function_without_executions_is_stopped(limit: Any) -> None:
    (found,) = findings(function({"reserved_concurrent_executions": limit}))

    assert found.rule.id == STOPPED
    assert found.path == ("lambda", "reserved_concurrency", "raw_bad")
    assert ids(findings(stack(ReservedConcurrentExecutions=0))) == {STOPPED}


@pytest.mark.parametrize("limit", [-1, 1, None])
def test_a_function_with_executions_is_not(limit: int | None) -> None:
    assert findings(function({"reserved_concurrent_executions": limit})) == ()
    assert findings(stack(ReservedConcurrentExecutions=1)) == ()


def gone(kind: str, before: dict[str, Any], action: Action = "delete") -> Change:
    return resource(kind, before, None, "a.gone", action)


@pytest.mark.parametrize(("kind", "before"), [
    ("aws_lambda_function", FUNCTION),
    ("aws_lambda_alias", ALIAS),
    ("aws_lambda_alias", {**ALIAS, "function_name": f"arn:aws:lambda:r:1:function:{NAME}"}),
    ("aws_cloudformation_stack", template({"FunctionName": NAME}, {}, "V")),
])  # fmt: skip
def test_a_path_needs_its_function(kind: str, before: dict[str, Any]) -> None:
    found = [each for each in findings(gone(kind, before), PATH) if each.rule.id == STOPPED]

    assert [each.address for each in found] == ["a.gone"]
    assert STOPPED not in ids(findings(gone(kind, before, "forget"), PATH))
    assert STOPPED not in ids(findings(gone(kind, before)))


def test_a_function_that_comes_again_under_another_address_is_not_gone() -> None:
    again = resource("aws_lambda_function", None, FUNCTION, "b.function", "create")

    assert STOPPED not in ids(findings(gone("aws_lambda_function", FUNCTION), again, PATH))


def test_trackers_may_come_in_as_long_as_there_is_an_entrance() -> None:
    door = 'module.collectors.aws_security_group_rule.world_to_load_balancer["https"]'
    shut = resource("aws_security_group_rule", {}, None, door, "delete")
    other = resource("aws_security_group_rule", {}, None, "a.b", "delete")
    entrance = resource("aws_lb", {"internal": True}, {"internal": True}, action="keep")

    (found,) = [each for each in findings(shut, entrance) if each.rule.id.startswith("DATA-E")]

    assert found.rule.id == "DATA-ENTRANCE-CLOSED"
    assert found.path == ("collectors", "allowed_cidr_blocks")
    assert "DATA-ENTRANCE-CLOSED" not in ids(findings(other, entrance)) | ids(findings(shut))
