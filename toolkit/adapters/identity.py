"""Who speaks to AWS, and what time it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from toolkit.adapters.aws import speaking
from toolkit.domain.health.account import Caller
from toolkit.errors import ServiceError


class _Answered(Exception):
    """An answer has come, and is not to be read further."""

    def __init__(self, date: str) -> None:
        super().__init__(date)
        self.date = date


def caller(client: Any) -> str:
    """ARN of the credentials in use; `client` is a boto3 STS client."""
    with speaking("ask AWS who this is"):
        return str(client.get_caller_identity()["Arn"])


def account(client: Any) -> str:
    """The account that the credentials in use belong to; `client` is a boto3 STS client."""
    with speaking("ask AWS whose account this is"):
        return str(client.get_caller_identity()["Account"])


def identity(client: Any) -> Caller:
    """ARN and account of the credentials in use; `client` is a boto3 STS client."""
    with speaking("ask AWS who this is"):
        answer = client.get_caller_identity()
    return Caller(str(answer["Arn"]), str(answer["Account"]))


def ahead(client: Any, now: Callable[[], datetime]) -> timedelta:
    """By how much `now`, read when the answer is here, is ahead of AWS' time, to the second.

    `client` is a boto3 STS client. Any answer bears a date, also the refusal of a request that is
    signed by nobody or at the wrong time; what else it says is not read.
    """
    client.meta.events.register_first("before-parse.sts.GetCallerIdentity", _stop)
    said = ""
    with speaking("ask AWS for the time"):
        try:
            client.get_caller_identity()
        except _Answered as answer:
            said = answer.date
    here = now().replace(microsecond=0)
    try:
        return here - parsedate_to_datetime(said).astimezone(UTC)
    except ValueError as error:
        raise ServiceError(
            "what answers in the place of AWS does not say what time it is",
            hint="look at AWS_ENDPOINT_URL and at the proxy",
        ) from error


def _stop(response_dict: Mapping[str, Any], **_more: Any) -> None:
    raise _Answered(response_dict["headers"].get("Date", ""))
