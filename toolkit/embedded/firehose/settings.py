"""What a delivery stream is told to do, read from what DescribeDeliveryStream answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Buffering:
    """What is gathered is passed on at this size or age, whichever comes first."""

    size_bytes: int
    seconds: float


@dataclass(frozen=True)
class Transformation:
    """The function that every record goes through."""

    function_arn: str
    buffering: Buffering
    retries: int


@dataclass(frozen=True)
class Settings:
    """One delivery stream from Kinesis to S3."""

    name: str
    arn: str
    version: str
    created: datetime
    source_arn: str
    bucket: str
    prefix: str
    error_prefix: str
    gzip: bool
    buffering: Buffering
    transformation: Transformation | None

    @property
    def region(self) -> str:
        """Region of the delivery stream."""
        return self.arn.split(":")[3]


def read(description: Mapping[str, Any], *, longest_wait: float) -> Settings | None:
    """The settings in a `DeliveryStreamDescription`; None if it is not from Kinesis to S3.

    `longest_wait`: seconds above which no interval goes, whatever the delivery stream says.
    """
    source = description.get("Source", {}).get("KinesisStreamSourceDescription")
    destination = description["Destinations"][0].get("ExtendedS3DestinationDescription")
    if source is None or destination is None:
        return None
    hints = destination.get("BufferingHints", {})
    return Settings(
        name=description["DeliveryStreamName"],
        arn=description["DeliveryStreamARN"],
        version=description["VersionId"],
        created=description["CreateTimestamp"],
        source_arn=source["KinesisStreamARN"],
        bucket=destination["BucketARN"].rpartition(":")[2],
        prefix=destination.get("Prefix", ""),
        error_prefix=destination.get("ErrorOutputPrefix", ""),
        gzip=destination.get("CompressionFormat") == "GZIP",
        # API reference, "BufferingHints": 5 MiB and 300 seconds unless told otherwise.
        buffering=_buffering(
            hints.get("SizeInMBs", 5), hints.get("IntervalInSeconds", 300), longest_wait
        ),
        transformation=_transformation(
            destination.get("ProcessingConfiguration", {}), longest_wait
        ),
    )


def _transformation(configuration: Mapping[str, Any], longest_wait: float) -> Transformation | None:
    processors = configuration.get("Processors", []) if configuration.get("Enabled") else []
    for processor in processors:
        if processor["Type"] == "Lambda":
            said = {p["ParameterName"]: p["ParameterValue"] for p in processor["Parameters"]}
            # Developer guide, "Transform source data": 1 MB, 60 seconds and three retries.
            return Transformation(
                function_arn=said["LambdaArn"],
                buffering=_buffering(
                    said.get("BufferSizeInMBs", 1),
                    said.get("BufferIntervalInSeconds", 60),
                    longest_wait,
                ),
                retries=int(said.get("NumberOfRetries", 3)),
            )
    return None


def _buffering(mebibytes: str | float, seconds: str | float, longest_wait: float) -> Buffering:
    return Buffering(int(float(mebibytes) * _MEBIBYTE), min(float(seconds), longest_wait))
