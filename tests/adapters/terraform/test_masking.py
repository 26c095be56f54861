"""What Terraform marks stays behind, on both sides of a change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from toolkit.adapters.terraform.drift_json import parse_drift
from toolkit.adapters.terraform.masking import either, masked
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.plan import Change, Withheld

S, U = Withheld.SENSITIVE, Withheld.UNKNOWN


@pytest.mark.parametrize(("value", "unknown", "sensitive", "expected"), [
    ("a", None, None, "a"),
    ("a", False, False, "a"),
    ("a", None, True, S),
    (None, True, None, U),
    ("a", True, True, S),
    ({"a": 1, "b": 2}, {}, {"a": True}, {"a": S, "b": 2}),
    ({"a": 1}, {"b": True}, {}, {"a": 1, "b": U}),
    ([1, 2], [False, True], [], [1, U]),
    ([{"a": 1}], None, [{"a": True}], [{"a": S}]),
    ({"a": [1]}, {}, {"a": True}, {"a": S}),
    ([1], None, {}, [1]),
])  # fmt: skip
def test_marks_have_the_shape_of_the_value(
    value: Any, unknown: Any, sensitive: Any, expected: Any
) -> None:
    assert masked(value, unknown, sensitive) == expected


@pytest.mark.parametrize(("one", "other", "expected"), [
    (None, None, None),
    (False, True, True),
    (True, {"a": False}, True),
    ({"a": True}, {"b": True}, {"a": True, "b": True}),
    ({"a": True}, {"a": False}, {"a": True}),
    ({}, [True], [True]),
    ([{"a": True}], [{"b": True}, True], [{"a": True, "b": True}, True]),
    (False, {"a": True}, {"a": True}),
    ([True], {"a": True}, True),
])  # fmt: skip
def test_what_either_side_marks_is_marked(one: Any, other: Any, expected: Any) -> None:
    assert either(one, other) == expected
    assert either(other, one) == expected


@pytest.mark.parametrize("side", ["before_sensitive", "after_sensitive"])
@pytest.mark.parametrize("key", ["resource_changes", "resource_drift"])
def test_rules_see_no_value_that_has_or_had_a_mark(side: str, key: str) -> None:
    change = {
        "actions": ["update"],
        "before": {"policy": "secret", "tags": {}},
        "after": {"policy": "secret", "tags": {"a": "b"}},
        side: {"policy": True},
    }
    text = json.dumps({key: [{"address": "a.b", "type": "aws_kms_key", "change": change}]})

    (found,) = (parse_plan if key == "resource_changes" else parse_drift)(text).changes

    assert facts(found) == [{"policy": S}, {"policy": S}]


def facts(change: Change) -> list[Any]:
    return [change.before, change.after]
