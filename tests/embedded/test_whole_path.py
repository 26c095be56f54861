"""Events through the real function in the embedded AWS: stream, Firehose, Lambda, objects.

Resources are made with boto3, so that nothing here takes Terraform; `make demo` does the same with.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.embedded.conftest import Clients, clients_of, silent
from tests.embedded.functions import ROLE, stack
from tests.events.bad_rows import bad_rows
from tests.events.generator import events
from tests.unit.environment.changed import changed
from tests.unit.proof.parts import artifact_files, rules
from toolkit.adapters.kinesis import Stream
from toolkit.adapters.objects import Bucket
from toolkit.adapters.zip_files import zipped
from toolkit.cli.throwaway import throwaway_keyring
from toolkit.domain.environment import Environment
from toolkit.domain.proof.bad_rows import MarkedRow
from toolkit.domain.proof.events import MarkedEvent
from toolkit.domain.proof.expectation import Expectation
from toolkit.domain.salt.secret_text import read_keyring
from toolkit.embedded import server
from toolkit.runtime.fields import NAMES, NEVER_ALLOWED
from toolkit.workflows.sending import Delivered, Patience, send

pytestmark = pytest.mark.embedded

ACCOUNT = "123456789012"
KINDS = {"enriched-good": "enriched", "raw-bad": "bad"}


class Pipeline:
    """The pipeline of the environment `local`, as far as events go through it."""

    def __init__(self, environment: Environment, clients: Clients, keyring: str) -> None:
        self.environment = environment
        self.clients = clients
        (entry,) = read_keyring(keyring).entries
        self.expected = Expectation(rules(), entry.salt, entry.id)
        self._make_salt_and_code(keyring)
        for path, kind in KINDS.items():
            self._make_path(path, kind)

    def send(self, path: str, records: list[bytes]) -> tuple[Delivered, ...]:
        """What records become, by object."""
        stream = Stream(self.clients("kinesis"), f"{self.environment.prefix}-{path}")
        bucket = Bucket(self.clients("s3"), self.environment.storage.bucket)
        patience = Patience(lambda: time.sleep(0.1), 600)
        return send(self.environment, path, records, stream, bucket, patience)

    def _make_salt_and_code(self, keyring: str) -> None:
        bucket = self.environment.storage.bucket
        trust = {"Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        statement = [{"Effect": "Allow", **trust}]
        self.clients("iam").create_role(
            RoleName=ROLE.rpartition("/")[2],
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
        )
        self.clients("secretsmanager").create_secret(Name="salt", SecretString=keyring)
        self.clients("s3").create_bucket(Bucket=bucket)
        self.clients("s3").put_object(Bucket=bucket, Key="Code.zip", Body=zipped(artifact_files()))

    def _make_path(self, path: str, kind: str) -> None:
        name, bucket = f"{self.environment.prefix}-{path}", self.environment.storage.bucket
        variables = {"SALT_SECRET_ID": "salt", "SALT_CACHE_SECONDS": "10", "EVENT_KIND": kind}
        template = stack(
            name,
            bucket,
            "Code.zip",
            Handler="runtime.handler.handle",
            Timeout=60,
            Environment={"Variables": variables},
        )
        self.clients("cloudformation").create_stack(StackName=name, TemplateBody=template)
        self.clients("kinesis").create_stream(StreamName=name, ShardCount=1)
        self.clients("firehose").create_delivery_stream(
            DeliveryStreamName=name,
            DeliveryStreamType="KinesisStreamAsSource",
            KinesisStreamSourceConfiguration={
                "KinesisStreamARN": f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/{name}",
                "RoleARN": ROLE,
            },
            ExtendedS3DestinationConfiguration=self._destination(path, name),
        )

    def _destination(self, path: str, name: str) -> dict[str, Any]:
        storage = self.environment.storage
        prefix = storage.prefixes.model_dump()[path.replace("-", "_")]
        function = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}:live"
        parameters = [{"ParameterName": "LambdaArn", "ParameterValue": function}]
        return {
            "BucketARN": f"arn:aws:s3:::{storage.bucket}",
            "RoleARN": ROLE,
            "Prefix": f"{prefix}!{{timestamp:yyyy/MM/dd/HH}}/",
            "ErrorOutputPrefix": f"{storage.prefixes.errors}!{{firehose:error-output-type}}/",
            "CompressionFormat": "GZIP",
            "ProcessingConfiguration": {
                "Enabled": True,
                "Processors": [{"Type": "Lambda", "Parameters": parameters}],
            },
        }


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A pipeline in an embedded AWS of its own, which owns the bucket's name."""
    project: Path = tmp_path_factory.mktemp("whole-path")
    aws = server.up(project, report=silent, firehose_interval=0.2)
    try:
        yield Pipeline(changed("local", {}), clients_of(aws), throwaway_keyring())
    finally:
        server.down(project)


def columns(line: bytes) -> dict[str, str]:
    return dict(zip(NAMES, line.decode().split("\t"), strict=True))


def under(prefix: str, delivered: tuple[Delivered, ...]) -> list[bytes]:
    return [line for item in delivered if item.key.startswith(prefix) for line in item.lines]


def test_every_event_arrives_pseudonymized_and_what_is_none_stays_apart(
    pipeline: Pipeline,
) -> None:
    sent = {columns(event)["event_id"]: event for event in events(300)}
    malformed = [b"no event at all", b"x\ty\tz"]

    delivered = pipeline.send("enriched-good", [*events(300), *malformed])

    arrived = {columns(line)["event_id"]: line for line in under("output/", delivered)}
    assert set(arrived) == set(sent)
    for identity, line in arrived.items():
        event = MarkedEvent(identity, sent[identity])
        assert list(pipeline.expected.event_faults(event, line + b"\n")) == []
    failed = [json.loads(line) for line in under("errors/processing-failed/", delivered)]
    assert sorted(base64.b64decode(each["rawData"]) for each in failed) == sorted(malformed)


def test_no_value_that_identifies_anybody_is_in_any_object(pipeline: Pipeline) -> None:
    sent = [columns(event) for event in events(200, seed=2)]
    personal = {
        event[name]
        for event in sent
        for name in (*NEVER_ALLOWED, "useragent", "page_url", "domain_sessionid")
        if len(event[name]) > 8
    }

    delivered = pipeline.send("enriched-good", events(200, seed=2))

    text = b"\n".join(under("output/", delivered)).decode()
    assert len(personal) > 200
    assert [value for value in personal if value in text] == []


def test_failed_events_arrive_as_json_without_their_values(pipeline: Pipeline) -> None:
    rows = bad_rows(42)

    delivered = pipeline.send("raw-bad", rows)

    lines = under("raw-bad/", delivered)
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        faults = pipeline.expected.row_faults(MarkedRow("sent", row), line + b"\n")
        assert list(faults) == []
    assert "198.51.100.7" not in b"".join(lines).decode()


def test_without_a_salt_nothing_is_delivered_and_nothing_is_lost(pipeline: Pipeline) -> None:
    secrets = pipeline.clients("secretsmanager")
    salt = secrets.get_secret_value(SecretId="salt")["SecretString"]
    functions = pipeline.clients("lambda")
    secrets.put_secret_value(SecretId="salt", SecretString='{"entries": []}')
    new = {"SALT_SECRET_ID": "salt", "SALT_CACHE_SECONDS": "0", "EVENT_KIND": "enriched"}
    name = f"{pipeline.environment.prefix}-enriched-good"
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": new})
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
    sent = events(3, seed=3)

    try:
        delivered = pipeline.send("enriched-good", sent)
    finally:
        secrets.put_secret_value(SecretId="salt", SecretString=salt)

    assert under("output/", delivered) == []
    failed = [json.loads(line) for line in under("errors/processing-failed/", delivered)]
    assert [base64.b64decode(each["rawData"]) for each in failed] == sent
    assert {each["errorCode"] for each in failed} == {"Lambda.FunctionError"}
    assert {each["attemptsMade"] for each in failed} == {4}
