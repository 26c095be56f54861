"""boto3 clients for an environment's account, and AWS' refusals as sentences."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Any

from botocore import UNSIGNED
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
from botocore.parsers import ResponseParserError

from toolkit.adapters.aws_sessions import NOBODY_S, session
from toolkit.domain.environment.aws import Aws
from toolkit.errors import ServiceError

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 4}, connect_timeout=10)

# Who only looks around would rather hear soon that nobody answers.
_HASTY = Config(
    retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=3, read_timeout=20
)

# AWS general reference, "Common errors", and the services' own.
_THROTTLED = {"ThrottlingException", "Throttling", "TooManyRequestsException", "SlowDown"}
_SIGNED_AT_WRONG_TIME = {"RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException"}
_LOGGED_OUT = {"ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"}
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
_BROKEN = {"InternalServiceError", "InternalServerError", "ServiceUnavailable", "InternalError"}

# At DEBUG botocore writes down requests and answers whole, and the salts are in some of them.
logging.getLogger("botocore").setLevel(logging.WARNING)


def client(aws: Aws, service: str, *, endpoint: str | None) -> Any:
    """A client in the environment's region, under its role if it names one.

    With `endpoint`, that of the embedded AWS: dummy credentials, no look at the machine's own.
    """
    if endpoint is not None:
        embedded = session(
            NOBODY_S,
            region_name=aws.region,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - the embedded AWS asks for any
        )
        return embedded.client(service, endpoint_url=endpoint, config=_CONFIG)
    with speaking("sign in"):
        return _session(aws, _CONFIG).client(service, config=_CONFIG)


class Hasty:
    """Clients of one account that give up after seconds; signed in once, when first needed."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self._session: Any = None
        self._clients: dict[tuple[str, str], Any] = {}

    def client(self, service: str, region: str) -> Any:
        """A client in a region, made once."""
        if (service, region) not in self._clients:
            with speaking("sign in"):
                self._session = self._session or _session(self._aws, _HASTY)
                made = self._session.client(service, region_name=region, config=_HASTY)
            self._clients[service, region] = made
        return self._clients[service, region]

    def anonymous(self, service: str) -> Any:
        """A client that signs nothing and so needs no credentials."""
        nobody = session(NOBODY_S, region_name=self._aws.region)
        unsigned = Config(signature_version=UNSIGNED)
        return nobody.client(service, config=_HASTY.merge(unsigned))


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


def denied(error: BaseException | None) -> bool:
    """Whether AWS said that the credentials may not."""
    return code_of(error) in _DENIED


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
            details=(_sentence(str(answer.get("Message", ""))),),
            hint=_hint(code_of(error)),
        ) from error
    except ResponseParserError as error:
        raise _not_aws(doing, error) from error
    except BotoCoreError as error:
        raise ServiceError(
            f"cannot {doing}",
            details=(str(error),),
            hint="check what AWS_PROFILE, AWS_REGION and ~/.aws/config say",
        ) from error


def _sentence(message: str) -> str:
    """AWS' message without the request that it may quote: in its head stands a token."""
    return message.strip().partition("\n")[0]


def _not_aws(doing: str, error: Exception) -> ServiceError:
    return ServiceError(
        f"cannot {doing}: what answered is not AWS",
        details=(_sentence(str(error)),),
        hint="look at AWS_ENDPOINT_URL, at the proxy, and whether the network asks for a login",
    )


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


def _session(aws: Aws, config: Config) -> Any:
    here = session(region_name=aws.region)
    if aws.role_arn is None:
        return here
    # The session's name stands in CloudTrail: who it was is worth more there than that it was us.
    name = re.sub(r"[^\w+=,.@-]", "-", f"snowops-{user()}")[:64]
    role = here.client("sts", config=config).assume_role(
        RoleArn=aws.role_arn, RoleSessionName=name
    )["Credentials"]
    return session(
        aws_access_key_id=role["AccessKeyId"],
        aws_secret_access_key=role["SecretAccessKey"],
        aws_session_token=role["SessionToken"],
        region_name=aws.region,
    )
