"""Plan JSON becomes a Plan, and what nobody should see stays behind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.terraform import recordings
from toolkit.adapters.terraform.drift_json import parse_drift
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.plan import AttributeChange, Summary


def plan_of(change: dict[str, Any], **resource: Any) -> str:
    """Plan JSON with one resource."""
    one = {"address": "module.salt.aws_kms_key.this", "type": "aws_kms_key", "mode": "managed"}
    return json.dumps(
        {"terraform_version": "1.11.4", "resource_changes": [{**one, **resource, "change": change}]}
    )


def attributes(**change: Any) -> tuple[AttributeChange, ...]:
    """What a plan shows of an update in place."""
    plan = parse_plan(plan_of({"actions": ["update"], **change}))
    return plan.changes[0].attributes


def test_a_real_plan() -> None:
    plan = parse_plan(recordings.text("plan.json"))

    assert plan.terraform_version == "1.11.4"
    assert plan.artifact_sha256 == "0f1e2d"
    assert plan.outputs_changed
    assert plan.summary == Summary(update=2, replace=2)
    assert {change.address: change.attributes for change in plan.changes} == {
        "terraform_data.plain": (
            AttributeChange("input", "hello", "bye"),
            AttributeChange("output", "hello", "(known after apply)"),
        ),
        "terraform_data.partly_secret": (
            AttributeChange("input", "(sensitive)", "(sensitive)"),
            AttributeChange("output", "(looks like a secret)", "(known after apply)"),
        ),
        "terraform_data.replaced": (
            AttributeChange("output", '["a", "b"]', "(known after apply)"),
            AttributeChange("triggers_replace", '["hello"]', '["bye"]', forces_replacement=True),
        ),
        "terraform_data.secretly_replaced": (
            AttributeChange("triggers_replace", "(sensitive)", "(sensitive)", True),
        ),
    }


@pytest.mark.parametrize(
    ("actions", "action"),
    [
        (["create"], "create"),
        (["update"], "update"),
        (["delete"], "delete"),
        (["delete", "create"], "replace"),
        (["create", "delete"], "replace"),
    ],
    ids=str,
)
def test_actions_are_told_in_one_word(actions: list[str], action: str) -> None:
    plan = parse_plan(plan_of({"actions": actions, "before": {}, "after": {}}))

    assert [change.action for change in plan.changes] == [action]
    assert plan.changes[0].actions == tuple(actions)


@pytest.mark.parametrize(
    ("change", "resource"),
    [
        pytest.param({"actions": ["no-op"]}, {}, id="nothing to do"),
        pytest.param({"actions": ["read"]}, {"mode": "data"}, id="a data source"),
    ],
)
def test_left_out(change: dict[str, Any], resource: dict[str, Any]) -> None:
    assert parse_plan(plan_of(change, **resource)).is_empty


@pytest.mark.parametrize("actions", [["create"], ["delete"]], ids=str)
def test_what_comes_or_goes_whole_shows_no_attributes(actions: list[str]) -> None:
    change = {"actions": actions, "before": {"name": "a"}, "after": {"name": "a"}}

    assert parse_plan(plan_of(change)).changes[0].attributes == ()


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        pytest.param(
            {"before": {"days": 7}, "after": {"days": 30}},
            [("days", "7", "30")], id="a number",
        ),
        pytest.param(
            {"before": {"name": "a"}, "after": {"name": None}},
            [("name", "a", None)], id="a value that goes",
        ),
        pytest.param(
            {"before": {}, "after": {"tags": {"team": "data"}}},
            [("tags", None, '{"team": "data"}')], id="a value that comes",
        ),
        pytest.param(
            {"before": {"policy": "a" * 60}, "after": {"policy": "b" * 61}},
            [("policy", "a" * 60, "(61 characters)")], id="a long text",
        ),
        pytest.param(
            {
                "before": {"environment": [{"variables": {"SALT": "correct horse"}}]},
                "after": {"environment": []},
            },
            [("environment", "(looks like a secret)", "[]")], id="a variable that nobody marked",
        ),
        pytest.param(
            {"before": {"note": "a\nb"}, "after": {"note": "\x1b[2Jc"}},
            [("note", '"a\\nb"', '"\\u001b[2Jc"')], id="a text that would move the cursor",
        ),
        pytest.param(
            {"before": {"key": "a"}, "after": {}, "after_unknown": {"key": True}},
            [("key", "a", "(known after apply)")], id="a value that is not known yet",
        ),
        pytest.param(
            {
                "before": {"rule": [{"days": 7}], "tags": {}, "days": 1},
                "after": {"rule": [{"days": 7}], "tags": {}, "days": 2},
                "after_unknown": {"rule": [{}], "tags": {}},
                "before_sensitive": {"rule": [{}], "tags": {}},
                "after_sensitive": {"rule": [{}], "tags": {}},
            },
            [("days", "1", "2")], id="blocks in which nothing is unknown or sensitive",
        ),
        pytest.param(
            {
                "before": {"rule": [{"days": 7}]},
                "after": {"rule": [{"days": 8}]},
                "after_sensitive": {"rule": [{"days": False}]},
            },
            [("rule", '[{"days": 7}]', '[{"days": 8}]')], id="marks that are all false",
        ),
        pytest.param(
            {
                "before": {"environment": [{"variables": {"SALT": "old"}}]},
                "after": {"environment": [{"variables": {"SALT": "new"}}]},
                "after_sensitive": {"environment": [{"variables": {"SALT": True}}]},
            },
            [("environment", "(sensitive)", "(sensitive)")], id="a secret deep inside",
        ),
        pytest.param(
            {
                "before": {"password": "old"},
                "after": {"password": "new"},
                "before_sensitive": {"password": True},
                "after_sensitive": {},
            },
            [("password", "(sensitive)", "(sensitive)")], id="a secret that loses its mark",
        ),
        pytest.param(
            {
                "before": {"password": "old"}, "after": {"password": "new"},
                "before_sensitive": True,
            },
            [("password", "(sensitive)", "(sensitive)")], id="a resource secret as a whole",
        ),
        pytest.param(
            {
                "before": {"arn": "a", "name": "c", "tags_all": {}},
                "after": {"arn": "b", "name": "d", "tags_all": {"a": "b"}},
            },
            [("name", "c", "d")], id="not what follows from the rest",
        ),
        pytest.param(
            {"before": {"tags_all": {}}, "after": {"tags_all": {"a": "b"}}},
            [("tags_all", "{}", '{"a": "b"}')], id="tags of everything where they alone change",
        ),
    ],
)  # fmt: skip
def test_an_update_shows(
    change: dict[str, Any], shown: list[tuple[str, str | None, str | None]]
) -> None:
    found = attributes(**change)

    assert [(each.name, each.before, each.after) for each in found] == shown


def test_outputs_alone_are_a_change() -> None:
    plan = parse_plan('{"output_changes": {"bucket": {"actions": ["update"]}}}')

    assert not plan.is_empty
    assert plan.summary.total == 0


@pytest.mark.parametrize(
    "text",
    ["{}", '{"resource_changes": [], "output_changes": {"a": {"actions": ["no-op"]}}}'],
)
def test_a_plan_that_does_nothing_is_empty(text: str) -> None:
    plan = parse_plan(text)

    assert plan.is_empty
    assert plan.artifact_sha256 is None


# Marks repeat the shape of a value; `true` covers everything below it.
_secrets = st.text("xyz", min_size=8, max_size=12).map(lambda text: f"secret-{text}")
_leaves = st.one_of(
    st.tuples(st.integers(0, 9) | st.text("abc", max_size=5), st.just(False)),
    st.tuples(_secrets, st.just(True)),
)


def _unzip_list(items: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    return [value for value, _ in items], [mark for _, mark in items]


def _unzip_dict(items: dict[str, tuple[Any, Any]]) -> tuple[Any, Any]:
    values = {key: value for key, (value, _) in items.items()}
    # Terraform leaves out the marks of maps that are not set.
    return values, {key: mark for key, (_, mark) in items.items() if mark is not False}


_marked = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(_unzip_list),
        st.dictionaries(st.sampled_from("pqr"), inner, max_size=3).map(_unzip_dict),
    ),
    max_leaves=8,
)
_sides = st.dictionaries(st.sampled_from(["name", "policy", "rule", "key"]), _marked, max_size=4)


@given(_sides, _sides, st.sampled_from([["update"], ["delete", "create"]]))
def test_no_sensitive_value_is_ever_shown(
    before: dict[str, Any], after: dict[str, Any], actions: list[str]
) -> None:
    text = plan_of(
        {
            "actions": actions,
            "before": {name: value for name, (value, _) in before.items()},
            "after": {name: value for name, (value, _) in after.items()},
            "before_sensitive": {name: mark for name, (_, mark) in before.items()},
            "after_sensitive": {name: mark for name, (_, mark) in after.items()},
        }
    )

    assert "secret-" not in repr(parse_plan(text))
    assert "secret-" not in repr(parse_drift(text.replace("resource_changes", "resource_drift")))


@given(_sides)
def test_a_value_that_is_not_known_yet_is_never_guessed(unknown: dict[str, Any]) -> None:
    text = plan_of(
        {
            "actions": ["update"],
            "before": dict.fromkeys(unknown, "was"),
            "after": dict.fromkeys(unknown, "guess"),
            "after_unknown": dict.fromkeys(unknown, True),
        }
    )

    found = parse_plan(text).changes[0].attributes
    assert {each.after for each in found} <= {"(known after apply)"}


def drift_of(before: Any, after: Any, actions: list[str]) -> str:
    change = {"actions": actions, "before": before, "after": after}
    return plan_of(change).replace("resource_changes", "resource_drift")


@pytest.mark.parametrize(
    ("before", "after", "actions"),
    [
        pytest.param({"days": 7}, {"days": 9}, ["update"], id="another value"),
        pytest.param({"days": 7}, None, ["delete"], id="a resource that is gone"),
        pytest.param({"on": True}, {"on": False}, ["update"], id="something switched off"),
        pytest.param({"tags": {"a": "b"}}, {"tags": {}}, ["update"], id="a tag that is gone"),
        pytest.param({"list": ["a"]}, {"list": ["a", "b"]}, ["update"], id="one more in a list"),
    ],
)
def test_drift(before: Any, after: Any, actions: list[str]) -> None:
    assert len(parse_drift(drift_of(before, after, actions)).changes) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"tags": None}, {"tags": {}}, id="nothing and an empty map"),
        pytest.param({"name": ""}, {"name": None}, id="an empty text and nothing"),
        pytest.param({"on": None}, {"on": False}, id="nothing and false"),
        pytest.param({"rule": [{"a": None}]}, {"rule": [{}]}, id="nothing deep inside"),
    ],
)
def test_no_drift(before: Any, after: Any) -> None:
    assert parse_drift(drift_of(before, after, ["update"])).is_empty


def test_a_plan_s_own_changes_are_no_drift() -> None:
    assert parse_drift(recordings.text("plan.json")).is_empty


def test_what_names_a_resource_is_kept_and_nothing_else_of_it() -> None:
    after = {
        "name": "acme-good",
        "description": "swordfish",
        "policy": "deny all",
        "tags": {"Name": "acme", "owner": "ana"},
    }
    text = plan_of(
        {"actions": ["create"], "after": after, "after_sensitive": {"description": True}},
        type="aws_kinesis_stream",
    )

    (change,) = parse_plan(text).changes

    assert change.identity == {"name": "acme-good", "tags.Name": "acme"}


def test_a_name_that_is_not_known_yet_names_nothing() -> None:
    change = {"actions": ["create"], "after": {"name": None}, "after_unknown": {"name": True}}

    (found,) = parse_plan(plan_of(change, type="aws_kinesis_stream")).changes

    assert found.identity == {}


def test_what_is_only_taken_into_the_state_makes_a_plan_that_is_not_empty() -> None:
    same = {"name": "acme"}
    change = {"actions": ["no-op"], "before": same, "after": same, "importing": {"id": "acme"}}

    plan = parse_plan(plan_of(change, type="aws_iam_role"))

    assert plan.changes == ()
    assert [each.import_id for each in plan.imports] == ["acme"]
    assert plan.summary == Summary(imports=1)
    assert not plan.is_empty
