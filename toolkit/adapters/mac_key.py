"""The KMS key that seals plans: looked at, and made with its alias."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking
from toolkit.domain.bootstrap.gap import Gap
from toolkit.domain.bootstrap.seal_keys import (
    ALIAS_TAG,
    SPEC,
    USAGE,
    SealFacts,
    SealWish,
    seal_gaps,
    seal_policy,
)
from toolkit.errors import ServiceError

_MISSING = "NotFoundException"
_DENIED = "AccessDeniedException"
_THERE_ALREADY = "AlreadyExistsException"


class MacKey:
    """A key of usage GENERATE_VERIFY_MAC; `client` is a boto3 KMS client in its region."""

    kind = "seal key"

    def __init__(self, client: Any, wish: SealWish) -> None:
        self._client = client
        self.wish = wish

    @property
    def name(self) -> str:
        """The alias or ARN."""
        return self.wish.key

    def facts(self) -> SealFacts:
        """The key as it is."""
        with speaking(f"look at the seal key {self.wish.key}"):
            try:
                found = self._client.describe_key(KeyId=self.wish.key)["KeyMetadata"]
            except ClientError as error:
                if code_of(error) == _MISSING:
                    return SealFacts(exists=False)
                raise
        return SealFacts(
            exists=True,
            id=found["KeyId"],
            usage=found.get("KeyUsage", ""),
            spec=found.get("KeySpec", ""),
            state=found["KeyState"],
        )

    def gaps(self) -> tuple[Gap, ...]:
        """What is missing now."""
        return seal_gaps(self.wish, self.facts())

    def settle(self, found: Iterable[Gap]) -> None:
        """Makes the key and its alias where that is what is missing."""
        if self.wish.alias is not None and any(not gap.by_hand for gap in found):
            self._make(self.wish.alias)

    def _make(self, alias: str) -> None:
        """KMS takes no token for a new key: one that has lost its alias is found by its tag."""
        with speaking(f"make the seal key {self.wish.key}"):
            key = self._without_alias(alias) or self._create()
            try:
                self._client.create_alias(AliasName=alias, TargetKeyId=key)
            except ClientError as error:
                if code_of(error) != _THERE_ALREADY:
                    raise
                if alias not in self._aliases(key):
                    raise _made_twice(alias, key) from error

    def _create(self) -> str:
        policy = seal_policy(self.wish.account, self._client.meta.partition)
        answer = self._client.create_key(
            KeySpec=SPEC,
            KeyUsage=USAGE,
            Description=self.wish.description,
            Policy=json.dumps(policy),
            Tags=[{"TagKey": key, "TagValue": value} for key, value in self.wish.tags.items()],
        )
        return str(answer["KeyMetadata"]["KeyId"])

    def _without_alias(self, alias: str) -> str | None:
        """The oldest usable key that was made for the alias."""
        found = [self._client.describe_key(KeyId=key)["KeyMetadata"] for key in self._made(alias)]
        usable = [each for each in found if each["KeyState"] == "Enabled"]
        oldest = min(usable, key=lambda each: each["CreationDate"], default=None)
        return str(oldest["KeyId"]) if oldest else None

    def _made(self, alias: str) -> Iterator[str]:
        """Keys whose tag names the alias; keys that are closed to us are not ours."""
        told, closed = 0, 0
        for page in self._client.get_paginator("list_keys").paginate():
            for key in page["Keys"]:
                try:
                    tags = self._client.list_resource_tags(KeyId=key["KeyId"])["Tags"]
                except ClientError as error:
                    if code_of(error) not in (_DENIED, _MISSING):
                        raise
                    closed += code_of(error) == _DENIED
                    continue
                told += 1
                if {"TagKey": ALIAS_TAG, "TagValue": alias} in tags:
                    yield key["KeyId"]
        if closed and not told:
            raise _cannot_see(alias)

    def _aliases(self, key: str) -> set[str]:
        pages = self._client.get_paginator("list_aliases").paginate(KeyId=key)
        return {each["AliasName"] for page in pages for each in page["Aliases"]}


def _cannot_see(alias: str) -> ServiceError:
    return ServiceError(
        f"cannot tell whether a key for {alias} was made before",
        hint="allow kms:ListResourceTags on the account's keys, so that no second key is made",
    )


def _made_twice(alias: str, key: str) -> ServiceError:
    return ServiceError(
        f"somebody else made {alias} at the same time",
        details=(f"the key {key} was made as well, and nothing uses it",),
        hint=f"`aws kms schedule-key-deletion --key-id {key}`, and run the command again",
    )
