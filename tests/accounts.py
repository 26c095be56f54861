"""moto in this process, and the state bucket of an environment in it.

moto does not compare `ExpectedBucketOwner` with the account; that every call names it is tested
by what boto3 is about to send.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.s3.models import FakeBucket

from tests.unit.environment.changed import changed
from toolkit.adapters.state_bucket import StateBucket
from toolkit.domain.bootstrap.buckets import BucketWish, state_bucket
from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend
from toolkit.embedded.fixes.buckets import permission

ACCOUNT = "123456789012"
"""Of everything that moto holds."""


def environment(name: str = "staging", **changes: Any) -> Environment:
    """A shipped environment in moto's account; `__` stands for a dot in changed keys."""
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    return changed(name, {"aws.account_id": ACCOUNT, **dotted})


@cache
def _session() -> Any:
    """One session for all: it reads the services' descriptions once."""
    made: Any = boto3.session.Session("a", "b")
    return made


def _made(service: str, region: str) -> Any:
    return _session().client(service, region_name=region)


_shared = cache(_made)


@dataclass
class Sent:
    """Hears what a boto3 client is about to send."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, client: Any) -> Any:
        client.meta.events.register("provide-client-params.*", self._hear)
        return client

    def _hear(self, params: dict[str, Any], model: Any, **_more: Any) -> None:
        self.calls.append((model.name, params))

    @property
    def names(self) -> list[str]:
        """The operations, in order."""
        return [name for name, _ in self.calls]


@dataclass(frozen=True)
class Account:
    """An account of moto's."""

    sent: Sent = field(default_factory=Sent)

    def client(self, service: str = "s3", region: str = "us-east-2") -> Any:
        """A client whose calls are heard."""
        return self.sent(_made(service, region))

    def plain(self, service: str = "s3", region: str = "us-east-2") -> Any:
        """A client of somebody else, the same in every account: nobody may register anything."""
        return _shared(service, region)

    def bucket(self, given: Environment | None = None) -> StateBucket:
        """The adapter under test."""
        given = given or environment()
        wish, backend = state_bucket(given), given.terraform.backend
        assert isinstance(wish, BucketWish)
        assert isinstance(backend, S3Backend)
        return StateBucket(self.client(region=wish.region), wish, backend)

    def lock(self, id_: str = "one", who: str = "ana@laptop", **more: str) -> None:
        """Takes the lock as Terraform does."""
        backend = environment().terraform.backend
        assert isinstance(backend, S3Backend)
        text = {"ID": id_, "Operation": "OperationTypeApply", "Who": who, **more}
        self.plain().put_object(
            Bucket=backend.bucket,
            Key=f"{backend.key}.tflock",
            Body=json.dumps(text).encode(),
            IfNoneMatch="*",
        )

    def unlock(self) -> None:
        """Releases it as Terraform does."""
        backend = environment().terraform.backend
        assert isinstance(backend, S3Backend)
        self.plain().delete_object(Bucket=backend.bucket, Key=f"{backend.key}.tflock")


@contextmanager
def an_account() -> Iterator[Account]:
    """An empty account, forgotten afterwards."""
    # moto judges every condition as fulfilled, and so refuses what comes with TLS as well; the
    # embedded AWS puts that right in the same way.
    original: Callable[..., Any] = FakeBucket.get_permission
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setattr(
            FakeBucket, "get_permission", lambda bucket, *rest: permission(original, bucket, *rest)
        )
        # moto makes an RSA key for every key, and symmetric ones and MAC keys have no use for it.
        patch.setattr("moto.kms.models.generate_private_key", lambda _spec: None)
        yield Account()
