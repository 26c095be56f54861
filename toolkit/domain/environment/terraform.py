"""How Terraform is driven: provider generation, state, binary."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from toolkit.domain.environment.section import BucketName, Region, Section


class S3Backend(Section):
    """State in S3 with a native lock file (Terraform 1.11 and newer)."""

    type: Literal["s3"]
    """`s3`: shared by everybody who may plan."""
    bucket: BucketName
    """Bucket of the state; it must exist, be versioned and encrypted."""
    key: str = Field(min_length=1)
    """Object key of the state; the lock is the same key with `.tflock`."""
    region: Region
    """Region of the state bucket."""
    kms_key_id: str | None = None
    """KMS key that encrypts the state; unset: the bucket's default encryption."""


class LocalBackend(Section):
    """State in a file on this machine: in `build/ENV/`, or in `.snowops/state/` when embedded."""

    type: Literal["local"]
    """`local`: nobody else can see it."""


class Terraform(Section):
    """How Terraform is driven."""

    provider: Literal["aws6", "aws3"] = "aws6"
    """AWS provider generation: `aws6` (~> 6.0) or `aws3` (3.39.0, which the embedded AWS runs)."""
    binary: str | None = None
    """Terraform or OpenTofu to use; unset: PATH if recent enough, else the embedded one."""
    backend: Annotated[S3Backend | LocalBackend, Field(discriminator="type")]
    """Where the state is kept."""
