"""Local events -> the packaged artifact -> what would reach the warehouse."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from toolkit.domain.transformation import (
    Result,
    Transformed,
    batches,
    event_for,
    read_answer,
)
from toolkit.errors import SnowopsError


class Answered(Protocol):
    """What an invocation gave."""

    @property
    def value(self) -> dict[str, Any] | None:
        """The handler's value; None where it raised."""

    @property
    def error(self) -> str:
        """Its traceback."""


class Container(Protocol):
    """A warm function."""

    def invoke(self, event: dict[str, Any]) -> Answered:
        """Invokes the handler."""


@dataclass(frozen=True)
class Replay:
    """What became of the records, and how long the function took for them."""

    results: Counter[Result]
    bytes_in: int
    bytes_out: int
    seconds: float
    codec: str

    @property
    def records(self) -> int:
        """Records handed in."""
        return self.results.total()


def replay(
    records: Iterable[bytes],
    container: Container,
    take: Callable[[Transformed], None],
    clock: Callable[[], float] = time.perf_counter,
) -> Replay:
    """Runs records through a function, batch by batch as Firehose would, and hands each on."""
    about = _value(container.invoke({"snowops": "self-test"}))
    results: Counter[Result] = Counter()
    bytes_in = bytes_out = 0
    seconds = 0.0
    for batch in batches(records):
        event = event_for(batch, int(time.time() * 1000))
        start = clock()
        value = _value(container.invoke(event))
        seconds += clock() - start
        for transformed in _read(batch, value):
            results[transformed.result] += 1
            bytes_in += len(transformed.before)
            bytes_out += len(transformed.after)
            take(transformed)
    return Replay(results, bytes_in, bytes_out, seconds, str(about.get("codec", "")))


def _read(batch: list[bytes], value: dict[str, Any]) -> list[Transformed]:
    try:
        return read_answer(batch, value)
    except ValueError as error:
        raise SnowopsError(
            f"the function broke Firehose's contract: {error}",
            hint="Firehose would store these records as failed: please report it",
        ) from error


def _value(answered: Answered) -> dict[str, Any]:
    if answered.value is None:
        raise SnowopsError(
            "the function raised an exception",
            details=tuple(answered.error.splitlines()[-3:]),
            hint="no record may do this: please report it",
        )
    return answered.value
