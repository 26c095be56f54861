"""What is missing before Terraform can run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """What a bucket or a key lacks, and what puts it right."""

    part: str
    """The setting, such as `versioning`; `bucket` or `key` where the whole thing is meant."""
    sentence: str
    fix: str
    by_hand: bool = False
    """Whether only a person can do it."""
