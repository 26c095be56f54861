"""boto3 clients for an environment's account, and AWS' refusals as sentences."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    SSOError,
    TokenRetrievalError,
)

from toolkit.domain.environment.aws import Aws
from toolkit.errors import ServiceError

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=10)

# Where the embedded AWS is meant, the person's own profile and files are not even looked for.
_NOBODY_S: Any = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}

# AWS general reference, "Common errors", and the services' own.
_THROTTLED = {"ThrottlingException", "Throttling", "TooManyRequestsException", "SlowDown"}
_SIGNED_AT_WRONG_TIME = {"RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException"}
_LOGGED_OUT = {"ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"}
_BROKEN = {"InternalServiceError", "InternalServerError", "ServiceUnavailable", "InternalError"}

# At DEBUG botocore writes down requests and answers whole, and the salts are in some of them.
logging.getLogger("botocore").setLevel(logging.WARNING)


def client(aws: Aws, service: str, *, endpoint: str | None) -> Any:
    """A client in the environment's region, under its role if it names one.

    With `endpoint`, that of the embedded AWS: dummy credentials, no look at the machine's own.
    """
    if endpoint is not None:
        core = botocore.session.Session(session_vars=_NOBODY_S)
        embedded: Any = boto3.session.Session(
            "local", "local", region_name=aws.region, botocore_session=core
        )
        return embedded.client(service, endpoint_url=endpoint, config=_CONFIG)
    with speaking("sign in"):
        return _session(aws).client(service, config=_CONFIG)


def user() -> str:
    """The person at this machine, as far as the system knows."""
    try:
        return getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"


def code_of(error: BaseException | None) -> str:
    """AWS' code of an error, empty where it is none of AWS'."""
    answer = error.response if isinstance(error, ClientError) else {}
    return str(answer.get("Error", {}).get("Code", ""))


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
    except (TokenRetrievalError, CredentialRetrievalError, SSOError) as error:
        raise ServiceError(
            f"cannot {doing}: the login to AWS has expired or is incomplete",
            details=(str(error),),
            hint=_hint("ExpiredToken"),
        ) from error
    except ClientError as error:
        answer = error.response.get("Error", {})
        raise ServiceError(
            f"cannot {doing}: AWS answered {answer.get('Code', 'with an error')}",
            details=(str(answer.get("Message", "")),),
            hint=_hint(code_of(error)),
        ) from error
    except BotoCoreError as error:
        raise ServiceError(
            f"cannot {doing}",
            details=(str(error),),
            hint="check what AWS_PROFILE, AWS_REGION and ~/.aws/config say",
        ) from error


def _hint(code: str) -> str:
    if code in _THROTTLED:
        return "too many requests at once: wait a minute and run the command again"
    if code in _SIGNED_AT_WRONG_TIME:
        return "set this machine's clock: AWS takes requests of the last five minutes only"
    if code in _LOGGED_OUT:
        return "log in again (`aws sso login`), or look at AWS_PROFILE"
    if code in _BROKEN:
        return "the service has trouble: run the command again later"
    return "check the permissions of the credentials in use"


def _session(aws: Aws) -> Any:
    here: Any = boto3.session.Session(region_name=aws.region)
    if aws.role_arn is None:
        return here
    # The session's name stands in CloudTrail: who it was is worth more there than that it was us.
    name = re.sub(r"[^\w+=,.@-]", "-", f"snowops-{user()}")[:64]
    role = here.client("sts", config=_CONFIG).assume_role(
        RoleArn=aws.role_arn, RoleSessionName=name
    )["Credentials"]
    return boto3.session.Session(
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
        region_name=aws.region,
    )
