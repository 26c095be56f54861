"""Reads the keyring's text from Secrets Manager."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .keyring import KeyringError

CURRENT = "AWSCURRENT"
PENDING = "AWSPENDING"
"""Label of a keyring that is being tested and that nothing else uses."""


def reader(secret_id: str, stage: str = CURRENT) -> Callable[[], str]:
    """A function that reads the version of a secret under a label, raising KeyringError.

    boto3 is imported at the first read: it costs four times everything else of a cold start.
    """
    clients: list[Any] = []

    def read() -> str:
        if not clients:
            clients.append(_client())
        return _text(clients[0], secret_id, stage)

    return read


def _client() -> Any:
    import boto3
    from botocore.config import Config

    keep_quiet()
    # Two tries within the time in which Firehose would otherwise wait for one.
    patience = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
    return boto3.client("secretsmanager", config=patience)


def keep_quiet() -> None:
    """Takes DEBUG from botocore, which would write the answer with the salts into the log."""
    import logging

    logging.getLogger("botocore").setLevel(logging.WARNING)


def _text(client: Any, secret_id: str, stage: str = CURRENT) -> str:
    try:
        answer = client.get_secret_value(SecretId=secret_id, VersionStage=stage)
    except Exception as error:  # noqa: BLE001 - whatever botocore raises, there is no keyring
        raise KeyringError(f"the keyring could not be read: {_reason(error)}") from None
    text = answer.get("SecretString")
    if not isinstance(text, str):
        raise KeyringError("the secret holds no text")
    return text


def _reason(error: Exception) -> str:
    """AWS's error code or the exception's class; messages could name more than they should."""
    response = getattr(error, "response", None)
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return str(code or type(error).__name__)
