"""Who speaks to AWS."""

from __future__ import annotations

from typing import Any

from toolkit.adapters.aws import speaking


def caller(client: Any) -> str:
    """ARN of the credentials in use; `client` is a boto3 STS client."""
    with speaking("ask AWS who this is"):
        return str(client.get_caller_identity()["Arn"])
