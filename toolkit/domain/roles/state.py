"""What both roles need beside resources: the state, its lock, and the artifact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend

Statement = dict[str, Any]


def state_statements(environment: Environment, *, writes: bool) -> Iterator[Statement]:
    """The state may be read, and written where `writes`; the lock is taken by both roles."""
    backend = environment.terraform.backend
    if not isinstance(backend, S3Backend):
        return
    bucket = f"arn:aws:s3:::{backend.bucket}"
    yield statement("ListState", ["s3:ListBucket"], [bucket])
    actions = ["s3:GetObject", "s3:PutObject"] if writes else ["s3:GetObject"]
    yield statement("State", actions, [f"{bucket}/{backend.key}"])
    lock = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    yield statement("LockState", lock, [f"{bucket}/{backend.key}.tflock"])
    if backend.kms_key_id:
        yield _state_key(backend, environment.aws.account_id)


def artifact_statements(environment: Environment, *, writes: bool) -> Iterator[Statement]:
    """The function's zip may be read, and uploaded where `writes`."""
    bucket = f"arn:aws:s3:::{environment.lambda_.artifact_bucket}"
    yield statement("ListArtifacts", ["s3:ListBucket"], [bucket])
    actions = ["s3:GetObject", "s3:PutObject"] if writes else ["s3:GetObject"]
    yield statement("Artifacts", actions, [f"{bucket}/*"])


def statement(
    sid: str, actions: list[str], resources: list[str], when: Any | None = None
) -> Statement:
    """A statement that allows; a condition only where there is one."""
    allowed = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return {**allowed, "Condition": when} if when else allowed


def _state_key(backend: S3Backend, account: str) -> Statement:
    key = backend.kms_key_id or ""
    when: dict[str, Any] = {
        "StringEquals": {"kms:ViaService": f"s3.{backend.region}.amazonaws.com"}
    }
    named = key if key.startswith("arn:") else f"arn:aws:kms:{backend.region}:{account}:key/{key}"
    if "alias/" in key:
        alias = key[key.index("alias/") :]
        when["ForAnyValue:StringEquals"] = {"kms:ResourceAliases": [alias]}
        named = f"arn:aws:kms:{backend.region}:{account}:key/*"
    return statement("StateKey", ["kms:Decrypt", "kms:GenerateDataKey"], [named], when)
