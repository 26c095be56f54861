from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.domain.record_difference import attribute_pairs
from toolkit.domain.transformation import Transformed, batches, kind_of
from toolkit.runtime.fields import NAMES

RECORDS = st.lists(st.binary(max_size=12), max_size=30)


@settings(deadline=None)
@given(records=RECORDS, size=st.integers(min_value=1, max_value=40))
def test_batches_hold_every_record_in_order_and_no_more_than_they_may(
    records: list[bytes], size: int
) -> None:
    found = list(batches(records, size))

    assert [record for batch in found for record in batch] == records
    assert all(len(batch) == 1 or sum(map(len, batch)) <= size for batch in found)


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (b'{"schema":"x"}', "bad"),
        (b'  {"line":""}', "bad"),
        (b"shop\tweb\t", "enriched"),
        (b"\t\t", "enriched"),
        (b"", "enriched"),
    ],
)
def test_failed_events_are_told_from_events(record: bytes, kind: str) -> None:
    assert kind_of(record) == kind


def test_the_columns_of_an_event_are_paired_by_name() -> None:
    before = "\t".join(["shop", *[""] * 11, "somebody", *[""] * 118]).encode()
    after = "\t".join(["shop", *[""] * 11, "0123", *[""] * 118]).encode() + b"\n"

    pairs = list(attribute_pairs(Transformed(before, after, "Ok")))

    assert pairs == [("app_id", "shop", "shop"), ("user_id", "somebody", "0123")]
    assert NAMES[12] == "user_id"


def test_the_leaves_of_a_failed_event_are_paired_by_path() -> None:
    before = b'{"schema":"x","data":{"a":[1,{"b":"c"}],"m@x":null}}'
    after = b'{"schema":"x","data":{"a":["one",{"b":"two"}],"0f":null}}\n'

    pairs = list(attribute_pairs(Transformed(before, after, "Ok")))

    assert pairs == [
        ("schema", "x", "x"),
        ("data.a[0]", "1", "one"),
        ("data.a[1].b", "c", "two"),
        ("data.m@x", "null", "null"),
        ("data.0f", "null", "null"),
    ]
