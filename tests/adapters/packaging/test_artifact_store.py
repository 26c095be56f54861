from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from toolkit.adapters import zip_files
from toolkit.adapters.artifact_store import ArtifactStore
from toolkit.domain.artifact import Artifact, Platform
from toolkit.domain.artifact_contents import SourceTree
from toolkit.errors import ConfigError, Refused, ServiceError
from toolkit.workflows.packaging import PackageRequest, package

BUCKET = "some-artifacts"


class NoWheels:
    """Stands for a runtime without dependencies."""

    def fetch(self, platform: Platform) -> tuple[()]:
        return ()


class OneFile:
    """Stands for a checkout with one file."""

    def read(self) -> SourceTree:
        return SourceTree({"handler.py": b"x = 1\n"}, "a" * 40)


@dataclass(frozen=True)
class Bucket:
    """A real boto3 client whose answers are given: in order, each to the call that it expects."""

    store: ArtifactStore
    answers: Stubber
    artifact: Artifact

    def head(self, **answer: Any) -> None:
        asked = {"Bucket": BUCKET, "Key": self.artifact.key, "ChecksumMode": "ENABLED"}
        self.answers.add_response("head_object", answer, asked)

    def head_fails(self, code: str) -> None:
        self.answers.add_client_error("head_object", code, http_status_code=int(code))

    def put(self) -> None:
        asked = {
            "Bucket": BUCKET,
            "Key": self.artifact.key,
            "Body": self.artifact.path.read_bytes(),
            "IfNoneMatch": "*",
            "ChecksumSHA256": self.artifact.sha256_base64,
            "ContentType": ANY,
            "Metadata": {"commit": "a" * 40},
        }
        self.answers.add_response("put_object", {}, asked)

    def put_fails(self, code: str) -> None:
        self.answers.add_client_error("put_object", code)


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[Bucket]:
    client = boto3.client(
        "s3", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    request = PackageRequest("3.13", "arm64", {}, tmp_path)
    artifact = package(request, OneFile(), NoWheels(), zip_files, lambda _: None)
    with Stubber(client) as answers:
        yield Bucket(ArtifactStore(client, BUCKET), answers, artifact)
        answers.assert_no_pending_responses()


def test_a_new_artifact_is_written_only_if_nothing_is_there(bucket: Bucket) -> None:
    bucket.head_fails("404")
    bucket.put()

    assert bucket.store.put(bucket.artifact) is True


def test_an_artifact_that_is_there_is_not_written_again(bucket: Bucket) -> None:
    bucket.head(ContentLength=bucket.artifact.size, ChecksumSHA256=bucket.artifact.sha256_base64)

    assert bucket.store.put(bucket.artifact) is False


def test_of_two_uploads_at_once_the_loser_is_content(bucket: Bucket) -> None:
    bucket.head_fails("404")
    bucket.put_fails("PreconditionFailed")

    assert bucket.store.put(bucket.artifact) is False


def test_a_conflict_between_uploads_is_tried_again(bucket: Bucket) -> None:
    bucket.head_fails("404")
    bucket.put_fails("ConditionalRequestConflict")
    bucket.put()

    assert bucket.store.put(bucket.artifact) is True


def test_a_conflict_that_does_not_end_is_told(bucket: Bucket) -> None:
    bucket.head_fails("404")
    for _ in range(3):
        bucket.put_fails("ConditionalRequestConflict")

    with pytest.raises(ServiceError, match="does not end"):
        bucket.store.put(bucket.artifact)


@pytest.mark.parametrize(
    "answer",
    [
        lambda artifact: {"ContentLength": artifact.size + 1},
        lambda artifact: {"ContentLength": artifact.size, "ChecksumSHA256": "b3RoZXI="},
    ],
    ids=["another size", "another checksum"],
)
def test_something_else_under_the_artifacts_key_is_refused(
    answer: Callable[[Artifact], dict[str, Any]], bucket: Bucket
) -> None:
    bucket.head(**answer(bucket.artifact))

    with pytest.raises(Refused, match="is not the artifact that its name says"):
        bucket.store.put(bucket.artifact)


@pytest.mark.parametrize("code", ["AccessDenied", "NoSuchBucket"])
def test_a_refusal_of_s3_is_told_with_its_code(code: str, bucket: Bucket) -> None:
    bucket.head_fails("404")
    bucket.put_fails(code)

    with pytest.raises(ServiceError, match=f"cannot upload .* {code}"):
        bucket.store.put(bucket.artifact)


def test_an_artifact_whose_file_is_gone_is_named(bucket: Bucket) -> None:
    bucket.head_fails("404")
    bucket.artifact.path.unlink()

    with pytest.raises(ConfigError, match="cannot read"):
        bucket.store.put(bucket.artifact)


def test_a_stored_artifact_is_fetched_by_its_digest(bucket: Bucket) -> None:
    content = bucket.artifact.path.read_bytes()
    body = StreamingBody(io.BytesIO(content), len(content))
    asked = {"Bucket": BUCKET, "Key": bucket.artifact.key}
    bucket.answers.add_response("get_object", {"Body": body}, asked)

    assert bucket.store.fetch(bucket.artifact.sha256) == content


def test_an_artifact_that_is_not_stored_is_none(bucket: Bucket) -> None:
    bucket.answers.add_client_error("get_object", "NoSuchKey", http_status_code=404)

    assert bucket.store.fetch(bucket.artifact.sha256) is None


def test_a_missing_bucket_is_created_in_the_clients_region(bucket: Bucket) -> None:
    bucket.answers.add_client_error("head_bucket", "404", http_status_code=404)
    place = {"LocationConstraint": "eu-west-1"}
    asked = {"Bucket": BUCKET, "CreateBucketConfiguration": place}
    bucket.answers.add_response("create_bucket", {}, asked)

    bucket.store.ensure_bucket()


def test_a_bucket_that_is_there_stays(bucket: Bucket) -> None:
    bucket.answers.add_response("head_bucket", {}, {"Bucket": BUCKET})

    bucket.store.ensure_bucket()
