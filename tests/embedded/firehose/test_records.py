from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.embedded.firehose.streams import (
    ARRIVED,
    FUNCTION,
    answered,
    ok,
    record,
    records,
    settings,
    upper_case,
)
from toolkit.embedded.firehose.records import (
    DUPLICATED_ID,
    MISSING_ID,
    PROCESSING_FAILED,
    Fault,
    NotAnAnswer,
    error_line,
    event,
    judge,
)

ARRIVED_MS = int(ARRIVED.timestamp() * 1000)


def test_the_function_is_invoked_with_firehoses_event() -> None:
    asked = event(settings(), records(b"one"), "an invocation")

    assert json.loads(asked) == {
        "invocationId": "an invocation",
        "sourceKinesisStreamArn": settings().source_arn,
        "deliveryStreamArn": settings().arn,
        "region": "us-east-1",
        "records": [
            {
                "recordId": "0" * 55 + "1",
                "approximateArrivalTimestamp": ARRIVED_MS,
                "data": base64.b64encode(b"one").decode(),
                "kinesisRecordMetadata": {
                    "sequenceNumber": "1",
                    "subsequenceNumber": "",
                    "partitionKey": "key",
                    "shardId": "shardId-000000000000",
                    "approximateArrivalTimestamp": ARRIVED_MS,
                },
            }
        ],
    }


def test_records_of_two_shards_never_share_an_id() -> None:
    here, there = record(b"", 7, "shardId-000000000001"), record(b"", 7, "shardId-000000000002")

    assert here.record_id != there.record_id


def test_each_record_is_judged_by_its_own_result() -> None:
    asked = records(b"keep", b"drop", b"fail")

    found = judge(answered(event(settings(), asked, "i"), upper_case), asked)

    assert found == [b"KEEP\n", None, PROCESSING_FAILED]


def test_the_order_of_the_answer_does_not_matter() -> None:
    asked = records(b"a", b"b")
    answer = json.loads(answered(event(settings(), asked, "i"), ok))
    answer["records"].reverse()

    assert judge(json.dumps(answer).encode(), asked) == [b"a", b"b"]


def test_a_record_that_the_answer_lacks_has_failed() -> None:
    asked = records(b"a", b"b")
    answer = json.loads(answered(event(settings(), asked, "i"), ok))
    del answer["records"][0]

    assert judge(json.dumps(answer).encode(), asked) == [MISSING_ID, b"b"]


def test_a_record_that_is_answered_twice_has_failed() -> None:
    asked = records(b"a", b"b")
    answer = json.loads(answered(event(settings(), asked, "i"), ok))
    answer["records"].append(answer["records"][0])

    assert judge(json.dumps(answer).encode(), asked) == [DUPLICATED_ID, b"b"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"records": [{"result": "Ok"}]}',
        b'{"records": [{"recordId": "1", "result": "Perhaps", "data": ""}]}',
        b'{"records": [{"recordId": "1", "result": "Ok"}]}',
        b'{"records": [{"recordId": "1", "result": "Ok", "data": "no base64!"}]}',
        b'{"records": [{"recordId": ["1"], "result": "Dropped"}]}',
    ],
)
def test_what_is_no_answer_of_firehoses_is_refused_as_a_whole(answer: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        judge(answer, records(b"a"))


@given(
    st.binary()
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("records"), inner),
    ).map(lambda value: json.dumps(value).encode())
)
def test_any_answer_is_refused_or_judges_every_record(answer: bytes) -> None:
    asked = records(b"a", b"b")

    try:
        found = judge(answer, asked)
    except NotAnAnswer:
        found = [MISSING_ID] * 2

    assert len(found) == 2


@given(st.lists(st.binary(), max_size=20))
def test_what_goes_through_a_function_that_changes_nothing_comes_back(data: list[bytes]) -> None:
    asked = records(*data)

    assert judge(answered(event(settings(), asked, "i"), ok), asked) == data


def test_a_failed_record_is_kept_as_it_came() -> None:
    line = error_line(
        record(b"\xff raw"), Fault("Code", "why"), FUNCTION, attempts=4, ended_ms=ARRIVED_MS + 5
    )

    assert line.endswith(b"\n")
    assert json.loads(line) == {
        "attemptsMade": 4,
        "arrivalTimestamp": ARRIVED_MS,
        "errorCode": "Code",
        "errorMessage": "why",
        "attemptEndingTimestamp": ARRIVED_MS + 5,
        "rawData": base64.b64encode(b"\xff raw").decode(),
        "lambdaArn": FUNCTION,
    }


def test_what_a_record_holds_is_never_in_its_repr() -> None:
    assert "personal" not in repr(record(b"personal"))
