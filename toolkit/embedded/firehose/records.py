"""A record on its way, and what the function is asked and answers about it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.embedded.firehose.settings import Settings


@dataclass(frozen=True)
class Record:
    """One record of the source stream."""

    data: bytes = field(repr=False)
    arrived_ms: int
    shard_id: str
    partition_key: str = field(repr=False)
    sequence_number: str

    @property
    def record_id(self) -> str:
        """Digits that no other record of the stream shares."""
        shard = self.shard_id.rpartition("-")[2]
        return f"{shard}{self.sequence_number:0>44}"


@dataclass(frozen=True)
class Fault:
    """Why a record was not transformed."""

    code: str
    message: str


# Developer guide, "Monitor using CloudWatch Logs", Lambda invocation errors.
FUNCTION_ERROR = Fault(
    "Lambda.FunctionError",
    "The Lambda function was successfully invoked but it returned an error result.",
)
PROCESSING_FAILED = Fault("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record")
MISSING_ID = Fault(
    "Lambda.MissingRecordId",
    "One or more record Ids were not returned. "
    "Ensure that the Lambda function returns all received record Ids.",
)
DUPLICATED_ID = Fault(
    "Lambda.DuplicatedRecordId",
    "Multiple records were returned with the same record ID. "
    "Ensure that the Lambda function returns unique record IDs for each record.",
)


class NotAnAnswer(ValueError):
    """What the function said is not Firehose's answer; the invocation counts as failed."""


def event(settings: Settings, records: list[Record], invocation_id: str) -> bytes:
    """What the function is invoked with (developer guide, "Transform source data")."""
    said = {
        "invocationId": invocation_id,
        "sourceKinesisStreamArn": settings.source_arn,
        "deliveryStreamArn": settings.arn,
        "region": settings.region,
        "records": [_said(record) for record in records],
    }
    return json.dumps(said).encode()


def _said(record: Record) -> dict[str, Any]:
    return {
        "recordId": record.record_id,
        "approximateArrivalTimestamp": record.arrived_ms,
        "data": base64.b64encode(record.data).decode(),
        "kinesisRecordMetadata": {
            "sequenceNumber": record.sequence_number,
            "subsequenceNumber": "",
            "partitionKey": record.partition_key,
            "shardId": record.shard_id,
            "approximateArrivalTimestamp": record.arrived_ms,
        },
    }


def judge(answer: bytes, records: list[Record]) -> list[bytes | Fault | None]:
    """For each record its transformed bytes, its fault, or None if it was dropped.

    Raises `NotAnAnswer` where Firehose would invoke the function again.
    """
    results: dict[str, bytes | Fault | None] = {}
    try:
        for said in json.loads(answer)["records"]:
            name = said["recordId"]
            results[name] = DUPLICATED_ID if name in results else _result(said)
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnAnswer(type(error).__name__) from error
    return [results.get(record.record_id, MISSING_ID) for record in records]


def _result(said: dict[str, Any]) -> bytes | Fault | None:
    match said["result"]:
        case "Ok":
            return base64.b64decode(said["data"], validate=True)
        case "Dropped":
            return None
        case "ProcessingFailed":
            return PROCESSING_FAILED
        case other:
            raise ValueError(other)


def error_line(
    record: Record, fault: Fault, function_arn: str, *, attempts: int, ended_ms: int
) -> bytes:
    """The original record as Firehose keeps it under the error prefix: one JSON line.

    Developer guide, "Handle failure in data transformation".
    """
    kept = {
        "attemptsMade": attempts,
        "arrivalTimestamp": record.arrived_ms,
        "errorCode": fault.code,
        "errorMessage": fault.message,
        "attemptEndingTimestamp": ended_ms,
        "rawData": base64.b64encode(record.data).decode(),
        "lambdaArn": function_arn,
    }
    return json.dumps(kept, separators=(",", ":")).encode() + b"\n"
