"""Kinesis: writes records to a stream until the stream has them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.adapters.aws import speaking
from toolkit.errors import ServiceError

# PutRecords takes 500 records and 5 MiB (Kinesis API reference).
_RECORDS = 500
_BYTES = 4_000_000
_TRIES = 5


@dataclass(frozen=True)
class Stream:
    """One stream; `client` is boto3's, `pause` waits for seconds."""

    client: Any
    name: str
    pause: Callable[[float], None] = time.sleep

    def put(self, records: Sequence[bytes]) -> None:
        """Writes records in order; raises ServiceError naming how many the stream refused."""
        for chunk in _chunks(records):
            self._put_all(chunk)

    def _put_all(self, chunk: list[bytes]) -> None:
        left = chunk
        for attempt in range(_TRIES):
            if attempt:
                self.pause(0.1 * 2**attempt)
            with speaking(f"write to stream {self.name}"):
                answer = self.client.put_records(
                    StreamName=self.name,
                    Records=[
                        {"Data": record, "PartitionKey": str(index)}
                        for index, record in enumerate(left)
                    ],
                )
            outcomes = zip(left, answer["Records"], strict=True)
            left = [record for record, outcome in outcomes if "ErrorCode" in outcome]
            if not left:
                return
        raise ServiceError(
            f"stream {self.name} refused {len(left)} of {len(chunk)} records",
            hint="it is throttled: give it more shards, or send less at a time",
        )


def _chunks(records: Sequence[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    held = 0
    for record in records:
        if chunk and (len(chunk) == _RECORDS or held + len(record) > _BYTES):
            yield chunk
            chunk, held = [], 0
        chunk.append(record)
        held += len(record)
    if chunk:
        yield chunk
