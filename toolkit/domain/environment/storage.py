"""The bucket that Firehose writes and the warehouse loads."""

from __future__ import annotations

from pydantic import Field

from toolkit.domain.environment.section import BucketName, Prefix, RoleArn, Section


class Prefixes(Section):
    """Key prefixes; the error prefix holds records as they came, so nothing loads it."""

    enriched_good: Prefix = "output/"
    """Pseudonymized events; loaded into `gitlab_events`."""
    enriched_bad: Prefix = "enriched-bad/"
    """Pseudonymized failed events of the enrichers; loaded into `gitlab_bad_events`."""
    raw_bad: Prefix = "raw-bad/"
    """Pseudonymized failed events of the collectors; loaded into `gitlab_bad_events`."""
    errors: Prefix = "errors/"
    """Records that the Lambda could not transform, in clear; outside every loaded prefix."""


class Storage(Section):
    """One bucket with its key, policy, lifecycle and access logs."""

    bucket: BucketName
    """Name of the bucket; `<bucket>-logs` is made beside it for access logs."""
    prefixes: Prefixes = Prefixes()
    """Where each path's objects go."""
    retention_days: int = Field(default=400, ge=1, le=36_500)
    """Days that loaded objects are kept."""
    error_retention_days: int = Field(default=14, ge=1, le=90)
    """Days that untransformed records are kept, time enough to recover them."""
    noncurrent_days: int = Field(default=7, ge=1, le=365)
    """Days that overwritten or deleted versions are kept."""
    log_retention_days: int = Field(default=90, ge=1, le=3650)
    """Days that access logs are kept."""
    analyst_role_arns: list[RoleArn] = []
    """Roles (the warehouse's too) that may read the loaded prefixes and never the error prefix."""
    operator_role_arns: list[RoleArn] = []
    """Roles that may read the error prefix to recover records."""
    force_destroy: bool = False
    """Whether destroying the environment may delete a bucket that still holds objects."""
