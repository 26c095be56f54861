"""A bucket that is needed before Terraform can run: looked at, created, put right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking
from toolkit.adapters.bucket_settings import BucketSettings
from toolkit.domain.bootstrap.bucket_documents import (
    expiring,
    is_tls_only,
    lets_old_versions_go,
)
from toolkit.domain.bootstrap.buckets import MANAGED_BY, BucketFacts, BucketWish, gaps
from toolkit.domain.bootstrap.gap import Gap
from toolkit.errors import ConfigError

_MISSING = ("404", "NoSuchBucket", "NotFound")
_CLOSED = ("403", "AccessDenied", "Forbidden")
_WAIT = {"Delay": 1, "MaxAttempts": 20}


class KeptBucket:
    """A bucket in S3; `client` is a boto3 client in the wished region."""

    def __init__(self, client: Any, wish: BucketWish) -> None:
        self._client = client
        self._settings = BucketSettings(client, wish)
        self.wish = wish

    @property
    def kind(self) -> str:
        """What it is for."""
        return f"{self.wish.purpose} bucket"

    @property
    def name(self) -> str:
        """The bucket's name."""
        return self.wish.name

    def facts(self) -> BucketFacts:
        """The bucket as it is. Raises ServiceError where S3 does not tell."""
        with speaking(f"look at {self.wish.title}"):
            try:
                region = self._settings.head()
            except ClientError as error:
                if code_of(error) in _MISSING:
                    return BucketFacts(exists=False)
                if code_of(error) in _CLOSED:
                    return BucketFacts(exists=True, ours=False)
                raise
            return self._facts(region)

    def gaps(self) -> tuple[Gap, ...]:
        """What it lacks now."""
        return gaps(self.wish, self.facts())

    def create(self) -> None:
        """Creates the bucket and puts it right; one of ours that exists is put right alone."""
        place = {"LocationConstraint": self.wish.region}
        # us-east-1 is the one region that may not be named (S3 `CreateBucket`).
        where = {} if self.wish.region == "us-east-1" else {"CreateBucketConfiguration": place}
        with speaking(f"create {self.wish.title}"):
            try:
                self._client.create_bucket(
                    Bucket=self.wish.name, ObjectOwnership="BucketOwnerEnforced", **where
                )
            except ClientError as error:
                if code_of(error) == "BucketAlreadyExists":
                    raise self._taken() from error
                if code_of(error) != "BucketAlreadyOwnedByYou":
                    raise
            waiter = self._client.get_waiter("bucket_exists")
            waiter.wait(**self._settings.named, WaiterConfig=_WAIT)
        self.settle(self.gaps())

    def settle(self, found: Iterable[Gap]) -> None:
        """Puts right what is not for a person to do; a missing bucket is created."""
        for gap in found:
            if gap.by_hand:
                continue
            if gap.part == "bucket":
                self.create()
                continue
            with speaking(f"put right the {gap.part} of {self.wish.title}"):
                self._settings.put(gap.part)

    def _facts(self, region: str) -> BucketFacts:
        settings = self._settings
        algorithm, key = settings.encryption()
        rules = settings.lifecycle()
        return BucketFacts(
            exists=True,
            region=region,
            versioned=settings.versioned(),
            encryption=algorithm,
            kms_key=key,
            public_access_blocked=settings.closed(),
            owner_enforced=settings.owned(),
            tls_only=is_tls_only(settings.policy(), settings.arn),
            old_versions_expire=lets_old_versions_go(rules),
            expiring=expiring(rules, self.wish.keeps),
            tagged=MANAGED_BY in settings.tags(),
        )

    def _taken(self) -> ConfigError:
        return ConfigError(
            f"{self.wish.title} cannot be created: another account has a bucket of that name",
            hint="choose another name in the environment's file; bucket names are the world's",
        )
