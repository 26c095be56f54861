from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.embedded.firehose.streams import (
    Clock,
    Cloud,
    Pages,
    answered,
    lines,
    ok,
    record,
    records,
    settings,
    upper_case,
)
from toolkit.embedded.firehose.delivery import Delivery
from toolkit.embedded.firehose.settings import Buffering


class Stage:
    """A delivery stream with all around it."""

    def __init__(self, cloud: Cloud, *pages: Any, **changes: Any) -> None:
        self.cloud = cloud
        self.clock = Clock()
        self.stream = Pages(list(pages))
        self.pauses: list[float] = []
        self.delivery = Delivery(
            settings(**changes),
            self.stream,  # type: ignore[arg-type]
            cloud.client,
            clock=self.clock,
            pause=self.pauses.append,
        )

    def after(self, seconds: float) -> float | None:
        self.clock.now += seconds
        return self.delivery.advance()


def test_records_reach_the_bucket_transformed_and_zipped() -> None:
    stage = Stage(Cloud(), records(b"one", b"two"))

    waits = [stage.after(0), stage.after(60), stage.after(300)]

    assert waits == [60, 300, None]
    assert stage.cloud.under("output/2026/03/04/05/") == [b"ONE\nTWO\n"]
    assert len(stage.cloud.objects) == 1


def test_nothing_to_do_means_nothing_to_wait_for() -> None:
    stage = Stage(Cloud())

    assert stage.after(1000) is None
    assert stage.cloud.invocations == []


def test_the_function_is_called_as_soon_as_its_buffer_is_full() -> None:
    stage = Stage(Cloud(), records(b"a" * 60, b"b" * 60, b"c" * 60))

    stage.after(0)

    [invocation] = stage.cloud.invocations
    assert len(json.loads(invocation)["records"]) == 2


def test_an_object_is_written_as_soon_as_it_is_big_enough() -> None:
    stage = Stage(Cloud(), records(*[b"x" * 100] * 10))

    stage.after(0)

    [body] = stage.cloud.under("output/")
    assert body == (b"X" * 100 + b"\n") * 10


def test_without_a_function_records_are_written_as_they_came() -> None:
    stage = Stage(Cloud(), records(b"one\n", b"two\n"), transformation=None)

    stage.after(0)
    stage.after(300)
    stage.after(300)

    assert stage.cloud.under("output/") == [b"one\ntwo\n"]
    assert stage.cloud.invocations == []


def test_a_dropped_record_is_nowhere() -> None:
    stage = Stage(Cloud(), records(b"drop"))

    stage.after(0)
    stage.after(60)
    stage.after(300)

    assert stage.cloud.objects == {}


def test_a_record_that_failed_processing_lies_under_the_error_prefix_after_one_attempt() -> None:
    stage = Stage(Cloud(), records(b"good", b"fail this"))

    stage.after(0)
    stage.after(60)
    stage.after(300)

    [kept] = lines(stage.cloud.under("errors/processing-failed/2026/03/04/"))
    assert base64.b64decode(kept["rawData"]) == b"fail this"
    assert (kept["attemptsMade"], kept["errorCode"]) == (1, "Lambda.ProcessingFailedStatus")
    assert stage.cloud.under("output/") == [b"GOOD\n"]


@pytest.mark.parametrize("retries", [0, 3])
def test_a_function_that_fails_is_asked_again_and_then_the_whole_batch_is_kept(
    retries: int,
) -> None:
    told = settings().transformation
    assert told is not None
    told = type(told)(told.function_arn, told.buffering, retries)
    cloud = Cloud(function_error="Unhandled")
    stage = Stage(cloud, records(b"one", b"two"), transformation=told)

    stage.after(0)
    stage.after(60)
    stage.after(300)

    kept = lines(cloud.under("errors/"))
    assert [base64.b64decode(each["rawData"]) for each in kept] == [b"one", b"two"]
    assert {each["attemptsMade"] for each in kept} == {retries + 1} == {len(cloud.invocations)}
    assert {each["errorCode"] for each in kept} == {"Lambda.FunctionError"}
    assert len(stage.pauses) == retries


def test_a_function_that_recovers_costs_no_record() -> None:
    tries: list[bytes] = []

    def recovering(event: bytes) -> bytes:
        tries.append(event)
        return b"not an answer" if len(tries) < 3 else answered(event, upper_case)

    stage = Stage(Cloud(function=recovering), records(b"one"))

    stage.after(0)
    stage.after(60)
    stage.after(300)

    assert stage.cloud.under("output/") == [b"ONE\n"]
    assert stage.cloud.under("errors/") == []
    invocations = [json.loads(each)["invocationId"] for each in tries]
    assert len(set(invocations)) == 3


def test_a_function_that_is_not_there_is_named_by_the_services_own_code() -> None:
    def missing(_event: bytes) -> bytes:
        error = {"Error": {"Code": "ResourceNotFoundException", "Message": "no such function"}}
        raise ClientError(error, "Invoke")

    stage = Stage(Cloud(function=missing), records(b"one"))

    stage.after(0)
    stage.after(60)
    stage.after(300)

    [kept] = lines(stage.cloud.under("errors/"))
    assert (kept["errorCode"], kept["errorMessage"]) == (
        "Lambda.ResourceNotFound",
        "no such function",
    )


def test_no_record_is_lost_or_doubled_while_the_bucket_is_missing() -> None:
    cloud = Cloud(function=lambda event: answered(event, ok))
    numbered = [record(b"%03d" % number, number) for number in range(200)]
    small = {
        "transformation": None,
        "buffering": Buffering(size_bytes=30, seconds=300),
    }
    stage = Stage(cloud, numbered[:150], **small)
    cloud.bucket_is_missing = True
    with pytest.raises(ConnectionError):
        stage.after(0)
    stage.stream.put(*numbered[150:])
    with pytest.raises(ConnectionError):
        stage.after(0)
    cloud.bucket_is_missing = False

    while stage.after(300) is not None:
        pass

    assert b"".join(cloud.under("output/")) == b"".join(each.data for each in numbered)
