"""The settings of one bucket: each read as it is, each set as it should be."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of
from toolkit.domain.bootstrap.bucket_documents import with_expiry, with_tls
from toolkit.domain.bootstrap.buckets import BucketWish

_UNSET = (
    "NoSuchBucketPolicy",
    "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration",
    "NoSuchTagSet",
    "OwnershipControlsNotFoundError",
    "ServerSideEncryptionConfigurationNotFoundError",
)
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
_OWNER = "BucketOwnerEnforced"


class BucketSettings:
    """What S3 keeps about a bucket; `client` is boto3's.

    Every call names the account that the bucket must belong to, so that a bucket of that name in
    another account is neither read nor changed.
    """

    def __init__(self, client: Any, wish: BucketWish) -> None:
        self._client = client
        self._wish = wish

    @property
    def named(self) -> dict[str, str]:
        """The bucket and its owner, as every call names them."""
        return {"Bucket": self._wish.name, "ExpectedBucketOwner": self._wish.account}

    @property
    def arn(self) -> str:
        """The bucket's name in policies."""
        return f"arn:{self._client.meta.partition}:s3:::{self._wish.name}"

    def head(self) -> str:
        """The bucket's region; raises what boto3 raises where it is missing or closed."""
        region = self._client.head_bucket(**self.named).get("BucketRegion")
        if region:
            return str(region)
        # A bucket in us-east-1 has no constraint, and one of the first in Europe an old one.
        place = self._client.get_bucket_location(**self.named).get("LocationConstraint")
        return {None: "us-east-1", "EU": "eu-west-1"}.get(place, str(place))

    def versioned(self) -> bool:
        """Whether versions are kept."""
        answer = self._client.get_bucket_versioning(**self.named)
        return bool(answer.get("Status") == "Enabled")

    def encryption(self) -> tuple[str, str | None]:
        """Algorithm and KMS key of the default encryption; empty without one."""
        found = self._get("get_bucket_encryption", "ServerSideEncryptionConfiguration", {})
        for rule in found.get("Rules", ()):
            default = rule.get("ApplyServerSideEncryptionByDefault", {})
            return str(default.get("SSEAlgorithm", "")), default.get("KMSMasterKeyID")
        return "", None

    def closed(self) -> bool:
        """Whether all four blocks of public access are on."""
        found = self._get("get_public_access_block", "PublicAccessBlockConfiguration", {})
        return all(found.get(block) for block in _BLOCKS)

    def owned(self) -> bool:
        """Whether access lists are off."""
        found = self._get("get_bucket_ownership_controls", "OwnershipControls", {})
        return any(rule["ObjectOwnership"] == _OWNER for rule in found.get("Rules", ()))

    def policy(self) -> dict[str, Any]:
        """The bucket policy; empty without one."""
        policy: dict[str, Any] = json.loads(self._get("get_bucket_policy", "Policy", "{}"))
        return policy

    def lifecycle(self) -> list[dict[str, Any]]:
        """The rules by which objects go."""
        rules: list[dict[str, Any]]
        rules = self._get("get_bucket_lifecycle_configuration", "Rules", [])
        return rules

    def tags(self) -> dict[str, str]:
        """The bucket's tags."""
        found = self._get("get_bucket_tagging", "TagSet", [])
        return {tag["Key"]: tag["Value"] for tag in found}

    def put(self, part: str) -> None:
        """Sets one part as it should be; what others have put beside it stays."""
        operation, argument, wanted = _SETTERS[part]
        getattr(self._client, operation)(**self.named, **{argument: wanted(self)})

    def wanted_encryption(self) -> dict[str, Any]:
        """The default encryption as it should be."""
        key = self._wish.kms_key
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
        rule: dict[str, Any] = {
            "ApplyServerSideEncryptionByDefault": default if key else {"SSEAlgorithm": "AES256"},
            "BucketKeyEnabled": key is not None,
        }
        return {"Rules": [rule]}

    def wanted_policy(self) -> str:
        """The policy, with the refusal of what comes without TLS."""
        return json.dumps(with_tls(self.policy(), self.arn))

    def wanted_lifecycle(self) -> dict[str, Any]:
        """The rules, with one by which old versions go."""
        return {"Rules": with_expiry(self.lifecycle())}

    def wanted_tags(self) -> dict[str, Any]:
        """The wished tags, and those that are there."""
        tags = {**self._wish.tags, **self.tags()}
        return {"TagSet": [{"Key": key, "Value": value} for key, value in tags.items()]}

    def _get(self, operation: str, part: str, without: Any) -> Any:
        """A part of the settings; `without` where it was never set."""
        try:
            return getattr(self._client, operation)(**self.named).get(part, without)
        except ClientError as error:
            if code_of(error) not in _UNSET:
                raise
            return without


# The operation that sets a part, its argument, and what it is set to.
_SETTERS: Mapping[str, tuple[str, str, Callable[[BucketSettings], Any]]] = {
    "versioning": (
        "put_bucket_versioning", "VersioningConfiguration", lambda _: {"Status": "Enabled"},
    ),
    "encryption": (
        "put_bucket_encryption", "ServerSideEncryptionConfiguration",
        BucketSettings.wanted_encryption,
    ),
    "public access": (
        "put_public_access_block", "PublicAccessBlockConfiguration",
        lambda _: dict.fromkeys(_BLOCKS, True),
    ),
    "ownership": (
        "put_bucket_ownership_controls", "OwnershipControls",
        lambda _: {"Rules": [{"ObjectOwnership": _OWNER}]},
    ),
    "TLS": ("put_bucket_policy", "Policy", BucketSettings.wanted_policy),
    "old versions": (
        "put_bucket_lifecycle_configuration", "LifecycleConfiguration",
        BucketSettings.wanted_lifecycle,
    ),
    "tags": ("put_bucket_tagging", "Tagging", BucketSettings.wanted_tags),
}  # fmt: skip
