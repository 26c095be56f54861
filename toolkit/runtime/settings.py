"""What the function's environment variables say; none of them is a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("enriched", "bad")
"""What a function's records are: enriched events, or bad rows."""


class SettingsError(Exception):
    """An environment variable is missing or makes no sense."""


@dataclass(frozen=True)
class Settings:
    """The secret's ARN, how long a keyring may be used (seconds), the kind of record, the name."""

    salt_secret_id: str
    salt_cache_seconds: float
    event_kind: str
    function_name: str


def from_environment(variables: Mapping[str, str]) -> Settings:
    """The settings in environment variables; raises SettingsError naming the variable."""
    secret = variables.get("SALT_SECRET_ID", "")
    if not secret:
        raise SettingsError("SALT_SECRET_ID is not set")
    kind = variables.get("EVENT_KIND", "")
    if kind not in KINDS:
        raise SettingsError(f"EVENT_KIND is none of {', '.join(KINDS)}")
    seconds = variables.get("SALT_CACHE_SECONDS", "300")
    if not seconds.isdecimal():
        raise SettingsError("SALT_CACHE_SECONDS is no number of seconds")
    name = variables.get("AWS_LAMBDA_FUNCTION_NAME", "local")
    return Settings(secret, float(seconds), kind, name)
