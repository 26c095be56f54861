"""What a bucket that keeps states or artifacts has to be, and what one that exists lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit.domain.artifact import KEY_PREFIX
from toolkit.domain.bootstrap.bucket_documents import KEPT_DAYS, KEPT_VERSIONS
from toolkit.domain.bootstrap.gap import Gap
from toolkit.domain.environment import Environment
from toolkit.domain.environment.terraform import S3Backend
from toolkit.domain.partitions import partition

MANAGED_BY = "managed_by"

_KEPT = f"let them go after {KEPT_DAYS} days, but never the last {KEPT_VERSIONS}"


@dataclass(frozen=True)
class BucketWish:
    """The bucket that an environment names."""

    purpose: Literal["state", "artifact"]
    name: str
    region: str
    account: str
    keeps: str
    """Key, or beginning of the keys, of what must never expire."""
    kms_key: str | None
    """KMS key of the default encryption; None: S3's own key."""
    tags: Mapping[str, str]

    @property
    def title(self) -> str:
        """The bucket as sentences name it."""
        return f"the {self.purpose} bucket {self.name}"


@dataclass(frozen=True)
class BucketFacts:
    """A bucket as it is. One that does not exist has nothing; one that is closed hides it."""

    exists: bool
    ours: bool = True
    """False: S3 says no, as it does where the bucket belongs to another account."""
    region: str = ""
    versioned: bool = False
    encryption: str = ""
    """`AES256`, `aws:kms` or `aws:kms:dsse`; empty without a default encryption."""
    kms_key: str | None = None
    public_access_blocked: bool = False
    owner_enforced: bool = False
    """Whether access lists are off (BucketOwnerEnforced)."""
    tls_only: bool = False
    old_versions_expire: bool = False
    expiring: tuple[str, ...] = ()
    """Lifecycle rules that delete what must be kept."""
    tagged: bool = False
    """Whether anybody says who manages it."""


def state_bucket(environment: Environment) -> BucketWish | None:
    """The bucket of the environment's state; None where the state is a file on this machine."""
    backend = environment.terraform.backend
    if not isinstance(backend, S3Backend):
        return None
    account = environment.aws.account_id
    return BucketWish(
        purpose="state",
        name=backend.bucket,
        region=backend.region,
        account=account,
        keeps=backend.key,
        kms_key=_arn(backend.kms_key_id, backend.region, account),
        tags=tags(environment),
    )


def artifact_bucket(environment: Environment) -> BucketWish:
    """The bucket of the environment's Lambda artifacts."""
    return BucketWish(
        purpose="artifact",
        name=environment.lambda_.artifact_bucket,
        region=environment.aws.region,
        account=environment.aws.account_id,
        keeps=KEY_PREFIX,
        kms_key=None,
        tags=tags(environment),
    )


def tags(environment: Environment) -> dict[str, str]:
    """Tags of what is made before Terraform; the same as Terraform's."""
    own = {"project": environment.project, "environment": environment.name, MANAGED_BY: "snowops"}
    return {**environment.tags, **own}


def gaps(wish: BucketWish, facts: BucketFacts) -> tuple[Gap, ...]:
    """What is missing, the worst first; empty where the bucket is as it should be."""
    if not facts.exists:
        return (Gap("bucket", f"{wish.title} does not exist", f"create it in {wish.region}"),)
    if not facts.ours:
        why = f"{wish.title} belongs to another account than {wish.account}, or is closed to you"
        fix = "choose another name in the environment's file, or use credentials that may list it"
        return (Gap("bucket", why, fix, by_hand=True),)
    if facts.region != wish.region:
        why = f"{wish.title} is in {facts.region}, not in {wish.region}"
        return (Gap("region", why, f"write region {facts.region}, or name another", by_hand=True),)
    return tuple(_gaps(wish, facts))


def _gaps(wish: BucketWish, facts: BucketFacts) -> Iterator[Gap]:
    if facts.expiring:
        rules = ", ".join(facts.expiring)
        why = f"lifecycle rules delete what {wish.title} has to keep: {rules}"
        yield Gap("expiry", why, "take them off, or narrow them to other keys", by_hand=True)
    if not facts.versioned:
        yield Gap("versioning", f"{wish.title} is not versioned", "turn versioning on")
    yield from _encryption(wish, facts)
    for lacking, part, lacks, fix in (
        (not facts.public_access_blocked, "public access", "may be made public", "block that"),
        (not facts.owner_enforced, "ownership", "has access lists", "turn them off"),
        (not facts.tls_only, "TLS", "takes requests without TLS", "deny them by its policy"),
        (not facts.old_versions_expire, "old versions", "keeps old versions for ever", _KEPT),
        (not facts.tagged, "tags", "does not say who manages it", "tag it"),
    ):
        if lacking:
            yield Gap(part, f"{wish.title} {lacks}", fix)


def _encryption(wish: BucketWish, facts: BucketFacts) -> Iterator[Gap]:
    if not facts.encryption:
        fix = f"encrypt with {wish.kms_key or 'the key of S3 (AES256)'}"
        yield Gap("encryption", f"{wish.title} encrypts nothing by itself", fix)
    elif wish.kms_key and not _same_key(wish.kms_key, facts):
        why = f"{wish.title} encrypts with {facts.kms_key or facts.encryption}"
        yield Gap("encryption", why, f"encrypt with {wish.kms_key}, as the backend does")


def _same_key(wanted: str, facts: BucketFacts) -> bool:
    """Whether the default key is the wanted one; an alias and an id cannot be compared."""
    if not facts.encryption.startswith("aws:kms"):
        return False
    found = facts.kms_key or ""
    if ("alias/" in wanted) != ("alias/" in found):
        return bool(found)
    return wanted.rpartition("/")[2] == found.rpartition("/")[2]


def _arn(key: str | None, region: str, account: str) -> str | None:
    """A key in full: S3 looks an alias without an account up in that of whoever writes."""
    if key is None or key.startswith("arn:"):
        return key
    what = key if key.startswith("alias/") else f"key/{key}"
    return f"arn:{partition(region)}:kms:{region}:{account}:{what}"
