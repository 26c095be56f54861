from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.embedded.functions import ROLE
from toolkit.embedded import server
from toolkit.embedded.server import EmbeddedAws

Clients = Callable[[str], Any]


def silent(_line: str) -> None:
    """A report that nobody reads."""


def clients_of(aws: EmbeddedAws) -> Clients:
    def client(service: str) -> Any:
        make: Any = boto3.client
        return make(
            service,
            region_name="us-east-1",
            endpoint_url=aws.endpoint,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )

    return client


@pytest.fixture(scope="session")
def running_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAws]:
    """One embedded AWS for all tests that only add to it; each uses names of its own."""
    project = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as operator:
        # What an operator may have set must not reach into the embedded AWS.
        operator.setenv("AWS_PROFILE", "nobody-knows-it")
        operator.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        aws = server.up(project, report=silent, firehose_interval=0.1)
    yield aws
    server.down(project)


@pytest.fixture(scope="session")
def clients(running_aws: EmbeddedAws) -> Clients:
    """Clients of that AWS, in which Lambda may take on the role of any function."""
    client = clients_of(running_aws)
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "lambda.amazonaws.com"},
            }
        ],
    }
    client("iam").create_role(
        RoleName=ROLE.rpartition("/")[2], AssumeRolePolicyDocument=json.dumps(trust)
    )
    return client


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A checkout whose embedded AWS, if a test starts one, is stopped afterwards."""
    yield tmp_path
    server.down(tmp_path)
