"""The KMS key that seals plans: which one an environment means, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.domain.bootstrap.buckets import tags
from toolkit.domain.bootstrap.gap import Gap
from toolkit.domain.environment import Environment

USAGE, SPEC = "GENERATE_VERIFY_MAC", "HMAC_256"

ALIAS_TAG = "snowops:alias"
"""Tag of a key that names the alias it was made for, so that a key without it is found again."""


@dataclass(frozen=True)
class SealWish:
    """The key that an environment names, or would."""

    key: str
    """As KMS is asked for it."""
    alias: str | None
    """The alias that is made with it; None where a key itself is named, or another account's."""
    account: str
    tags: Mapping[str, str]
    description: str


@dataclass(frozen=True)
class SealFacts:
    """A key as it is; one that does not exist has nothing."""

    exists: bool
    id: str = ""
    usage: str = ""
    spec: str = ""
    state: str = ""
    """KMS' word for it: `Enabled`, `Disabled`, `PendingDeletion` ..."""


def seal_wish(environment: Environment) -> SealWish:
    """The key of `seal.kms_key`; where none is named, `alias/snowops/<prefix>-seal`.

    Whoever applies may move aliases that begin with the environment's prefix (`snowops roles`), and
    so could put a key of their own in the place of the seal's.
    """
    key = environment.seal.kms_key or f"alias/snowops/{environment.prefix}-seal"
    account = environment.aws.account_id
    alias = key if key.startswith("alias/") else None
    if f":{environment.aws.region}:{account}:alias/" in key:
        alias = key[key.index("alias/") :]
    return SealWish(
        key=key,
        alias=alias,
        account=account,
        tags={**_tags(environment), **({ALIAS_TAG: alias} if alias else {})},
        description=f"Seals saved plans of {environment.prefix}",
    )


def _tags(environment: Environment) -> dict[str, str]:
    # Whoever applies may change the keys that bear the tag `environment` (`snowops roles`), and so
    # could let themselves seal.
    return {key: value for key, value in tags(environment).items() if key != "environment"}


def seal_gaps(wish: SealWish, facts: SealFacts) -> tuple[Gap, ...]:
    """What is missing before plans can be sealed."""
    return tuple(_gaps(wish, facts))


def _gaps(wish: SealWish, facts: SealFacts) -> Iterator[Gap]:
    if not facts.exists and wish.alias:
        yield Gap("key", f"the seal key {wish.key} does not exist", f"create it ({SPEC})")
    elif not facts.exists:
        fix = "name an alias of this account in seal.kms_key; the key is made with it"
        yield Gap("key", f"the seal key {wish.key} does not exist", fix, by_hand=True)
    elif (facts.usage, facts.spec) != (USAGE, SPEC):
        why = f"{wish.key} is of usage {facts.usage} ({facts.spec}), not {USAGE} ({SPEC})"
        yield Gap("key", why, "name another alias in seal.kms_key", by_hand=True)
    elif facts.state != "Enabled":
        fix = f"`aws kms enable-key --key-id {facts.id}`, after the deletion was cancelled if any"
        yield Gap("key", f"{wish.key} cannot be used: {facts.state}", fix, by_hand=True)


# Administrators manage the key; IAM policies say who seals and who verifies (`snowops roles`).
# CreateGrant is left out: a grant could hand out more than those policies.
_ALLOWED = (
    *("kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey"),
    *("kms:DisableKey", "kms:EnableKey", "kms:GenerateMac", "kms:GetKeyPolicy"),
    *("kms:ListGrants", "kms:ListKeyPolicies", "kms:ListResourceTags", "kms:PutKeyPolicy"),
    *("kms:RevokeGrant", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource"),
    *("kms:UpdateAlias", "kms:UpdateKeyDescription", "kms:VerifyMac"),
)


def seal_policy(account: str, partition: str) -> dict[str, Any]:
    """The key's policy: nobody outside the account, and inside whom IAM allows."""
    statement = {
        "Sid": "AllowByIam",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
        "Action": list(_ALLOWED),
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
