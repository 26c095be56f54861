"""Secrets Manager: labels move as on AWS, and a rotation starts when AWS would start it."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

from moto.secretsmanager.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    ResourceExistsException,
)
from moto.secretsmanager.models import SecretsManagerBackend

from toolkit.embedded.fixes.patch import around

if TYPE_CHECKING:
    from collections.abc import Callable

_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"
_LABELS = RLock()


def install() -> None:
    """Put the fixes into moto."""
    around(SecretsManagerBackend, "update_secret_version_stage", move_label)
    around(SecretsManagerBackend, "put_secret_value", put_value)
    around(SecretsManagerBackend, "rotate_secret", rotate)


def move_label(
    original: Callable[..., Any],
    backend: SecretsManagerBackend,
    secret_id: str,
    version_stage: str,
    remove_from_version_id: str,
    move_to_version_id: str,
) -> Any:
    """Symptom (moto 5.2.5): a moved label sits on two versions; two requests at once both win.

    On AWS a label sits on one version, and moving it wants the version that bears it (API
    reference, UpdateSecretVersionStage). moto answers 500 where no version is current.
    """
    with _LABELS:
        secret = _living(backend, secret_id)
        bearer = _bearer(secret, version_stage)
        if move_to_version_id and bearer not in (None, move_to_version_id, remove_from_version_id):
            message = f"{version_stage} is attached to {bearer}: name it in RemoveFromVersionId."
            raise InvalidParameterException(message)
        if secret is not None and bearer is None and move_to_version_id in secret.versions:
            secret.versions[move_to_version_id]["version_stages"].append(version_stage)
            answer: Any = (secret.arn, secret.name)
        else:
            answer = original(
                backend, secret_id, version_stage, remove_from_version_id, move_to_version_id
            )
        if secret is not None and version_stage == _CURRENT and move_to_version_id:
            secret.set_default_version_id(move_to_version_id)
        return answer


def put_value(
    original: Callable[..., Any], backend: SecretsManagerBackend, secret_id: str, **given: Any
) -> Any:
    """Symptom (moto 5.2.5): a pending version takes a second value under the same token.

    On AWS a version's value is written once (API reference, PutSecretValue), and none is written
    to a deleted secret.
    """
    with _LABELS:
        secret = _living(backend, secret_id)
        version = secret.versions.get(given["client_request_token"], {}) if secret else {}
        held = version.get("secret_string")
        if held is not None and held != given["secret_string"]:
            raise ResourceExistsException("You can't use a ClientRequestToken for two values.")
        return original(backend, secret_id, **given)


def rotate(
    original: Callable[..., Any],
    backend: SecretsManagerBackend,
    secret_id: str,
    client_request_token: str | None = None,
    rotation_lambda_arn: str | None = None,
    **given: Any,
) -> Any:
    """Symptom (moto 5.2.5): a second rotation is refused after a good one, not after a bad one.

    It also forgets the function where a request does not name it, calls the new version the
    default even where the function failed, and answers 500 for a secret without a value.
    """
    secret = _living(backend, secret_id)
    if secret is None:
        return original(backend, secret_id, client_request_token, rotation_lambda_arn, **given)
    if not secret.versions:
        return _arrange(secret, rotation_lambda_arn, given.get("rotation_rules") or {})
    pending = _bearer(secret, _PENDING)
    if pending is not None and pending != _bearer(secret, _CURRENT):
        raise InvalidRequestException("A previous rotation isn't complete.")
    if pending is not None:
        secret.versions[pending]["version_stages"].remove(_PENDING)
    named = rotation_lambda_arn or secret.rotation_lambda_arn
    answer = original(backend, secret_id, client_request_token, named, **given)
    secret.set_default_version_id(_bearer(secret, _CURRENT))
    return answer


def _arrange(secret: Any, function: str | None, rules: dict[str, Any]) -> str:
    """Remembers when to rotate; there is nothing yet."""
    secret.rotation_requested = secret.rotation_enabled = True
    secret.rotation_lambda_arn = function or secret.rotation_lambda_arn
    secret.auto_rotate_after_days = rules.get("AutomaticallyAfterDays", 0)
    return str(secret.to_short_dict())


def _living(backend: SecretsManagerBackend, secret_id: str) -> Any:
    """The secret; None where moto says itself that there is none."""
    secret: Any = backend.secrets.get(secret_id)
    if secret is not None and secret.is_deleted():
        raise InvalidRequestException("The secret was marked for deletion.")
    return secret


def _bearer(secret: Any, label: str) -> str | None:
    versions = secret.versions.items() if secret is not None else ()
    return next((name for name, held in versions if label in held["version_stages"]), None)
