"""One attribute as it is now, and all else as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.adapters.terraform.differences import differences
from toolkit.domain.drift.inner import with_inner

_values = st.recursive(
    st.none() | st.integers(1, 3) | st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3)
    ),
    max_leaves=8,
)
_facts = st.dictionaries(st.sampled_from("abc"), _values, max_size=3)


@given(_facts, _facts)
@example({"c": [[1, 1, 1]]}, {"c": [[1, 1, 2]]})
def test_each_difference_alone_is_that_difference(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    for path, old, new in differences(before, after):
        alone = with_inner(before, after, path)

        assert list(differences(before, alone)) == [(path, old, new)]


@pytest.mark.parametrize("path", ["b", "a.x.y", "a[1]", "list[2].x", "list.x", "tags.a.b", "a[0]"])
def test_what_is_not_there_cannot_be_taken(path: str) -> None:
    facts = {"a": "text", "list": [{"x": 1}, {"x": 2}], "tags": {"a.b": "c"}}

    assert with_inner(facts, facts, path) is None


def test_nothing_is_changed_in_place() -> None:
    before, after = {"rule": [{"days": 1}]}, {"rule": [{"days": 2}]}

    assert with_inner(before, after, "rule.days") == after
    assert before == {"rule": [{"days": 1}]}
