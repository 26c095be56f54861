from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from toolkit.domain.transformation import BATCH_BYTES, Transformed
from toolkit.errors import SnowopsError
from toolkit.workflows.replaying import Replay, replay

Judge = Callable[[str, bytes], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What an invocation gave."""

    value: dict[str, Any] | None
    error: str = ""


def shouting(record_id: str, data: bytes) -> dict[str, Any]:
    if data.startswith(b"bad"):
        return {"recordId": record_id, "result": "ProcessingFailed"}
    said = base64.b64encode(data.upper() + b"\n").decode()
    return {"recordId": record_id, "result": "Ok", "data": said}


@dataclass
class Function:
    """Stands for the packaged function in its interpreter."""

    judge: Judge = shouting
    change: Callable[[list[dict[str, Any]]], Any] = list
    batches: list[int] = field(default_factory=list)
    raises_at: int | None = None

    def invoke(self, event: dict[str, Any]) -> Answer:
        if event == {"snowops": "self-test"}:
            return Answer({"codec": "plain"})
        self.batches.append(len(event["records"]))
        if len(self.batches) == self.raises_at:
            return Answer(None, "Traceback:\n  in handle\nKeyError: 'records'")
        said = [
            self.judge(each["recordId"], base64.b64decode(each["data"]))
            for each in event["records"]
        ]
        return Answer({"records": self.change(said)})


def ticking() -> Callable[[], float]:
    times = iter(range(1000))
    return lambda: float(next(times))


def replayed(records: list[bytes], function: Function) -> tuple[list[Transformed], Replay]:
    taken: list[Transformed] = []
    result = replay(records, function, taken.append, ticking())
    return taken, result


def test_records_are_handed_on_in_order_with_what_they_became() -> None:
    taken, _ = replayed([b"one", b"bad", b"two"], Function())

    assert taken == [
        Transformed(b"one", b"ONE\n", "Ok"),
        Transformed(b"bad", b"", "ProcessingFailed"),
        Transformed(b"two", b"TWO\n", "Ok"),
    ]


def test_records_go_in_batches_that_firehose_could_send() -> None:
    third = b"x" * (BATCH_BYTES // 3)
    function = Function()

    taken, _ = replayed([third] * 7 + [b"y" * (2 * BATCH_BYTES), b"z"], function)

    assert function.batches == [3, 3, 1, 1, 1]
    assert [len(each.before) for each in taken] == [len(third)] * 7 + [2 * BATCH_BYTES, 1]


def test_the_summary_counts_records_bytes_and_the_functions_own_time() -> None:
    _, result = replayed([b"one", b"bad", b"two"], Function())

    assert result.results == {"Ok": 2, "ProcessingFailed": 1}
    assert (result.records, result.bytes_in, result.bytes_out) == (3, 9, 8)
    assert (result.seconds, result.codec) == (1.0, "plain")


def test_no_records_are_no_invocation() -> None:
    function = Function()

    taken, result = replayed([], function)

    assert (taken, function.batches, result.records) == ([], [], 0)


def test_an_exception_of_the_function_ends_the_replay_with_its_last_lines() -> None:
    with pytest.raises(SnowopsError, match="raised an exception") as raised:
        replayed([b"one"], Function(raises_at=1))

    assert raised.value.details[-1] == "KeyError: 'records'"


def failing_with(data: bytes) -> Judge:
    encoded = base64.b64encode(data).decode()
    return lambda name, _: {"recordId": name, "result": "ProcessingFailed", "data": encoded}


BREACHES: dict[str, Function] = {
    "a record lost": Function(change=lambda said: said[:-1]),
    "a record twice": Function(change=lambda said: [*said, said[0]]),
    "another order": Function(change=lambda said: said[::-1]),
    "another id": Function(change=lambda said: [{**each, "recordId": "x"} for each in said]),
    "no id": Function(change=lambda said: [{"result": "Dropped"} for _ in said]),
    "no list": Function(change=lambda said: {"0": said}),
    "an unknown result": Function(change=lambda said: [{**each, "result": "ok"} for each in said]),
    "Ok without data": Function(judge=lambda name, _: {"recordId": name, "result": "Ok"}),
    "data that is no base64": Function(
        judge=lambda name, _: {"recordId": name, "result": "Ok", "data": "no base64!"}
    ),
    "a failed record that changed": Function(judge=failing_with(b"else")),
}


@pytest.mark.parametrize("function", BREACHES.values(), ids=BREACHES)
def test_a_breach_of_the_contract_ends_the_replay(function: Function) -> None:
    with pytest.raises(SnowopsError, match="contract"):
        replayed([b"one", b"two"], function)


def test_a_failed_record_may_come_back_as_it_was() -> None:
    taken, _ = replayed([b"one"], Function(judge=failing_with(b"one")))

    assert taken == [Transformed(b"one", b"", "ProcessingFailed")]


def test_the_event_is_json_and_says_when_records_arrived() -> None:
    seen: list[dict[str, Any]] = []

    class Listening(Function):
        def invoke(self, event: dict[str, Any]) -> Answer:
            seen.append(json.loads(json.dumps(event)))
            return super().invoke(event)

    replayed([b"one"], Listening())

    (record,) = seen[1]["records"]
    assert record["approximateArrivalTimestamp"] > 1_700_000_000_000
