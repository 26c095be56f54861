from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from toolkit.adapters.functions import Functions
from toolkit.domain.artifact import Platform
from toolkit.domain.deployed_function import Deployed
from toolkit.errors import ServiceError

NAME = "snowplow-prod-pseudonymizer-raw-bad"


@dataclass(frozen=True)
class Account:
    """A real boto3 client whose answers are given: in order, each to the call that it expects."""

    functions: Functions
    answers: Stubber

    def alias(self, version: str, **more: Any) -> None:
        asked = {"FunctionName": NAME, "Name": "live"}
        self.answers.add_response("get_alias", {"FunctionVersion": version, **more}, asked)

    def version(self, version: str, digest: str, **more: Any) -> None:
        asked = {"FunctionName": NAME, "Qualifier": version}
        answer = {"CodeSha256": digest, "Runtime": "python3.13", **more}
        self.answers.add_response("get_function_configuration", answer, asked)

    def tags(self, **tags: str) -> None:
        self.answers.add_response("get_function", {"Tags": tags}, {"FunctionName": NAME})


@pytest.fixture
def account() -> Iterator[Account]:
    client = boto3.client(
        "lambda", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    with Stubber(client) as answers:
        yield Account(Functions(client), answers)
        answers.assert_no_pending_responses()


def test_a_function_is_read_through_its_alias(account: Account) -> None:
    account.alias("7")
    account.version("7", "DIGEST=", Architectures=["arm64"])
    account.tags(**{"snowops:commit": "a" * 40, "team": "data"})

    assert account.functions.deployed(NAME, "live") == Deployed(
        NAME, "live", "7", frozenset({"DIGEST="}), Platform("3.13", "arm64"), "a" * 40
    )


def test_every_version_that_gets_traffic_counts(account: Account) -> None:
    account.alias("7", RoutingConfig={"AdditionalVersionWeights": {"8": 0.1}})
    account.version("7", "OLD=")
    account.version("8", "NEW=")
    account.tags()

    found = account.functions.deployed(NAME, "live")

    assert found is not None
    assert found.code_sha256 == {"OLD=", "NEW="}
    assert found.commit == ""


def test_a_function_that_is_not_there_is_none(account: Account) -> None:
    account.answers.add_client_error("get_alias", "ResourceNotFoundException")

    assert account.functions.deployed(NAME, "live") is None


def test_a_refusal_is_told_with_its_code(account: Account) -> None:
    account.answers.add_client_error("get_alias", "AccessDeniedException")

    with pytest.raises(ServiceError, match=f"cannot read the function {NAME}.*AccessDenied"):
        account.functions.deployed(NAME, "live")
