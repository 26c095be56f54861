"""One delivery stream at work: read, transform, gather, write."""

from __future__ import annotations

import gzip
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from toolkit.embedded.firehose.naming import object_key
from toolkit.embedded.firehose.records import (
    FUNCTION_ERROR,
    Fault,
    NotAnAnswer,
    error_line,
    event,
    judge,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.embedded.firehose.records import Record
    from toolkit.embedded.firehose.settings import Buffering, Settings, Transformation
    from toolkit.embedded.firehose.source import Source


@dataclass
class Gathered:
    """What waits to be passed on together."""

    items: list[Any] = field(default_factory=list)
    size_bytes: int = 0
    since: float = 0.0
    oldest_ms: int = 0

    def add(self, item: Any, size_bytes: int, arrived_ms: int, now: float) -> None:
        """Gather one more."""
        if not self.items:
            self.since, self.oldest_ms = now, arrived_ms
        self.items.append(item)
        self.size_bytes += size_bytes
        self.oldest_ms = min(self.oldest_ms, arrived_ms)

    def due_in(self, buffering: Buffering, now: float) -> float | None:
        """Seconds until this is passed on, 0 for at once; None while there is nothing."""
        if not self.items:
            return None
        if self.size_bytes >= buffering.size_bytes:
            return 0.0
        return max(0.0, self.since + buffering.seconds - now)


class Delivery:
    """The life of one delivery stream.

    What was read is let go only when it has been written, so a bucket or a function that is
    missing for a while delays records and loses none.
    """

    def __init__(
        self,
        settings: Settings,
        source: Source,
        clients: Callable[[str], Any],
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.settings = settings
        self._source = source
        self._clients = clients
        self._clock = clock
        self._pause = pause
        self._backlog: deque[Record] = deque()
        self._read = Gathered()
        self._good = Gathered()
        self._bad = Gathered()

    def advance(self) -> float | None:
        """Do all that is due; seconds until the next thing is, None when nothing waits."""
        self._work_off()
        while records := self._source.read():
            self._backlog.extend(records)
            self._work_off()
        waits = (
            self._due_in(self._read, self._first),
            self._due_in(self._good, self.settings.buffering),
            self._due_in(self._bad, self.settings.buffering),
        )
        return min((wait for wait in waits if wait is not None), default=None)

    def _work_off(self) -> None:
        while self._backlog:
            record = self._backlog.popleft()
            self._read.add(record, len(record.data), record.arrived_ms, self._clock())
            self._pass_on()
        self._pass_on()

    def _due_in(self, gathered: Gathered, buffering: Buffering) -> float | None:
        return gathered.due_in(buffering, self._clock())

    @property
    def _first(self) -> Buffering:
        transformation = self.settings.transformation
        return transformation.buffering if transformation else self.settings.buffering

    def _pass_on(self) -> None:
        if self._due_in(self._read, self._first) == 0.0:
            self._transform()
        if self._due_in(self._good, self.settings.buffering) == 0.0:
            self._write(self._good, failed=False)
            self._good = Gathered()
        if self._due_in(self._bad, self.settings.buffering) == 0.0:
            self._write(self._bad, failed=True)
            self._bad = Gathered()

    def _transform(self) -> None:
        records: list[Record] = self._read.items
        transformation = self.settings.transformation
        if transformation is None:
            for record in records:
                self._keep(self._good, record.data, record)
        else:
            self._sort(records, transformation)
        self._read = Gathered()

    def _sort(self, records: list[Record], transformation: Transformation) -> None:
        arn = transformation.function_arn
        results, attempts = self._ask(records, transformation)
        ended_ms = int(time.time() * 1000)
        for record, result in zip(records, results, strict=True):
            if isinstance(result, Fault):
                line = error_line(record, result, arn, attempts=attempts, ended_ms=ended_ms)
                self._keep(self._bad, line, record)
            elif result is not None:
                self._keep(self._good, result, record)

    def _keep(self, gathered: Gathered, data: bytes, record: Record) -> None:
        gathered.add(data, len(data), record.arrived_ms, self._clock())

    def _ask(
        self, records: list[Record], transformation: Transformation
    ) -> tuple[list[bytes | Fault | None], int]:
        """What became of each record, and how often the function was invoked."""
        fault = FUNCTION_ERROR
        for attempt in range(1, transformation.retries + 2):
            try:
                answer = self._invoke(records, transformation.function_arn)
                return list(judge(answer, records)), attempt
            except NotAnAnswer:
                fault = FUNCTION_ERROR
            except _NotInvoked as error:
                fault = Fault(f"Lambda.{error.code}", error.message)
            if attempt <= transformation.retries:
                self._pause(0.1 * attempt)
        return [fault] * len(records), transformation.retries + 1

    def _invoke(self, records: list[Record], function_arn: str) -> bytes:
        from botocore.exceptions import ClientError

        try:
            answer = self._clients("lambda").invoke(
                FunctionName=function_arn, Payload=event(self.settings, records, str(uuid4()))
            )
        except ClientError as error:
            said = error.response["Error"]
            raise _NotInvoked(said["Code"], said["Message"]) from error
        if answer.get("FunctionError"):
            raise NotAnAnswer(answer["FunctionError"])
        payload: bytes = answer["Payload"].read()
        return payload

    def _write(self, gathered: Gathered, *, failed: bool) -> None:
        oldest = datetime.fromtimestamp(gathered.oldest_ms / 1000, UTC)
        key = object_key(self.settings, oldest, datetime.now(UTC), failed=failed)
        body = b"".join(gathered.items)
        if self.settings.gzip:
            body = gzip.compress(body, compresslevel=1)
        self._clients("s3").put_object(Bucket=self.settings.bucket, Key=key, Body=body)


class _NotInvoked(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code.removesuffix("Exception")
        self.message = message
