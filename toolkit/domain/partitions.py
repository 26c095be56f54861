"""The part of AWS that a region belongs to."""

from __future__ import annotations

_STARTS = {"cn-": "aws-cn", "us-gov": "aws-us-gov"}


def partition(region: str) -> str:
    """The second word of every ARN there."""
    return next((name for start, name in _STARTS.items() if region.startswith(start)), "aws")
