"""The JSON of a plan becomes drift: what differs, how deep, and all around it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.adapters.terraform.differences import differ, differences
from toolkit.adapters.terraform.drift_json import parse_drift
from toolkit.domain.plan import Change, Plan, Withheld

FUNCTION = 'module.lambda.aws_lambda_function.this["raw_bad"]'


def function(address: str = FUNCTION, **parts: Any) -> dict[str, Any]:
    return {"address": address, "type": "aws_lambda_function", "mode": "managed", **parts}


def drift_of(*items: dict[str, Any], state: dict[str, Any] | None = None) -> Plan:
    module = {"values": {"root_module": state or {}}}
    return parse_drift(
        json.dumps({"terraform_version": "1.15.5", "resource_drift": items, "prior_state": module})
    )


def drifted(before: Any, after: Any, **more: Any) -> Change:
    change = {"actions": ["update"], "before": before, "after": after, **more}
    (found,) = drift_of(function(change=change)).changes
    return found


def told(before: Any, after: Any, **more: Any) -> list[tuple[str, str | None, str | None]]:
    """Name, before and after of each attribute."""
    found = drifted(before, after, **more).attributes
    return [(each.name, each.before, each.after) for each in found]


@pytest.mark.parametrize(("before", "after", "expected"), [
    pytest.param({"a": 1}, {"a": 2}, [("a", "1", "2")], id="a number"),
    pytest.param({"a": True}, {"a": False}, [("a", "true", "false")], id="a switch"),
    pytest.param({"a": "x"}, {}, [("a", "x", None)], id="what is gone"),
    pytest.param(
        {"tags": {"a": "b", "c": "d"}}, {"tags": {"a": "b", "c": "e"}},
        [("tags.c", "d", "e")], id="a tag",
    ),
    pytest.param({"tags": None}, {"tags": {"a": "b"}}, [("tags.a", None, "b")], id="a first tag"),
    pytest.param(
        {"rule": [{"days": 7, "on": True}]}, {"rule": [{"days": 8, "on": True}]},
        [("rule.days", "7", "8")], id="inside of an only block",
    ),
    pytest.param(
        {"rule": [{"days": 7}, {"days": 1}]}, {"rule": [{"days": 7}, {"days": 2}]},
        [("rule[1].days", "1", "2")], id="inside of the second of two blocks",
    ),
    pytest.param(
        {"rule": [{"days": 7}]}, {"rule": [{"days": 7}, {"days": 9}]},
        [("rule", '[{"days": 7}]', '[{"days": 7}, {"days": 9}]')], id="a block more",
    ),
    pytest.param(
        {"rule": [{"a": [{"b": 1}]}]}, {"rule": [{"a": [{"b": 2}]}]},
        [("rule.a.b", "1", "2")], id="a block in a block",
    ),
    pytest.param({"a": "x"}, {"a": ["x"]}, [("a", "x", '["x"]')], id="another kind of value"),
    pytest.param({"a": "x" * 99}, {"a": "y"}, [("a", "(99 characters)", "y")], id="a long text"),
])  # fmt: skip
def test_what_differs_is_told_as_far_inside_as_it_lies(
    before: Any, after: Any, expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert told(before, after) == expected


def document(*statements: str) -> str:
    items = [{"Sid": sid, "Action": ["b", "a"], "Resource": "*"} for sid in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": items})


def test_a_policy_in_another_order_is_no_drift() -> None:
    assert not differ({"policy": document("a", "b")}, {"policy": document("b", "a")})
    assert differ({"policy": document("a", "b")}, {"policy": document("a", "c")})


def test_other_documents_keep_their_order() -> None:
    assert differ('{"order": ["a", "b"]}', '{"order": ["b", "a"]}')
    assert not differ('{"a": 1, "b": 2}', '{ "b": 2, "a": 1 }')
    assert differ("{no document", "{another")


def test_what_nobody_may_see_differs_and_is_not_told() -> None:
    found = told({"k": ["a"]}, {"k": ["b"]}, after_sensitive={"k": [True]})

    assert found == [("k", "(sensitive)", "(sensitive)")]


@pytest.mark.parametrize(("before", "after", "name"), [
    ({}, {"SALT": "correct horse"}, "environment.variables.SALT"),
    ({"X": "a"}, {"X": "AKIA" + "A1B2" * 4}, "environment.variables.X"),
    ({"X": "a"}, {"X": "q7Zk2Lw9Xb4Rt6Yp1Vm3Nc8Hd5Js0Gf+"}, "environment.variables.X"),
])  # fmt: skip
def test_what_looks_like_a_secret_is_not_told(
    before: dict[str, str], after: dict[str, str], name: str
) -> None:
    old, new = ({"environment": [{"variables": side}]} for side in (before, after))

    ((place, _, shown),) = told(old, new)

    assert (place, shown) == (name, "(looks like a secret)")


def test_a_digest_is_told() -> None:
    digest = "q7Zk2Lw9Xb4Rt6Yp1Vm3Nc8Hd5Js0Gf+"

    assert told({"source_code_hash": digest}, {"source_code_hash": "x"}) == [
        ("source_code_hash", digest, "x")
    ]


def test_what_is_gone_has_no_attributes() -> None:
    (found,) = drift_of(
        function(change={"actions": ["delete"], "before": {"role": "r"}, "after": None})
    ).changes

    assert found.action == "delete"
    assert found.attributes == ()
    assert found.after is None


@pytest.mark.parametrize("item", [
    function(mode="data", change={"actions": ["update"], "before": {"a": 1}, "after": {"a": 2}}),
    function(change={"actions": ["no-op"], "before": {"a": 1}, "after": {"a": 2}}),
])  # fmt: skip
def test_data_sources_and_what_is_as_it_was_are_left_out(item: dict[str, Any]) -> None:
    assert drift_of(item).changes == ()


def test_rules_see_what_they_judge_and_no_more() -> None:
    values = {"function_name": "f", "environment": [{"variables": {"A": "b"}}], "memory_size": 1}
    hidden = {"environment": [{"variables": {"A": True}}]}

    found = drifted({**values, "memory_size": 2}, values, before_sensitive=hidden)

    seen = {"function_name": "f", "environment": [{"variables": {"A": Withheld.SENSITIVE}}]}
    assert found.before == found.after == seen


def test_all_else_that_aws_has_stands_around_it() -> None:
    change = {"actions": ["update"], "before": {"role": "a"}, "after": {"role": "b"}}
    other = FUNCTION.replace("raw_bad", "enriched_bad")
    data = {"address": "data.aws_region.this", "type": "aws_region", "mode": "data", "values": {}}
    inner = {
        "resources": [
            function(values={"function_name": "f"}),
            function(other, values={"function_name": "g"}, sensitive_values={}),
        ]
    }
    state = {"resources": [data], "child_modules": [{"child_modules": [inner]}]}

    plan = drift_of(function(change=change), state=state)

    assert [each.address for each in plan.changes] == [FUNCTION]
    assert [(each.address, each.action) for each in plan.unchanged] == [(other, "keep")]
    assert plan.unchanged[0].before == plan.unchanged[0].after == {"function_name": "g"}


def test_an_empty_state_is_no_drift() -> None:
    plan = parse_drift('{"terraform_version": "1.15.5"}')

    assert plan.terraform_version == "1.15.5"
    assert plan.resources == ()


_values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "a", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_values, _values)
def test_differences_are_found_exactly_where_something_differs(before: Any, after: Any) -> None:
    found = list(differences(before, after))

    assert bool(found) == differ(before, after)
    assert all(differ(old, new) for _, old, new in found)
    paths = [path for path, _, _ in found]
    assert len(set(paths)) == len(paths)


@given(_values)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert not differ(value, value)


@given(_values, _values)
def test_sides_do_not_matter(before: Any, after: Any) -> None:
    there = [path for path, _, _ in differences(before, after)]
    back = [path for path, _, _ in differences(after, before)]

    assert there == back


@given(_values, st.text(max_size=8), st.text(max_size=8))
def test_a_word_for_another_is_never_overlooked(value: Any, one: str, other: str) -> None:
    assume(one != other and not one.startswith("{") and not other.startswith("{"))
    before, after = ({"around": value, "word": [{"deep": word}]} for word in (one, other))

    assert [path for path, _, _ in differences(before, after)] == ["word.deep"]
