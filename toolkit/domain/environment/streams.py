"""The four Kinesis streams between collectors, enrichers and Firehose."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from toolkit.domain.environment.section import Section


class Stream(Section):
    """One Kinesis stream."""

    shards: int | None = Field(default=None, ge=1, le=10000)
    """Shards when provisioned: 1 MB/s or 1000 records/s in, 2 MB/s out each."""
    retention_hours: int = Field(ge=24, le=8760)
    """Hours that a record can still be read: 24 to 8760."""


class Streams(Section):
    """raw-good, raw-bad, enriched-good and enriched-bad."""

    mode: Literal["provisioned", "on-demand"] = "provisioned"
    """Capacity of all four; `on-demand` needs `terraform.provider: aws6`."""
    raw_good: Stream
    """Collectors to enrichers."""
    raw_bad: Stream
    """What collectors could not accept; read by Firehose."""
    enriched_good: Stream
    """Enriched events; read by Firehose."""
    enriched_bad: Stream
    """What enrichers could not process; read by Firehose."""
