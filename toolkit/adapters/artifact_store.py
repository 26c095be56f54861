"""The bucket of Lambda artifacts, where an object once written never changes."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import speaking
from toolkit.domain.artifact import Artifact, object_key
from toolkit.errors import ConfigError, Refused, ServiceError

_THERE_ALREADY = "PreconditionFailed"
_AT_ONCE = "ConditionalRequestConflict"
_MISSING = ("404", "NoSuchKey", "NotFound")
_ATTEMPTS = 3


class ArtifactStore:
    """Artifacts in S3 under their digests; `client` is a boto3 S3 client."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, artifact: Artifact) -> bool:
        """Uploads an artifact unless it is there; False where it was.

        The write is conditional (S3 `PutObject`, If-None-Match), so that of two uploads at once
        one wins and no object is ever replaced. S3 checks the digest of what it receives.
        """
        if self._holds(artifact):
            return False
        content = _content(artifact)
        for _ in range(_ATTEMPTS):
            code = self._put_new(artifact, content)
            if code != _AT_ONCE:
                return not code
        raise ServiceError(
            f"cannot upload to {self._bucket}: another upload of {artifact.key} does not end",
            hint="run the command again",
        )

    def head(self, sha256: str) -> dict[str, Any] | None:
        """What S3 says about the artifact with a hex digest; None where there is none."""
        with speaking(f"look into the bucket {self._bucket}"):
            try:
                answer: dict[str, Any] = self._client.head_object(
                    Bucket=self._bucket, Key=object_key(sha256), ChecksumMode="ENABLED"
                )
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
        return answer

    def __str__(self) -> str:
        return f"s3://{self._bucket}"

    def fetch(self, sha256: str) -> bytes | None:
        """The stored artifact with a hex digest; None where there is none."""
        with speaking(f"fetch artifact {sha256[:12]} from {self._bucket}"):
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=object_key(sha256))
                content: bytes = answer["Body"].read()
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
        return content

    def ensure_bucket(self) -> None:
        """Creates the bucket if it is missing; meant for the embedded AWS."""
        region = self._client.meta.region_name
        place = {"CreateBucketConfiguration": {"LocationConstraint": region}}
        with speaking(f"create the bucket {self._bucket}"):
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except ClientError as error:
                if _code(error) not in (*_MISSING, "NoSuchBucket"):
                    raise
                # us-east-1 is the one region that may not be named (S3 `CreateBucket`).
                self._client.create_bucket(
                    Bucket=self._bucket, **({} if region == "us-east-1" else place)
                )

    def _holds(self, artifact: Artifact) -> bool:
        """Whether the artifact is there; Refused where its key holds something else."""
        found = self.head(artifact.sha256)
        if found is None:
            return False
        checksum = found.get("ChecksumSHA256", artifact.sha256_base64)
        if found["ContentLength"] != artifact.size or checksum != artifact.sha256_base64:
            raise Refused(
                f"s3://{self._bucket}/{artifact.key} is not the artifact that its name says",
                hint="somebody replaced it: find out who, before anything is deployed from there",
            )
        return True

    def _put_new(self, artifact: Artifact, content: bytes) -> str:
        """The code of S3's objection, empty where it took the object."""
        with speaking(f"upload the artifact to {self._bucket}"):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=artifact.key,
                    Body=content,
                    IfNoneMatch="*",
                    ChecksumSHA256=artifact.sha256_base64,
                    ContentType="application/zip",
                    Metadata={"commit": artifact.manifest.revision},
                )
            except ClientError as error:
                if _code(error) not in (_THERE_ALREADY, _AT_ONCE):
                    raise
                return _code(error)
        return ""


def _content(artifact: Artifact) -> bytes:
    try:
        return artifact.path.read_bytes()
    except OSError as error:
        raise ConfigError(f"cannot read {artifact.path}: {error.strerror or error}") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
