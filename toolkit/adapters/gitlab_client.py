"""How GitLab is spoken with: whose authority it has, and how often it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import gitlab
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry
from urllib3.exceptions import ResponseError
from urllib3.response import BaseHTTPResponse

from toolkit.errors import ConfigError, ServiceError

AUTHORITY = "CI_SERVER_TLS_CA_FILE"
"""Names a file of certificates; runners set it where they were told of an authority."""

_SECONDS = 20
_TRIES_AGAIN = 6
_LONGEST_WAIT = 60
_TOO_MANY = 429
_PASSING = (500, 502, 503, 504, *range(520, 531))


class Patience(Retry):
    """Asks again at once, after 1, 2, 4 seconds, or when GitLab says; after a minute at the latest.

    What GitLab has refused unseen (429) is sent again. What it may have done is only sent again
    where doing it twice changes nothing: no POST.
    """

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:
        """Whether an answer is none yet; the last one of a server in trouble counts."""
        if status_code == _TOO_MANY:
            return True
        return bool(self.total) and super().is_retry(method, status_code, has_retry_after)

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        """GitLab may ask for an hour."""
        asked = super().get_retry_after(response)
        return asked if asked is None else min(asked, _LONGEST_WAIT)


ONCE = Retry(0, read=False)
"""Asks once, whatever the answer is."""


def patience(tries_again: int = _TRIES_AGAIN, first_wait: float = 1) -> Patience:
    """How often is asked again. A certificate that is not right gets no better by that."""
    return Patience(
        total=tries_again,
        other=0,
        redirect=0,
        status_forcelist=_PASSING,
        backoff_factor=first_wait / 2,
        backoff_max=_LONGEST_WAIT,
    )


def connect(
    url: str, token: str, variables: Mapping[str, str], retries: Retry | None = None
) -> gitlab.Gitlab:
    """GitLab at a URL, with a personal, project or group access token.

    Its certificate is checked by CI_SERVER_TLS_CA_FILE where that is set, else as `requests` does
    (REQUESTS_CA_BUNDLE). The token goes to that URL alone: not where a redirect, nor where a page
    of a list says that the next one is. Raises ConfigError where the authority's file is missing.
    """
    authority = variables.get(AUTHORITY)
    if authority and not Path(authority).is_file():
        raise ConfigError(
            f"there is no {authority}, which {AUTHORITY} names",
            hint="name a file of PEM certificates, or unset it",
        )
    session = requests.Session()
    session.max_redirects = 0
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=retries or patience()))
    return gitlab.Gitlab(
        url,
        private_token=token,
        ssl_verify=authority or True,
        timeout=_SECONDS,
        keep_base_url=True,
        session=session,
    )


def unheard(url: str, error: requests.RequestException | OSError) -> ServiceError:
    """Why GitLab said nothing that counts. The token is not in it."""
    server = urlsplit(url).hostname or url
    match error:
        case requests.exceptions.SSLError():
            summary = f"the certificate of {server} cannot be checked"
            hint = f"name a file with its authority in {AUTHORITY} or REQUESTS_CA_BUNDLE"
        case requests.exceptions.RetryError():
            summary = f"{server} is asked more often than it allows"
            hint = "run the job again later"
        case requests.exceptions.TooManyRedirects():
            summary = f"{server} sends us to another address, where the token does not go"
            hint = "let CI_SERVER_URL and CI_API_V4_URL say where GitLab is"
        case requests.exceptions.ReadTimeout():
            summary = f"{server} has not answered within {_SECONDS} seconds"
            hint = "run the job again later"
        case _:
            summary = f"{server} cannot be reached"
            hint = "check CI_SERVER_URL, the network and the proxy"
    return ServiceError(summary, details=(_reason(error),), hint=hint)


def _reason(error: BaseException) -> str:
    """What lies at the bottom of an error, in few words."""
    inner = next(
        (
            each
            for each in (getattr(error, "reason", None), error.__cause__, *error.args)
            if isinstance(each, Exception)
        ),
        None,
    )
    if inner is not None:
        return _reason(inner)
    if isinstance(error, ResponseError):
        return str(error)
    words = getattr(error, "verify_message", None) or getattr(error, "strerror", None)
    return str(words or type(error).__name__)
