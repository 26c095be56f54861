"""boto3 clients for an environment's account, and AWS' refusals as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
)

from toolkit.domain.environment.aws import Aws
from toolkit.errors import ServiceError

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=10)


def client(aws: Aws, service: str, *, endpoint: str | None) -> Any:
    """A client in the environment's region, under its role if it names one.

    With `endpoint`, that of the embedded AWS: dummy credentials, no look at the machine's own.
    """
    if endpoint is not None:
        embedded: Any = boto3.session.Session("local", "local", region_name=aws.region)
        return embedded.client(service, endpoint_url=endpoint, config=_CONFIG)
    with speaking("sign in"):
        return _session(aws).client(service, config=_CONFIG)


def _session(aws: Aws) -> Any:
    here: Any = boto3.session.Session(region_name=aws.region)
    if aws.role_arn is None:
        return here
    role = here.client("sts", config=_CONFIG).assume_role(
        RoleArn=aws.role_arn, RoleSessionName="snowops"
    )["Credentials"]
    return boto3.session.Session(
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
        region_name=aws.region,
    )


@contextmanager
def speaking(doing: str) -> Iterator[None]:
    """Turns what boto3 raises while `doing` something into a ServiceError."""
    try:
        yield
    except NoCredentialsError as error:
        raise ServiceError(
            f"cannot {doing}: AWS credentials are missing",
            hint="log in (`aws sso login`), or set AWS_PROFILE or AWS_ACCESS_KEY_ID",
        ) from error
    except EndpointConnectionError as error:
        raise ServiceError(
            f"cannot {doing}: AWS could not be reached",
            details=(str(error),),
            hint="check the network and the region; nothing was changed",
        ) from error
    except ClientError as error:
        answer = error.response.get("Error", {})
        raise ServiceError(
            f"cannot {doing}: AWS answered {answer.get('Code', 'with an error')}",
            details=(str(answer.get("Message", "")),),
            hint="check the permissions of the credentials in use",
        ) from error
    except BotoCoreError as error:
        raise ServiceError(f"cannot {doing}", details=(str(error),)) from error
