"""Answers Firehose's events: one keyring for all records, nothing shared between them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .codecs import UNREADABLE, Codec
from .counts import Counts
from .enriched import Malformed
from .keyring import Keyring
from .keyring_cache import KeyringCache
from .metrics import Invocation, metric_line
from .response import Answer, Response


class Records(Protocol):
    """Transforms records of one kind."""

    def record(self, data: bytes, keyring: Keyring, arrival: float, counts: Counts) -> bytes:
        """What goes out for a record; empty for one that holds nothing; raises Malformed."""
        ...


@dataclass(frozen=True)
class Pipeline:
    """Everything that a warm function keeps: the way of a record, the keyring, where lines go."""

    records: Records
    keyring: KeyringCache
    codec: Codec
    function_name: str
    emit: Callable[[str], None]
    clock: Callable[[], float] = time.time

    def answer(self, event: Mapping[str, Any]) -> dict[str, list[Answer]]:
        """The response to a transformation event; raises KeyringError before touching a record."""
        keyring = self.keyring.get()
        now, started = self.clock(), time.perf_counter()
        counts = Counts()
        records = event["records"]
        response = Response([record["recordId"] for record in records])
        for record in records:
            self._answer_one(record, keyring, response, counts)
        finished = response.finished()
        elapsed = (time.perf_counter() - started) * 1000
        invocation = Invocation(self.function_name, int(now * 1000), elapsed, response.size)
        self.emit(metric_line(invocation, counts))
        return finished

    def _answer_one(
        self, record: Mapping[str, Any], keyring: Keyring, response: Response, counts: Counts
    ) -> None:
        record_id, original = record["recordId"], record.get("data")
        try:
            data = self.codec.base64_decode(original)  # type: ignore[arg-type]
        except UNREADABLE:
            counts.malformed += 1
            response.failed(record_id)
            return
        arrival = record.get("approximateArrivalTimestamp") or self.clock() * 1000
        out = self._transformed(data, keyring, arrival, counts)
        if out == b"":
            counts.dropped += 1
            response.dropped(record_id)
        elif out is not None and response.ok(record_id, self.codec.base64_encode(out)):
            counts.ok += 1
        else:
            counts.over_budget += out is not None
            response.failed(record_id, original)

    def _transformed(
        self, data: bytes, keyring: Keyring, arrival: float, counts: Counts
    ) -> bytes | None:
        try:
            return self.records.record(data, keyring, arrival, counts)
        except Malformed:
            counts.malformed += 1
        except Exception as error:  # noqa: BLE001 - one record never takes its batch with it
            counts.unexpected += 1
            counts.errors[type(error).__name__] += 1
        return None
