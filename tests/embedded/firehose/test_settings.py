from __future__ import annotations

from typing import Any

from tests.embedded.firehose.streams import ARRIVED, FUNCTION
from toolkit.embedded.firehose.settings import Buffering, Transformation, read

MEBIBYTE = 1024 * 1024


def description(**destination: Any) -> dict[str, Any]:
    """What DescribeDeliveryStream answers for a delivery stream of the pipeline."""
    return {
        "DeliveryStreamName": "enriched-good",
        "DeliveryStreamARN": "arn:aws:firehose:us-east-1:123456789012:deliverystream/d",
        "VersionId": "1",
        "CreateTimestamp": ARRIVED,
        "Source": {
            "KinesisStreamSourceDescription": {
                "KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/s"
            }
        },
        "Destinations": [
            {"ExtendedS3DestinationDescription": {"BucketARN": "arn:aws:s3:::b", **destination}}
        ],
    }


def processing(**parameters: str) -> dict[str, Any]:
    said = {"LambdaArn": FUNCTION, **parameters}
    listed = [{"ParameterName": name, "ParameterValue": value} for name, value in said.items()]
    return {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": listed}]}


def test_what_a_delivery_stream_leaves_out_is_what_aws_says() -> None:
    found = read(description(ProcessingConfiguration=processing()), longest_wait=900)

    assert found is not None
    assert found.buffering == Buffering(5 * MEBIBYTE, 300)
    assert found.transformation == Transformation(FUNCTION, Buffering(MEBIBYTE, 60), 3)
    assert (found.prefix, found.error_prefix, found.gzip) == ("", "", False)


def test_what_a_delivery_stream_says_is_done() -> None:
    told = description(
        Prefix="p/",
        ErrorOutputPrefix="e/",
        CompressionFormat="GZIP",
        BufferingHints={"SizeInMBs": 64, "IntervalInSeconds": 120},
        ProcessingConfiguration=processing(
            BufferSizeInMBs="0.9", BufferIntervalInSeconds="61", NumberOfRetries="1"
        ),
    )

    found = read(told, longest_wait=900)

    assert found is not None
    assert (found.bucket, found.prefix, found.error_prefix, found.gzip) == ("b", "p/", "e/", True)
    assert found.buffering == Buffering(64 * MEBIBYTE, 120)
    assert found.transformation == Transformation(FUNCTION, Buffering(int(0.9 * MEBIBYTE), 61), 1)


def test_no_interval_is_longer_than_a_laptop_waits() -> None:
    found = read(description(ProcessingConfiguration=processing()), longest_wait=2)

    assert found is not None
    assert found.transformation is not None
    assert (found.buffering.seconds, found.transformation.buffering.seconds) == (2, 2)


def test_processing_that_is_switched_off_is_no_transformation() -> None:
    off = {**processing(), "Enabled": False}

    found = read(description(ProcessingConfiguration=off), longest_wait=2)

    assert found is not None
    assert found.transformation is None


def test_a_delivery_stream_that_is_not_from_kinesis_to_s3_is_left_alone() -> None:
    direct = {**description(), "Source": {}}
    elsewhere = {**description(), "Destinations": [{"HttpEndpointDestinationDescription": {}}]}

    assert read(direct, longest_wait=2) is None
    assert read(elsewhere, longest_wait=2) is None
