"""A state is read for its addresses, ids and names, and for nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.state_file import EMPTY, InState, read_state

PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]'


def state(*resources: dict[str, Any], serial: int = 7, lineage: str = "4f-1") -> str:
    return json.dumps(
        {"version": 4, "serial": serial, "lineage": lineage, "resources": list(resources)}
    )


def resource(
    *instances: dict[str, Any], kind: str = "aws_kinesis_stream", **more: Any
) -> dict[str, Any]:
    of = {"mode": "managed", "type": kind, "name": "this", "provider": PROVIDER}
    return {**of, "instances": list(instances), **more}


@pytest.mark.parametrize(
    ("more", "index", "address"),
    [
        pytest.param({}, None, "aws_kinesis_stream.this", id="in the root"),
        pytest.param({}, 0, "aws_kinesis_stream.this[0]", id="counted"),
        pytest.param(
            {"module": 'module.a["b"].module.c'}, "raw_good",
            'module.a["b"].module.c.aws_kinesis_stream.this["raw_good"]',
            id="with a key, in a module",
        ),
        pytest.param(
            {}, 'a"b\\${c}%{d}', 'aws_kinesis_stream.this["a\\"b\\\\$${c}%%{d}"]',
            id="with a key that is not easy",
        ),
    ],
)  # fmt: skip
def test_an_address_is_written_as_terraform_does(
    more: dict[str, Any], index: Any, address: str
) -> None:
    instance = {"index_key": index, "attributes": {"id": "arn", "name": "good"}}

    found = read_state(state(resource(instance, **more)))

    assert found is not None
    assert list(found.resources) == [address]


def test_a_state_is_known_by_lineage_and_serial() -> None:
    secret = {"id": "arn", "name": "good", "password": "swordfish", "tags": {"Name": "acme"}}

    found = read_state(state(resource({"attributes": secret})))

    assert found is not None
    assert (found.lineage, found.serial) == ("4f-1", 7)
    assert found.resources == {
        "aws_kinesis_stream.this": InState(
            "aws_kinesis_stream.this",
            "aws_kinesis_stream",
            "arn",
            {"name": "good", "tags.Name": "acme"},
        )
    }
    assert "swordfish" not in repr(found)


def test_data_sources_and_leftovers_of_replacements_are_no_resources() -> None:
    data = resource({"attributes": {"id": "x"}}, mode="data")
    deposed = resource({"attributes": {"id": "old"}, "deposed": "a1b2"})

    found = read_state(state(data, deposed))

    assert found is not None
    assert found.resources == {}


def test_no_state_yet_is_an_empty_one() -> None:
    assert read_state("") == read_state("\n") == EMPTY


@given(st.integers(1, len(state(resource({"attributes": {"id": "x"}}))) - 1))
def test_a_state_that_was_cut_short_is_none(length: int) -> None:
    assert read_state(state(resource({"attributes": {"id": "x"}}))[:length]) is None


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_what_is_no_state_is_not_taken_for_one(value: Any) -> None:
    assert read_state(json.dumps(value)) is None
