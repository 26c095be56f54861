"""The secret that keys the pseudonyms; its value never comes near Terraform."""

from __future__ import annotations

from pydantic import Field

from toolkit.domain.environment.section import RoleArn, Section


class Salt(Section):
    """A Secrets Manager secret with a KMS key of its own."""

    operator_role_arns: list[RoleArn] = []
    """Roles that may read and rotate the keyring; nobody else but the Lambda's role can."""
    cache_seconds: int = Field(default=300, ge=10, le=3600)
    """Seconds for which a warm function uses the keyring it has read."""
    recovery_window_days: int = Field(default=30, ge=0, le=30)
    """Days in which a deleted secret can be restored: 7 to 30, or 0 for at once."""
    max_age_days: int = Field(default=365, ge=1, le=3650)
    """Days after which `snowops salt status` calls for a rotation."""
    warehouse_retention_days: int = Field(default=730, ge=1, le=7300)
    """Days that the warehouse keeps events; a salt may be retired once its last one is older."""
    rotation_days: int | None = Field(default=None, ge=30, le=1000)
    """Days after which Secrets Manager rotates by itself; unset: only `salt rotate` does."""
