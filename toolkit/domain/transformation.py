"""Firehose's event for a transformation Lambda, and the Lambda's answer.

Source: Amazon Data Firehose developer guide, "Transform source data".
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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


def read_answer(records: Sequence[bytes], value: dict[str, Any]) -> list[Transformed]:
    """What became of each record.

    Raises ValueError where the answer breaks Firehose's contract: every record once, in order.
    """
    answers = value["records"]
    if [answer["recordId"] for answer in answers] != [str(i) for i in range(len(records))]:
        raise ValueError("the answer does not hold every record once, in order")
    found = []
    for record, answer in zip(records, answers, strict=True):
        ok = answer["result"] == "Ok"
        after = base64.b64decode(answer["data"]) if ok else b""
        found.append(Transformed(record, after, answer["result"]))
    return found


def kind_of(record: bytes) -> Kind:
    """What a line looks like: a failed event is a JSON object, an enriched event never is."""
    return "bad" if record.lstrip()[:1] == b"{" else "enriched"
