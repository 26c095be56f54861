"""The keyring's text is the current version of a secret; what goes wrong names no content."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from toolkit.runtime.keyring import KeyringError
from toolkit.runtime.secret import _text

ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:staging/salt"


def client() -> Any:
    return boto3.client(
        "secretsmanager",
        region_name="eu-central-1",
        aws_access_key_id="none",
        aws_secret_access_key="none",
    )


def test_the_current_version_is_asked_for() -> None:
    secrets = client()
    with Stubber(secrets) as stub:
        asked = {"SecretId": ARN, "VersionStage": "AWSCURRENT"}
        stub.add_response("get_secret_value", {"SecretString": "text"}, asked)

        assert _text(secrets, ARN) == "text"


def test_a_refusal_says_awss_code_and_not_its_message() -> None:
    secrets = client()
    with Stubber(secrets) as stub:
        stub.add_client_error("get_secret_value", "AccessDeniedException", "a long story of arn")

        with pytest.raises(KeyringError, match="AccessDeniedException") as caught:
            _text(secrets, ARN)

    assert "story" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_secret_without_text_is_no_keyring() -> None:
    secrets = client()
    with Stubber(secrets) as stub:
        stub.add_response("get_secret_value", {"SecretBinary": b"x"})

        with pytest.raises(KeyringError, match="holds no text"):
            _text(secrets, ARN)
