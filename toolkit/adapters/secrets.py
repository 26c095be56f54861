"""Secrets Manager."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import speaking
from toolkit.errors import ServiceError


@dataclass(frozen=True)
class SecretsManager:
    """Secrets of one account and region; `client` is boto3's."""

    client: Any

    def has_value(self, name: str) -> bool:
        """Whether a secret has a current version.

        Raises ServiceError where the secret is not there or may not be looked at.
        """
        try:
            with speaking(f"look at secret {name}"):
                answer = self.client.describe_secret(SecretId=name)
        except ServiceError as error:
            raise _explained(error, name) from error
        stages = answer.get("VersionIdsToStages") or {}
        return any("AWSCURRENT" in labels for labels in stages.values())

    def put_first(self, name: str, text: str) -> None:
        """Stores the first version of a secret; the value is in no log and no error."""
        with speaking(f"write secret {name}"):
            self.client.put_secret_value(SecretId=name, SecretString=text)


def _explained(error: ServiceError, name: str) -> ServiceError:
    cause = error.__cause__
    missing = isinstance(cause, ClientError) and (
        cause.response.get("Error", {}).get("Code") == "ResourceNotFoundException"
    )
    if not missing:
        return error
    return ServiceError(
        f"there is no secret {name}", hint="apply the environment first: Terraform makes the secret"
    )
