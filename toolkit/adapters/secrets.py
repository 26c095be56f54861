"""Secrets Manager: the one secret of an environment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from toolkit.adapters.aws import code_of, speaking
from toolkit.domain.salt.labels import CURRENT, PENDING, SecretFacts
from toolkit.errors import ServiceError

_MISSING = "ResourceNotFoundException"
_NOT_SO = ("InvalidParameterException", "InvalidRequestException")


class SecretsManager:
    """A secret and its versions; `client` is boto3's. No error or log ever holds a value.

    Every version is named by its id together with a label, because the secret's policy forbids to
    read versions that bear none.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    @property
    def name(self) -> str:
        """The secret's name."""
        return self._name

    def look(self) -> SecretFacts:
        """Labels, clock and deletion (`DescribeSecret`)."""
        with self._speaking("look at"):
            answer = self._client.describe_secret(SecretId=self._name)
        stages = answer.get("VersionIdsToStages") or {}
        return SecretFacts(
            labels={version: tuple(labels) for version, labels in stages.items() if labels},
            now=_service_time(answer),
            deleted=_instant(answer.get("DeletedDate")),
        )

    def look_if_there(self) -> SecretFacts | None:
        """The same; None where there is no secret."""
        try:
            return self.look()
        except ServiceError as error:
            if code_of(error.__cause__) != _MISSING:
                raise
            return None

    def text(self, version: str, label: str) -> str | None:
        """The value of a version that bears a label; None where it has none or lost the label."""
        try:
            with self._speaking("read"):
                answer = self._client.get_secret_value(
                    SecretId=self._name, VersionId=version, VersionStage=label
                )
        except ServiceError as error:
            if code_of(error.__cause__) in (_MISSING, *_NOT_SO):
                return None
            raise
        return str(answer.get("SecretString", ""))

    def put_first(self, text: str, token: str) -> bool:
        """Stores the first version; False where the token has stored another value before."""
        try:
            self._put(text, token, CURRENT)
        except ServiceError as error:
            if code_of(error.__cause__) == "ResourceExistsException":
                return False
            raise
        return True

    def put_pending(self, text: str, token: str) -> None:
        """Stores a version under AWSPENDING, which leaves the version that bore it."""
        self._put(text, token, PENDING)

    def move_current(self, version: str, away_from: str | None) -> bool:
        """Moves AWSCURRENT if it is where we think (`UpdateSecretVersionStage`).

        Secrets Manager refuses where `RemoveFromVersionId` does not bear the label: this is the
        comparison that decides between two at once. A repeated request is not mistaken for that.
        """
        named = {} if away_from is None else {"RemoveFromVersionId": away_from}
        try:
            with self._speaking("change the labels of"):
                self._client.update_secret_version_stage(
                    SecretId=self._name, VersionStage=CURRENT, MoveToVersionId=version, **named
                )
        except ServiceError as error:
            if code_of(error.__cause__) not in _NOT_SO:
                raise
            return self.look().version(CURRENT) == version
        return True

    def unlabel(self, version: str, label: str) -> None:
        """Takes a label off a version; one without it is fine."""
        try:
            with self._speaking("change the labels of"):
                self._client.update_secret_version_stage(
                    SecretId=self._name, VersionStage=label, RemoveFromVersionId=version
                )
        except ServiceError as error:
            still = code_of(error.__cause__) in _NOT_SO and self._bears(version, label)
            if still or code_of(error.__cause__) not in _NOT_SO:
                raise

    def unlabelled(self) -> int:
        """Versions without a label that are still kept (`ListSecretVersionIds`)."""
        with self._speaking("list the versions of"):
            return sum(not version.get("VersionStages") for version in self._versions())

    def policy(self) -> Mapping[str, Any]:
        """The resource policy; empty without one."""
        with self._speaking("read the policy of"):
            answer = self._client.get_resource_policy(SecretId=self._name)
        policy: dict[str, Any] = json.loads(answer.get("ResourcePolicy") or "{}")
        return policy

    def _versions(self) -> Iterator[Mapping[str, Any]]:
        """All versions; boto3 has no paginator for them."""
        more: dict[str, str] = {}
        while True:
            page = self._client.list_secret_version_ids(
                SecretId=self._name, IncludeDeprecated=True, **more
            )
            yield from page["Versions"]
            if not page.get("NextToken"):
                return
            more = {"NextToken": page["NextToken"]}

    def _bears(self, version: str, label: str) -> bool:
        return label in self.look().labels.get(version, ())

    def _put(self, text: str, token: str, label: str) -> None:
        with self._speaking("write"):
            self._client.put_secret_value(
                SecretId=self._name,
                ClientRequestToken=token,
                SecretString=text,
                VersionStages=[label],
            )

    @contextmanager
    def _speaking(self, doing: str) -> Iterator[None]:
        try:
            with speaking(f"{doing} the secret {self._name}"):
                yield
        except ServiceError as error:
            cause = error.__cause__
            # botocore may quote the parameters of a request that it refuses to send.
            shown = cause if isinstance(cause, ClientError) else None
            raise _explained(error, self._name) from shown


def _explained(error: ServiceError, name: str) -> ServiceError:
    code = code_of(error.__cause__)
    if code == _MISSING:
        return ServiceError(
            f"there is no secret {name}",
            hint="apply the environment first: Terraform makes the secret",
        )
    if code in ("AccessDeniedException", "AccessDenied", "DecryptionFailure"):
        return ServiceError(
            error.summary,
            details=error.details,
            hint="only the roles in salt.operator_role_arns may: log in as one of them",
        )
    if isinstance(error.__cause__, ParamValidationError):
        return ServiceError(error.summary, details=("the request would not be valid",))
    return error


def _service_time(answer: Mapping[str, Any]) -> datetime:
    said = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    return parsedate_to_datetime(said).astimezone(UTC) if said else datetime.now(UTC)


def _instant(value: Any) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) else None
