"""AWS clients live in the environment's region, and AWS' refusals are sentences."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    NoRegionError,
    TokenRetrievalError,
)

from toolkit.adapters.aws import client, speaking
from toolkit.domain.environment.aws import Aws
from toolkit.errors import ServiceError

OHIO = Aws(region="us-east-2", account_id="111111111111")


def refused(code: str, message: str) -> ClientError:
    """What boto3 raises where AWS says no."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetSecretValue")


@pytest.mark.parametrize(
    ("error", "summary", "hint"),
    [
        pytest.param(
            NoCredentialsError(), "cannot read the salt: AWS credentials are missing",
            "aws sso login", id="no credentials",
        ),
        pytest.param(
            EndpointConnectionError(endpoint_url="https://secretsmanager.us-east-2.amazonaws.com"),
            "cannot read the salt: AWS could not be reached", "nothing was changed",
            id="no network",
        ),
        pytest.param(
            refused("AccessDeniedException", "not authorized to perform GetSecretValue"),
            "cannot read the salt: AWS answered AccessDeniedException", "permissions",
            id="no permission",
        ),
        pytest.param(
            refused("ExpiredTokenException", "the security token is expired"),
            "cannot read the salt: AWS answered ExpiredTokenException", "log in again",
            id="credentials that expired",
        ),
        pytest.param(
            TokenRetrievalError(provider="sso", error_msg="Token has expired"),
            "cannot read the salt: the login to AWS has expired or is incomplete", "log in again",
            id="a login that expired",
        ),
        pytest.param(
            NoRegionError(), "cannot read the salt", "AWS",
            id="anything else of boto3's",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence(error: Exception, summary: str, hint: str) -> None:
    with pytest.raises(ServiceError) as refusal, speaking("read the salt"):
        raise error

    assert refusal.value.summary == summary
    assert hint in refusal.value.hint
    assert refusal.value.__cause__ is error


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(KeyError), speaking("read the salt"):
        raise KeyError("a bug")


def test_the_embedded_aws_is_reached_without_the_machine_s_own_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-is-not-there")

    made = client(OHIO, "kinesis", endpoint="http://127.0.0.1:4566")

    assert made.meta.endpoint_url == "http://127.0.0.1:4566"
    assert made.meta.region_name == "us-east-2"


def test_a_profile_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-is-not-there")

    with pytest.raises(ServiceError, match="cannot sign in"):
        client(OHIO, "kinesis", endpoint=None)


def test_a_client_lives_in_the_environment_s_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")

    made = client(OHIO, "kinesis", endpoint=None)

    assert made.meta.endpoint_url == "https://kinesis.us-east-2.amazonaws.com"
