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
from botocore.parsers import ResponseParserError

from toolkit.adapters.aws import Hasty, client, denied, speaking
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
            ResponseParserError("Unable to parse response"),
            "cannot read the salt: what answered is not AWS", "asks for a login",
            id="a page in the place of AWS",
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


@pytest.mark.parametrize("code", ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"])
def test_what_the_credentials_may_not_is_told_from_what_went_wrong(code: str) -> None:
    assert denied(refused(code, "no"))
    assert not denied(refused("Throttling", "slow down"))
    assert not denied(None)


def test_who_only_looks_signs_in_once_and_gives_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    hasty = Hasty(OHIO)

    made = hasty.client("s3", "eu-west-1")

    assert hasty.client("s3", "eu-west-1") is made
    assert made.meta.region_name == "eu-west-1"
    assert made.meta.config.retries["total_max_attempts"] == 2
    assert made.meta.config.connect_timeout == 3


def test_who_signs_nothing_needs_no_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-is-not-there")

    assert Hasty(OHIO).anonymous("sts").meta.region_name == "us-east-2"
    with pytest.raises(ServiceError, match="cannot sign in"):
        Hasty(OHIO).client("sts", "us-east-2")


def test_the_description_of_a_service_is_shared_by_all_sessions() -> None:
    first, second = (client(OHIO, "sts", endpoint="http://127.0.0.1:1") for _ in range(2))

    one, other = (each.meta.service_model.operation_model("AssumeRole") for each in (first, second))
    assert one.metadata is other.metadata
