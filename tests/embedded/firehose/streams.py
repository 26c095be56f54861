"""Delivery streams and the parties around them, for tests in this process."""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from toolkit.embedded.firehose.records import Record
from toolkit.embedded.firehose.settings import Buffering, Settings, Transformation

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pseudonymize:live"
ARRIVED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def settings(**changes: Any) -> Settings:
    """A delivery stream as the pipeline's own."""
    facts: dict[str, Any] = {
        "name": "enriched-good",
        "arn": "arn:aws:firehose:us-east-1:123456789012:deliverystream/enriched-good",
        "version": "3",
        "created": ARRIVED,
        "source_arn": "arn:aws:kinesis:us-east-1:123456789012:stream/enriched-good",
        "bucket": "events",
        "prefix": "output/!{timestamp:yyyy/MM/dd/HH}/",
        "error_prefix": "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
        "gzip": True,
        "buffering": Buffering(size_bytes=1000, seconds=300),
        "transformation": Transformation(FUNCTION, Buffering(size_bytes=100, seconds=60), 3),
    }
    return Settings(**{**facts, **changes})


def record(data: bytes, number: int = 1, shard: str = "shardId-000000000000") -> Record:
    """A record as Kinesis hands it out."""
    return Record(data, int(ARRIVED.timestamp() * 1000), shard, "key", str(number))


def records(*data: bytes) -> list[Record]:
    return [record(each, number) for number, each in enumerate(data, start=1)]


def answered(event: bytes, judge: Callable[[bytes], dict[str, Any]]) -> bytes:
    """What a function answers that judges each record by itself."""
    said = [
        {"recordId": each["recordId"], **judge(base64.b64decode(each["data"]))}
        for each in json.loads(event)["records"]
    ]
    return json.dumps({"records": said}).encode()


def ok(data: bytes) -> dict[str, Any]:
    return {"result": "Ok", "data": base64.b64encode(data).decode()}


def upper_case(data: bytes) -> dict[str, Any]:
    """A function that writes all in capitals, and can be told to do otherwise."""
    if data.startswith(b"drop"):
        return {"result": "Dropped"}
    if data.startswith(b"fail"):
        return {"result": "ProcessingFailed"}
    return ok(data.upper() + b"\n")


@dataclass
class Pages:
    """Stands for a Kinesis stream: pages of records, read once."""

    pages: list[list[Record]]

    def read(self) -> list[Record]:
        return self.pages.pop(0) if self.pages else []

    def put(self, *more: Record) -> None:
        self.pages.append(list(more))


@dataclass
class Cloud:
    """Stands for Lambda and S3, both with the methods of boto3's clients that are used."""

    function: Callable[[bytes], bytes] = lambda event: answered(event, upper_case)
    function_error: str | None = None
    invocations: list[bytes] = field(default_factory=list)
    objects: dict[str, bytes] = field(default_factory=dict)
    bucket_is_missing: bool = False

    def client(self, _service: str) -> Any:
        return self

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        self.invocations.append(Payload)
        if self.function_error:
            return {"FunctionError": self.function_error, "Payload": io.BytesIO(b"{}")}
        return {"Payload": io.BytesIO(self.function(Payload))}

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803
        if self.bucket_is_missing:
            raise ConnectionError(f"there is no {Bucket}")
        self.objects[Key] = Body

    def under(self, prefix: str) -> list[bytes]:
        """Contents of the objects under a prefix, unzipped."""
        return [
            gzip.decompress(body) for key, body in self.objects.items() if key.startswith(prefix)
        ]


@dataclass
class Clock:
    """Stands for the clock: time passes when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def lines(bodies: Iterable[bytes]) -> list[Any]:
    """The JSON lines in all these objects."""
    return [json.loads(line) for body in bodies for line in body.splitlines()]
