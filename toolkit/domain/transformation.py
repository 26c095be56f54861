"""Firehose's event for a transformation Lambda, and the Lambda's answer.

Source: Amazon Data Firehose developer guide, "Transform source data".
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, get_args

Kind = Literal["enriched", "bad"]
Result = Literal["Ok", "Dropped", "ProcessingFailed"]

# What the environments' processing buffers hold, in bytes.
BATCH_BYTES = 900_000


@dataclass(frozen=True)
class Transformed:
    """One record before and after; `after` is empty unless the result is Ok."""

    before: bytes
    after: bytes
    result: Result


def batches(records: Iterable[bytes], size: int = BATCH_BYTES) -> Iterator[list[bytes]]:
    """Records in batches of at most `size` bytes, a larger record alone."""
    batch: list[bytes] = []
    held = 0
    for record in records:
        if batch and held + len(record) > size:
            yield batch
            batch, held = [], 0
        batch.append(record)
        held += len(record)
    if batch:
        yield batch


def event_for(records: Sequence[bytes], arrival_ms: int) -> dict[str, Any]:
    """The event that Firehose would send for records that arrived at an instant."""
    return {
        "invocationId": "replay",
        "deliveryStreamArn": "arn:aws:firehose:us-east-1:000000000000:deliverystream/replay",
        "region": "us-east-1",
        "records": [
            {
                "recordId": str(index),
                "approximateArrivalTimestamp": arrival_ms,
                "data": base64.b64encode(record).decode(),
            }
            for index, record in enumerate(records)
        ],
    }


def read_answer(records: Sequence[bytes], value: Mapping[str, Any]) -> list[Transformed]:
    """What became of each record.

    Raises ValueError where the answer breaks Firehose's contract: every record once, in order,
    with a known result, Ok with data and anything else with none, or with what had come.
    """
    answers = value.get("records")
    if not isinstance(answers, list) or [_id(answer) for answer in answers] != [
        str(number) for number in range(len(records))
    ]:
        raise ValueError("the answer does not hold every record once, in order")
    return [_transformed(record, answer) for record, answer in zip(records, answers, strict=True)]


def _id(answer: Any) -> Any:
    return answer.get("recordId") if isinstance(answer, dict) else None


def _transformed(record: bytes, answer: Mapping[str, Any]) -> Transformed:
    data = answer.get("data")
    result: Result = answer["result"] if answer.get("result") in get_args(Result) else _unknown()
    if result != "Ok":
        if data is not None and data != base64.b64encode(record).decode():
            raise ValueError(f"a record came back {result} and is not as it was")
        return Transformed(record, b"", result)
    if data is None:
        raise ValueError("a record came back Ok without data")
    return Transformed(record, base64.b64decode(data, validate=True), result)


def _unknown() -> NoReturn:
    raise ValueError("the answer holds a result that Firehose does not know")


def kind_of(record: bytes) -> Kind:
    """What a line looks like: a failed event is a JSON object, an enriched event never is."""
    return "bad" if record.lstrip()[:1] == b"{" else "enriched"
