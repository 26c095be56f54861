"""Events -> a stream of the embedded AWS -> the objects that Firehose makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from toolkit.domain.environment import Environment
from toolkit.errors import ConfigError, ServiceError

# Where each Firehose path begins and ends: stream suffix, and key of storage.prefixes.
PATHS = {"enriched-good": "enriched_good", "enriched-bad": "enriched_bad", "raw-bad": "raw_bad"}


class Stream(Protocol):
    """A Kinesis stream."""

    def put(self, records: Sequence[bytes]) -> None:
        """Writes records."""


class Bucket(Protocol):
    """An S3 bucket."""

    def keys(self, prefix: str) -> frozenset[str]:
        """Keys below a prefix."""

    def lines(self, key: str) -> list[bytes]:
        """Lines of an object."""


@dataclass(frozen=True)
class Delivered:
    """One new object and its lines."""

    key: str
    lines: tuple[bytes, ...]


@dataclass(frozen=True)
class Patience:
    """How to wait: `pause` between looks, at most `looks` of them."""

    pause: Callable[[], None]
    looks: int


def check_embedded(environment: Environment) -> None:
    """Raises ConfigError for an environment in a real account, before anybody speaks to it."""
    if not environment.embedded:
        raise ConfigError(
            f"{environment.name} is a real account; local send is for the embedded AWS",
            hint="send test events to a real pipeline through its collectors",
        )


def send(
    environment: Environment,
    path: str,
    records: Sequence[bytes],
    stream: Stream,
    bucket: Bucket,
    patience: Patience,
) -> tuple[Delivered, ...]:
    """Sends records and waits until as many lines have arrived, transformed or as errors.

    Raises ServiceError where they do not arrive in time.
    """
    check_embedded(environment)
    prefixes = environment.storage.prefixes.model_dump()
    watched = (prefixes[PATHS[path]], prefixes["errors"])
    before = _keys(bucket, watched)
    stream.put(records)
    found: tuple[Delivered, ...] = ()
    for _ in range(patience.looks):
        new = sorted(_keys(bucket, watched) - before)
        known = {item.key: item for item in found}
        found = tuple(known.get(key) or Delivered(key, tuple(bucket.lines(key))) for key in new)
        if sum(len(item.lines) for item in found) >= len(records):
            return found
        patience.pause()
    raise ServiceError(
        f"{len(records)} records were sent, "
        f"{sum(len(item.lines) for item in found)} arrived in time",
        hint="the log of the embedded AWS says more: .snowops/aws.log",
    )


def _keys(bucket: Bucket, prefixes: Sequence[str]) -> frozenset[str]:
    return frozenset(key for prefix in prefixes for key in bucket.keys(prefix))
