from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from toolkit.adapters.kinesis import Stream
from toolkit.errors import ServiceError


@dataclass
class Kinesis:
    """Stands for boto3's client: refuses as many records of each call as `refusing` says."""

    refusing: list[int] = field(default_factory=list)
    always: int = 0
    calls: list[list[bytes]] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    error: Exception | None = None

    def put_records(self, *, StreamName: str, Records: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        if self.error:
            raise self.error
        assert StreamName == "local-enriched-good"
        assert all(each["PartitionKey"] for each in Records)
        self.calls.append([each["Data"] for each in Records])
        count = self.refusing.pop(0) if self.refusing else self.always
        taken = len(Records) - count
        self.stored += self.calls[-1][:taken]
        throttled = {"ErrorCode": "ProvisionedThroughputExceededException"}
        return {"Records": [{"ShardId": "1"}] * taken + [throttled] * count}


def stream(kinesis: Kinesis, pauses: list[float] | None = None) -> Stream:
    heard = [] if pauses is None else pauses
    return Stream(kinesis, "local-enriched-good", heard.append)


def test_records_are_written_in_order_in_calls_that_kinesis_takes() -> None:
    kinesis, records = Kinesis(), [b"%d" % number for number in range(1201)]

    stream(kinesis).put(records)

    assert [len(call) for call in kinesis.calls] == [500, 500, 201]
    assert kinesis.stored == records


def test_a_call_stays_below_five_mebibytes() -> None:
    kinesis = Kinesis()

    stream(kinesis).put([b"x" * 1_000_000] * 9)

    assert [len(call) for call in kinesis.calls] == [4, 4, 1]


def test_throttled_records_are_written_again_and_only_they() -> None:
    kinesis, pauses = Kinesis(refusing=[2, 1]), list[float]()

    stream(kinesis, pauses).put([b"a", b"b", b"c"])

    assert kinesis.calls == [[b"a", b"b", b"c"], [b"b", b"c"], [b"c"]]
    assert kinesis.stored == [b"a", b"b", b"c"]
    assert pauses == sorted(pauses)
    assert len(pauses) == 2


def test_records_that_are_refused_again_and_again_are_counted() -> None:
    kinesis, pauses = Kinesis(always=2), list[float]()

    with pytest.raises(ServiceError, match="refused 2 of 3 records"):
        stream(kinesis, pauses).put([b"a", b"b", b"c"])

    assert len(kinesis.calls) == 5
    assert len(pauses) == 4


def test_no_records_are_no_call() -> None:
    kinesis = Kinesis()

    stream(kinesis).put([])

    assert kinesis.calls == []


def test_a_stream_that_is_not_there_is_named() -> None:
    error = {"Error": {"Code": "ResourceNotFoundException", "Message": "Stream not found"}}

    with pytest.raises(ServiceError, match="write to stream local-enriched-good"):
        stream(Kinesis(error=ClientError(error, "PutRecords"))).put([b"a"])
