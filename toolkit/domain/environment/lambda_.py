"""The pseudonymizing function, one for each Firehose path, all from one artifact."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from toolkit.domain.environment.section import BucketName, LogRetention, Section


class ReservedConcurrency(Section):
    """Executions set aside per path, so that one path cannot starve another; null: unreserved."""

    enriched_good: int | None = Field(default=None, ge=1, le=1000)
    """For enriched events."""
    enriched_bad: int | None = Field(default=None, ge=1, le=1000)
    """For the enrichers' failed events."""
    raw_bad: int | None = Field(default=None, ge=1, le=1000)
    """For the collectors' failed events."""


class Lambda(Section):
    """The function's platform, size and rules."""

    python_version: Literal["3.12", "3.13"] = "3.13"
    """Python of the Lambda runtime."""
    architecture: Literal["arm64", "x86_64"] = "arm64"
    """Processor of the function."""
    memory_mb: int = Field(default=1024, ge=256, le=10_240)
    """Memory in MiB; processor time grows with it, one vCPU at 1769."""
    timeout_seconds: int = Field(default=120, ge=10, le=300)
    """Seconds before an invocation is stopped; Firehose waits for five minutes."""
    reserved_concurrency: ReservedConcurrency = ReservedConcurrency()
    """Executions set aside per path."""
    log_retention_days: LogRetention = 30
    """Days that the functions' logs are kept."""
    tracing: bool = True
    """Whether X-Ray samples invocations."""
    allowlist: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_.-]+\.ya?ml$")] = (
        "allowlist.yaml"
    )
    """File beside the environments that says what may pass untouched."""
    narrow_columns: Literal["empty", "hash"] = "empty"
    """What becomes of string columns too narrow for a pseudonym of 64 characters."""
    artifact_bucket: BucketName
    """Bucket that holds the function's zip under its digest."""
