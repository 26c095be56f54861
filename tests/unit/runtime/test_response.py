"""The response's size is known to the byte and never beyond what Lambda returns."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.runtime.parts import Invoked
from toolkit.runtime.response import LARGEST, Response

records = st.lists(
    st.tuples(
        st.text(max_size=12), st.sampled_from(["ok", "dropped", "failed"]), st.integers(0, 400)
    ),
    max_size=12,
)


@given(records, st.integers(0, 6000))
def test_the_counted_size_is_the_size_as_the_lambda_runtime_writes_it(
    wanted: list[tuple[str, str, int]], limit: int
) -> None:
    response = Response([record_id for record_id, _, _ in wanted], limit)
    smallest = response.size

    for record_id, kind, length in wanted:
        if kind == "dropped":
            response.dropped(record_id)
        elif kind == "failed" or not response.ok(record_id, "A" * length):
            response.failed(record_id, "B" * length)
    finished = response.finished()

    assert response.size == len(json.dumps(finished))
    assert response.size <= max(limit, smallest)
    assert [answer["recordId"] for answer in finished["records"]] == [item[0] for item in wanted]


def test_data_fits_to_the_last_byte_and_no_further() -> None:
    whole = len(json.dumps({"records": [{"recordId": "1", "result": "Ok", "data": "A" * 40}]}))

    assert Response(["1"], limit=whole).ok("1", "A" * 40)
    assert not Response(["1"], limit=whole - 1).ok("1", "A" * 40)


def test_a_smaller_record_still_fits_after_one_that_did_not() -> None:
    response = Response(["1", "2"], limit=200)

    assert not response.ok("1", "A" * 150)
    response.failed("1", "A" * 150)
    assert response.ok("2", "A" * 40)

    assert [answer["result"] for answer in response.finished()["records"]] == [
        "ProcessingFailed",
        "Ok",
    ]


def test_records_past_the_budget_fail_and_are_counted() -> None:
    large = b'{"a":[' + b",".join([b"1"] * 50_000) + b"]}"
    invoked = Invoked("bad")

    answers = invoked.answers(large, large, b'{"a":1}')

    assert [answer["result"] for answer in answers] == ["Ok", "ProcessingFailed", "Ok"]
    assert len(json.dumps({"records": answers})) <= LARGEST
    assert invoked.metrics()["RecordsOverBudget"] == 1
    assert invoked.metrics()["ResponseBytes"] == len(json.dumps({"records": answers}))
