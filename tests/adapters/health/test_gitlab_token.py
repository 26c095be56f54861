"""GitLab is asked about a token; the token is said to nobody else, and in no error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from tests.answering import Answer, Request, Server, answering
from toolkit.adapters.gitlab_token import look
from toolkit.domain.health.gitlab import Token
from toolkit.errors import ConfigError, ServiceError

pytestmark = pytest.mark.embedded

SECRET = "glpat-not-a-real-one"
PATH = "/api/v4/personal_access_tokens/self"


def described(**changes: Any) -> dict[str, Any]:
    """A token as `GET /personal_access_tokens/self` describes it (GitLab API reference)."""
    return {
        "id": 4,
        "name": "snowops",
        "revoked": False,
        "active": True,
        "scopes": ["api"],
        "user_id": 3,
        "expires_at": "2027-03-01",
        **changes,
    }


@contextmanager
def gitlab(status: int, body: Any, **headers: str) -> Iterator[Server]:
    """Stands for GitLab: one answer to whoever shows the token, 401 to others."""
    text = body if isinstance(body, str) else json.dumps(body)

    def answer(request: Request) -> Answer:
        known = request.headers["PRIVATE-TOKEN"] == SECRET
        as_json = {"Content-Type": "application/json", **headers}
        return Answer(status, text, as_json) if known else Answer(401, "{}")

    with answering(answer) as server:
        yield server


def test_a_token_is_asked_about_itself() -> None:
    with gitlab(200, described()) as server:
        found = look(server.url, SECRET, {})

    assert found == Token("snowops", ("api",), active=True, expires=date(2027, 3, 1))
    assert [(request.method, request.path) for request in server.heard] == [("GET", PATH)]


def test_a_token_without_an_end_has_none() -> None:
    with gitlab(200, described(expires_at=None, active=False, scopes=[])) as server:
        found = look(server.url, SECRET, {})

    assert found == Token("snowops", (), active=False, expires=None)


def test_a_token_that_is_not_known_is_none() -> None:
    with gitlab(200, described()) as server:
        assert look(server.url, "glpat-another", {}) is None


def test_a_token_that_may_not_ask_about_itself_has_no_scope_that_counts() -> None:
    with gitlab(403, {"error": "insufficient_scope"}) as server:
        found = look(server.url, SECRET, {})

    assert found == Token("GITLAB_TOKEN", (), active=True, expires=None)


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (500, {"message": SECRET}, "it answered 500"),
        (429, {"message": "too often"}, "it answered 429"),
        (404, "<html>nothing here</html>", "it answered 404"),
        (200, "<html>a proxy's page</html>", "it does not describe the token as GitLab does"),
        (200, [], "it does not describe the token as GitLab does"),
        (200, {"name": "snowops"}, "it does not describe the token as GitLab does"),
        (200, described(expires_at="soon"), "it does not describe the token as GitLab does"),
    ],
)
def test_any_other_answer_is_a_sentence_without_the_token(status: int, body: Any, why: str) -> None:
    with (
        gitlab(status, body, **{"Retry-After": "3600"}) as server,
        pytest.raises(ServiceError, match="could not be asked about the token") as refusal,
    ):
        look(server.url, SECRET, {})

    assert refusal.value.details == (why,)
    assert SECRET not in f"{refusal.value.summary}{refusal.value.hint}{refusal.value.details}"
    assert refusal.value.__suppress_context__
    assert len(server.heard) == 1


def test_a_server_that_sends_us_elsewhere_does_not_get_the_token_there() -> None:
    with (
        answering(lambda _: Answer(200, json.dumps(described()))) as elsewhere,
        gitlab(302, {}, Location=f"{elsewhere.url}{PATH}") as server,
        pytest.raises(ServiceError) as refusal,
    ):
        look(server.url, SECRET, {})

    assert refusal.value.details == ("TooManyRedirects",)
    assert elsewhere.heard == []


def test_a_server_that_cannot_be_reached_is_a_sentence() -> None:
    with gitlab(200, described()) as server:
        gone = server.url

    with pytest.raises(ServiceError) as refusal:
        look(gone, SECRET, {})

    assert refusal.value.details == ("ConnectionError",)


def test_an_authority_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(ConfigError, match=r"no /nowhere/ca\.pem, which CI_SERVER_TLS_CA_FILE"):
        look("https://127.0.0.1:9", SECRET, {"CI_SERVER_TLS_CA_FILE": "/nowhere/ca.pem"})


@pytest.mark.parametrize("token", ["glpat-with\na newline", "glpat-\N{SNOWMAN}"])
def test_a_token_that_no_header_can_hold_is_in_no_error(token: str) -> None:
    with gitlab(200, described()) as server, pytest.raises(ServiceError) as refusal:
        look(server.url, token, {})

    assert token not in f"{refusal.value}{refusal.value.details}"
