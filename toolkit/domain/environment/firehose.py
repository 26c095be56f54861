"""The delivery streams from Kinesis through the Lambda to S3."""

from __future__ import annotations

from pydantic import Field

from toolkit.domain.environment.section import LogRetention, Section


class Firehose(Section):
    """What the three delivery streams have in common."""

    buffer_mb: int = Field(default=64, ge=1, le=128)
    """MiB gathered before an object is written."""
    buffer_seconds: int = Field(default=300, ge=60, le=900)
    """Seconds before an object is written although the buffer is not full."""
    processing_buffer_mb: float = Field(default=0.9, ge=0.2, le=3)
    """MB of records handed to the Lambda at once; its answer grows and must stay below 6 MB."""
    processing_buffer_seconds: int = Field(default=61, ge=1, le=900)
    """Seconds before the Lambda is called although that buffer is not full."""
    log_retention_days: LogRetention = 30
    """Days that delivery errors are kept in CloudWatch Logs."""
