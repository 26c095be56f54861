"""What can go wrong, in families named by who has to move next.

Only these errors are shown without a traceback; anything else is a bug in snowops.
"""

from __future__ import annotations


class SnowopsError(Exception):
    """A failure that its reader can act on: one sentence, the evidence, the next move."""

    exit_code = 1

    def __init__(self, summary: str, *, details: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.details = details
        self.hint = hint


class ConfigError(SnowopsError):
    """The operator has to change a file or a flag."""


class WrongOptions(ConfigError):
    """The operator has to write the command line another way."""

    exit_code = 64


class TemplateError(SnowopsError):
    """We have to change a template: it could not be rendered."""


class TerraformError(SnowopsError):
    """Terraform, or a provider that it drives, said no."""


class StateLocked(TerraformError):
    """Somebody else holds the state lock."""

    exit_code = 5


class StateDamaged(TerraformError):
    """The state cannot be read: a write was cut short."""


class ServiceError(SnowopsError):
    """A service that we talk to (AWS, GitLab) could not be reached or refused."""


class Unanswered(ServiceError):
    """A service was asked for something, and nobody knows whether it did it."""


class Refused(SnowopsError):
    """A rule of this house stopped the command."""

    exit_code = 3


class StalePlan(SnowopsError):
    """A saved plan no longer fits what it was made for."""

    exit_code = 4


class Interrupted(SnowopsError):
    """The person at the keyboard stopped the command."""

    exit_code = 130
