"""From a put record to an object in S3, through everything that is real here."""

from __future__ import annotations

import gzip
import json
import time
from base64 import b64encode
from typing import Any

import pytest

from tests.embedded.conftest import Clients
from tests.embedded.functions import ROLE, stack, zipped

pytestmark = pytest.mark.embedded

SOURCE = """
import base64
def handle(event, context):
    return {"records": [judged(record) for record in event["records"]]}
def judged(record):
    data = base64.b64decode(record["data"])
    if b"poison" in data:
        return {"recordId": record["recordId"], "result": "ProcessingFailed"}
    if b"bomb" in data:
        raise RuntimeError("the whole batch")
    said = base64.b64encode(data.upper() + b"\\n").decode()
    return {"recordId": record["recordId"], "result": "Ok", "data": said}
"""


@pytest.fixture(scope="module")
def delivering(clients: Clients) -> Clients:
    """A delivery stream `path` from the Kinesis stream `path` through a function to a bucket."""
    clients("s3").create_bucket(Bucket="path")
    clients("s3").put_object(Bucket="path", Key="Code.zip", Body=zipped(SOURCE))
    clients("cloudformation").create_stack(
        StackName="path", TemplateBody=stack("path", "path", "Code.zip", Timeout=30)
    )
    clients("kinesis").create_stream(StreamName="path", ShardCount=2)
    function = "arn:aws:lambda:us-east-1:123456789012:function:path:live"
    parameters = {"LambdaArn": function, "BufferSizeInMBs": "0.9", "BufferIntervalInSeconds": "61"}
    clients("firehose").create_delivery_stream(
        DeliveryStreamName="path",
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={
            "KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/path",
            "RoleARN": ROLE,
        },
        ExtendedS3DestinationConfiguration={
            "BucketARN": "arn:aws:s3:::path",
            "RoleARN": ROLE,
            "Prefix": "output/!{timestamp:yyyy/MM/dd/HH}/",
            "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/!{timestamp:yyyy}/",
            "CompressionFormat": "GZIP",
            "ProcessingConfiguration": {
                "Enabled": True,
                "Processors": [
                    {
                        "Type": "Lambda",
                        "Parameters": [
                            {"ParameterName": name, "ParameterValue": value}
                            for name, value in parameters.items()
                        ],
                    }
                ],
            },
        },
    )
    return clients


def put(clients: Clients, *data: bytes) -> None:
    entries = [{"Data": each, "PartitionKey": each.decode()} for each in data]
    clients("kinesis").put_records(StreamName="path", Records=entries)


def wait_for(clients: Clients, prefix: str, *wanted: bytes) -> list[bytes]:
    """The lines under `prefix` that hold any of `wanted`, once there are as many.

    A minute is long enough for anything.
    """
    s3: Any = clients("s3")
    deadline = time.monotonic() + 60
    lines: list[bytes] = []
    while len(lines) < len(wanted) and time.monotonic() < deadline:
        time.sleep(0.05)
        found = s3.list_objects_v2(Bucket="path", Prefix=prefix).get("Contents", [])
        bodies = [s3.get_object(Bucket="path", Key=each["Key"])["Body"].read() for each in found]
        every = [line for body in bodies for line in gzip.decompress(body).splitlines()]
        lines = [line for line in every if any(each in line for each in wanted)]
    return lines


def test_what_is_put_into_the_stream_is_found_transformed_in_the_bucket(
    delivering: Clients,
) -> None:
    put(delivering, b"one", b"two", b"poison")

    delivered = wait_for(delivering, "output/", b"ONE", b"TWO")
    [failed] = wait_for(delivering, "errors/processing-failed/", b64encode(b"poison"))
    assert sorted(delivered) == [b"ONE", b"TWO"]
    assert json.loads(failed)["errorCode"] == "Lambda.ProcessingFailedStatus"


def test_a_batch_whose_function_fails_is_kept_under_the_error_prefix(delivering: Clients) -> None:
    put(delivering, b"bomb")

    [kept] = wait_for(delivering, "errors/processing-failed/", b64encode(b"bomb"))
    said = json.loads(kept)
    assert (said["attemptsMade"], said["errorCode"]) == (4, "Lambda.FunctionError")
