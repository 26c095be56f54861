"""What both roles need beside resources: the state, its lock, the artifact and the seal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend

Statement = dict[str, Any]

# What `snowops doctor` reads of a bucket's settings (Service Authorization Reference, Amazon S3).
_SETTINGS = (
    "s3:GetBucketLocation",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:ListBucket",
)


def state_statements(environment: Environment, *, writes: bool) -> Iterator[Statement]:
    """The state may be read, and written where `writes`; the lock is taken by both roles."""
    backend = environment.terraform.backend
    if not isinstance(backend, S3Backend):
        return
    bucket = f"arn:aws:s3:::{backend.bucket}"
    yield statement("StateBucket", [*_SETTINGS], [bucket])
    actions = ["s3:GetObject", "s3:PutObject"] if writes else ["s3:GetObject"]
    yield statement("State", actions, [f"{bucket}/{backend.key}"])
    lock = f"{bucket}/{backend.key}.tflock"
    calls = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    # `snowops doctor` tries a lock out on the second one.
    yield statement("LockState", calls, [lock, f"{lock}-probe"])
    if backend.kms_key_id:
        used = ["kms:Decrypt", "kms:GenerateDataKey"]
        when = {"StringEquals": {"kms:ViaService": f"s3.{backend.region}.amazonaws.com"}}
        place = f"arn:aws:kms:{backend.region}:{environment.aws.account_id}"
        yield _of_key("StateKey", used, backend.kms_key_id, place, when)


def seal_statements(environment: Environment, *, verifies: bool) -> Iterator[Statement]:
    """Whoever plans seals with the key; whoever applies verifies, and cannot seal."""
    key = environment.seal.kms_key
    if key:
        actions = ["kms:VerifyMac"] if verifies else ["kms:GenerateMac"]
        place = f"arn:aws:kms:{environment.aws.region}:{environment.aws.account_id}"
        yield _of_key("SealKey", actions, key, place, {})


def artifact_statements(environment: Environment, *, writes: bool) -> Iterator[Statement]:
    """The function's zip may be read, and uploaded where `writes`."""
    bucket = f"arn:aws:s3:::{environment.lambda_.artifact_bucket}"
    yield statement("ArtifactBucket", [*_SETTINGS], [bucket])
    actions = ["s3:GetObject", "s3:PutObject"] if writes else ["s3:GetObject"]
    yield statement("Artifacts", actions, [f"{bucket}/*"])


def statement(
    sid: str, actions: list[str], resources: list[str], when: Any | None = None
) -> Statement:
    """A statement that allows; a condition only where there is one."""
    allowed = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return {**allowed, "Condition": when} if when else allowed


def _of_key(sid: str, actions: list[str], key: str, place: str, when: dict[str, Any]) -> Statement:
    """Use of one key, given by its ARN, its id or an alias."""
    if "alias/" not in key:
        named = key if key.startswith("arn:") else f"{place}:key/{key}"
        return statement(sid, actions, [named], when)
    alias = {"kms:ResourceAliases": [key[key.index("alias/") :]]}
    return statement(sid, actions, [f"{place}:key/*"], {**when, "ForAnyValue:StringEquals": alias})
