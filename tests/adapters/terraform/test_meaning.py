"""Two plans with one meaning do the same; any other value is another meaning."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.terraform import recordings
from toolkit.adapters.terraform.meaning import meaning

Json = dict[str, Any]

_scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=3)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", max_size=2), inner),
    max_leaves=6,
)
_facts = st.dictionaries(st.sampled_from(["name", "tags", "rule"]), _values, max_size=3)


@st.composite
def _resources(draw: st.DrawFn) -> Json:
    number = draw(st.integers(0, 99))
    return {
        "address": f"aws_thing.this[{number}]",
        "mode": "managed",
        "type": "aws_thing",
        "change": {
            "actions": draw(st.sampled_from([["create"], ["update"], ["delete", "create"]])),
            "before": draw(_facts),
            "after": draw(_facts),
            "after_unknown": draw(_facts),
        },
    }


_plans = st.lists(_resources(), min_size=1, max_size=4, unique_by=lambda item: item["address"]).map(
    lambda items: {"resource_changes": items, "output_changes": {}}
)


@given(_plans, st.randoms())
def test_order_means_nothing(plan: Json, chance: Any) -> None:
    other = copy.deepcopy(plan)
    chance.shuffle(other["resource_changes"])
    backwards = json.loads(json.dumps(other), object_pairs_hook=lambda pairs: dict(pairs[::-1]))

    assert meaning(backwards) == meaning(plan)


@given(_plans, _values, _values)
def test_what_changes_nothing_means_nothing(plan: Json, one: Any, other: Any) -> None:
    still = {
        "address": "aws_thing.still",
        "mode": "managed",
        "type": "aws_thing",
        "change": {"actions": ["no-op"], "before": one, "after": one},
    }
    read = {**still, "mode": "data", "change": {"actions": ["read"], "after": other}}
    more = {
        **plan,
        "timestamp": "2026-01-15T12:00:00Z",
        "prior_state": one,
        "configuration": other,
        "resource_drift": [still],
        "resource_changes": [*plan["resource_changes"], still, read],
    }

    assert meaning(more) == meaning(plan)


@given(_plans, st.data())
def test_any_other_value_is_another_meaning(plan: Json, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(plan["resource_changes"]) - 1))
    places = list(_leaves(plan["resource_changes"][index]))
    place = data.draw(st.sampled_from(places))

    other = copy.deepcopy(plan)
    _set(other["resource_changes"][index], place, "another value")

    assert meaning(other) != meaning(plan)


@pytest.mark.parametrize("name", ["previous_address", "deposed"])
def test_where_a_resource_comes_from_is_part_of_the_meaning(name: str) -> None:
    plan = json.loads(recordings.text("plan.json"))
    other = copy.deepcopy(plan)

    other["resource_changes"][0][name] = "elsewhere"

    assert meaning(other) != meaning(plan)


@pytest.mark.parametrize(
    "more",
    [
        {"output_changes": {"bucket": {"actions": ["update"], "before": "a", "after": "b"}}},
        {"action_invocations": [{"address": "action.aws_lambda_invoke.this"}]},
    ],
)
def test_outputs_and_actions_are_part_of_the_meaning(more: Json) -> None:
    assert meaning(more) != meaning({})


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of the values that say what happens."""
    if path == ("mode",):
        return
    if not isinstance(value, dict | list) or not value:
        yield path
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(item, (*path, key))


def _set(value: Any, path: tuple[Any, ...], new: Any) -> None:
    *parents, last = path
    for part in parents:
        value = value[part]
    value[last] = new
