"""What leaves the functions otherwise than today, and by which artifact."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.guardrails.plans import TODAY, environment, resource
from toolkit.domain.guardrails.case import Case, CompiledRules
from toolkit.domain.plan import Plan
from toolkit.domain.review.model import ArtifactChange, PrivacyChange
from toolkit.domain.review.privacy import artifact_change, privacy_change

A, B, C = (f"pseudonymizer/{digit * 64}.zip" for digit in "abc")
APPROVERS = {"privacy_approvers": ["@acme/privacy"], "reset_approvals": False}


def rules(paths: tuple[str, ...] = (), **columns: str) -> CompiledRules:
    schema = {"vendor": "com.acme", "name": "order", "version": "1-*-*", "paths": list(paths)}
    return {"version": 1, "columns": columns, "schemas": [schema]}


def case_of(*functions: tuple[str | None, str | None], **known: CompiledRules | None) -> Case:
    """Functions with the artifact of today and that of tomorrow, and the rules of `a`, `b`, `c`."""
    changes = [
        resource(
            "aws_lambda_function",
            None if before is None else {"s3_key": before},
            None if after is None else {"s3_key": after},
            f'module.lambda.aws_lambda_function.this["{index}"]',
        )
        for index, (before, after) in enumerate(functions)
    ]
    keys = {"a": A, "b": B, "c": C}
    read = {keys[name]: found for name, found in known.items()}
    return Case(Plan("1.15.5", tuple(changes)), environment(review=APPROVERS), TODAY, rules=read)


def passing(*now: str, **more: Any) -> PrivacyChange:
    return PrivacyChange(now, approvers=("@acme/privacy",), **more)


def test_a_column_and_a_field_that_pass_now() -> None:
    case = case_of((A, B), a=rules(user_id="hash"), b=rules(("id",), user_id="keep"))

    assert privacy_change(case) == passing("user_id", "com.acme/order/jsonschema/1-*-*:id")


def test_a_column_that_passes_no_more() -> None:
    case = case_of((A, B), a=rules(user_id="keep"), b=rules(user_id="hash"))

    assert privacy_change(case) == passing(passes_no_more=("user_id",))


def test_a_column_that_is_hashed_instead_of_emptied() -> None:
    case = case_of((A, B), a=rules(user_id="empty"), b=rules(user_id="hash"))

    assert privacy_change(case) == passing(treated_otherwise=("user_id",))


def test_other_code_with_the_same_rules_is_no_change_of_privacy() -> None:
    same = rules(user_id="keep")

    assert privacy_change(case_of((A, B), a=same, b=same)) is None


def test_the_same_artifact_is_no_change_at_all() -> None:
    case = case_of((A, A), a=rules(user_id="keep"))

    assert privacy_change(case) is None
    assert artifact_change(case) is None


def test_of_a_first_apply_everything_that_passes_is_new() -> None:
    case = case_of((None, A), a=rules(("id",), user_id="keep", page_url="hash"))

    assert privacy_change(case) == passing("user_id", "com.acme/order/jsonschema/1-*-*:id")


def test_what_passes_by_one_of_the_deployed_artifacts_alone_is_new() -> None:
    known = {"a": rules(user_id="keep"), "b": rules(user_id="hash"), "c": rules(user_id="keep")}

    assert privacy_change(case_of((A, C), (B, C), **known)) == passing("user_id")


def test_each_name_stands_once() -> None:
    case = case_of((A, C), (B, C), a=rules(), b=rules(), c=rules(user_id="keep"))

    assert privacy_change(case) == passing("user_id")


@pytest.mark.parametrize("known", [
    {"a": rules()}, {"b": rules()}, {"a": None, "b": rules()}, {"a": rules(), "b": None},
])  # fmt: skip
def test_rules_that_cannot_be_read_are_unknown(known: dict[str, CompiledRules | None]) -> None:
    assert privacy_change(case_of((A, B), **known)) == passing(unknown=True)


def test_functions_that_go_change_nothing_that_leaves_them() -> None:
    case = case_of((A, None), a=rules(user_id="keep"))

    assert privacy_change(case) is None
    assert artifact_change(case) is None


@pytest.mark.parametrize(("functions", "before", "after"), [
    ([(A, B)], "a" * 64, "b" * 64),
    ([(None, B)], "", "b" * 64),
    ([(A, B), (A, B)], "a" * 64, "b" * 64),
    ([(A, B), (B, B)], None, None),
    ([(A, C), (B, C)], "a" * 64, "c" * 64),
])  # fmt: skip
def test_the_artifact_before_and_after(
    functions: list[tuple[str | None, str | None]], before: str | None, after: str
) -> None:
    expected = None if before is None else ArtifactChange(before, after)

    assert artifact_change(case_of(*functions)) == expected
