"""What passes by one artifact's rules and not by another's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.guardrails.plans import TODAY, environment, findings, ids, resource
from toolkit.domain.allowlist import Passing
from toolkit.domain.guardrails.allowlist import artifact_keys, growth
from toolkit.domain.guardrails.case import Case
from toolkit.domain.guardrails.finding import Allowance
from toolkit.domain.plan import Plan, Withheld


def rules(paths: tuple[str, ...] = (), version: str = "1-*-*", **columns: str) -> dict[str, Any]:
    schema = {"vendor": "com.acme", "name": "order", "version": version, "paths": list(paths)}
    return {"version": 1, "columns": columns, "schemas": [schema]}


@pytest.mark.parametrize(
    ("before", "after", "grown"),
    [
        (rules(user_id="hash"), rules(user_id="keep"), ["column user_id (keep instead of hash)"]),
        (rules(a="empty"), rules(a="json"), ["column a (json instead of empty)"]),
        (rules(), rules(a="keep"), ["column a (keep instead of empty)"]),
        (rules(("id",)), rules(("id", "mail")), ["mail of com.acme/order/1-*-*"]),
        (rules(("id",), "1-0-0"), rules(("id",), "1-*-*"), ["id of com.acme/order/1-*-*"]),
        (rules(("id",), "1-*-*"), rules(("id",), "1-0-2"), []),
        (rules(("id", "mail")), rules(("id",)), []),
        (rules(a="keep"), rules(a="hash"), []),
        (rules(a="hash"), rules(a="empty"), []),
        (rules(("id",), a="keep"), rules(("id",), a="keep"), []),
    ],
)
def test_growth(before: dict[str, Any], after: dict[str, Any], grown: list[str]) -> None:
    assert [words for words, _ in growth(before, after)] == grown


OLD, NEW = rules(a="hash"), rules(a="keep")
UPDATE = resource("aws_lambda_function", {"s3_key": "old.zip"}, {"s3_key": "new.zip"})


def test_an_allowlist_that_grew_needs_a_reason() -> None:
    known = {"old.zip": OLD, "new.zip": NEW}
    accepted = Allowance("PRIVACY-ALLOWLIST-GREW", "*", "reviewed by privacy")

    refused = findings(UPDATE, rules=known)
    passed = findings(UPDATE, rules=known, allowed=(accepted,))

    assert ids(refused) == {"PRIVACY-ALLOWLIST-GREW"}
    assert refused[0].path == ("lambda", "allowlist")
    assert refused[0].passing == Passing("a")
    assert [each.status for each in passed] == ["allowed"]


@pytest.mark.parametrize("known", [{"old.zip": OLD}, {"new.zip": NEW}, {"old.zip": None}])
def test_rules_that_cannot_be_read_are_no_proof(known: dict[str, Any]) -> None:
    assert ids(findings(UPDATE, rules=known)) == {"PRIVACY-ALLOWLIST-UNKNOWN"}


def test_a_function_under_another_address_is_compared_as_well() -> None:
    gone = resource("aws_lambda_function", {"s3_key": "old.zip"}, None, "a.old", "delete")
    come = resource("aws_lambda_function", None, {"s3_key": "new.zip"}, "a.new", "create")

    found = findings(gone, come, rules={"old.zip": OLD, "new.zip": NEW})

    assert [each.name for each in found] == ["PRIVACY-ALLOWLIST-GREW@a.new"]


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        ({"s3_key": "old.zip"}, {"s3_key": "new.zip"}, ("new.zip", "old.zip")),
        ({"s3_key": "old.zip"}, {"s3_key": "old.zip"}, ()),
    ],
)
def test_artifacts_are_asked_for_only_where_they_change(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[str, ...]
) -> None:
    plan = Plan("1.15.5", (resource("aws_lambda_function", before, after),))

    assert artifact_keys(Case(plan, environment(), TODAY)) == keys


def test_a_first_function_is_compared_with_nothing() -> None:
    first = resource("aws_lambda_function", None, {"s3_key": "new.zip"}, action="create")

    assert findings(first) == ()


@pytest.mark.parametrize(
    "after",
    [
        pytest.param({"s3_key": Withheld.UNKNOWN}, id="a key that is not known"),
        pytest.param({"s3_key": None}, id="code from a file or an image"),
        pytest.param({"s3_key": "old.zip", "s3_bucket": "elsewhere"}, id="another bucket"),
    ],
)
def test_code_from_elsewhere_may_let_anything_pass(after: dict[str, Any]) -> None:
    name = {"function_name": f"{environment().prefix}-reports"}
    changed = resource("aws_lambda_function", {**name, "s3_key": "old.zip"}, {**name, **after})
    first = resource("aws_lambda_function", None, {**name, **after}, action="create")

    assert ids(findings(changed, rules={"old.zip": OLD})) == {"PRIVACY-ALLOWLIST-UNKNOWN"}
    assert ids(findings(first)) == {"PRIVACY-ALLOWLIST-UNKNOWN"}


def test_the_artifacts_of_a_stack_that_is_not_known_is_the_plans_own() -> None:
    template = {
        "Resources": {
            "F": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {"S3Key": "old.zip"}}}
        }
    }
    stack = resource(
        "aws_cloudformation_stack",
        {"template_body": json.dumps(template)},
        {"template_body": Withheld.UNKNOWN},
    )
    plan = Plan("1.15.5", (stack,), artifact_sha256="2" * 64)

    assert artifact_keys(Case(plan, environment(), TODAY)) == (
        "old.zip",
        f"pseudonymizer/{'2' * 64}.zip",
    )
