"""Time as AWS tells it: the date of any answer, a refusal's too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.answering import Answer, answering
from toolkit.adapters.aws import Hasty
from toolkit.adapters.identity import ahead
from toolkit.domain.environment.aws import Aws
from toolkit.errors import ServiceError

pytestmark = pytest.mark.embedded

NOW = datetime(2026, 11, 24, 10, 0, 0, 700_000, tzinfo=UTC)
OHIO = Aws(region="us-east-2", account_id="111111111111")

IDENTITY = """\
<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/ana</Arn><UserId>A</UserId>
<Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""

REFUSAL = """\
<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>MissingAuthenticationToken</Code><Message>because</Message></Error></ErrorResponse>"""


def measured(
    monkeypatch: pytest.MonkeyPatch, headers: Mapping[str, str], status: int = 403
) -> timedelta:
    """By how much we are ahead of a server that answers with these headers."""
    answer = Answer(status, IDENTITY if status == 200 else REFUSAL, headers)
    with answering(lambda _: answer) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", server.url)
        monkeypatch.setenv("AWS_PROFILE", "a-profile-that-is-not-there")
        found = ahead(Hasty(OHIO).anonymous("sts"), lambda: NOW)
        assert [request.headers["Authorization"] for request in server.heard] == [None]
    return found


@pytest.mark.parametrize("status", [200, 403])
@pytest.mark.parametrize("minutes", [0, 7, -90])
def test_any_answer_tells_the_time_and_nobody_signs(
    monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    there = format_datetime(NOW - timedelta(minutes=minutes), usegmt=True)

    assert measured(monkeypatch, {"Date": there}, status) == timedelta(minutes=minutes)


@pytest.mark.parametrize("date", ["", "yesterday", "Tue, 99 Nov 2026 10:00:00 GMT"])
def test_an_answer_without_a_date_is_a_sentence(monkeypatch: pytest.MonkeyPatch, date: str) -> None:
    with pytest.raises(ServiceError, match="does not say what time it is"):
        measured(monkeypatch, {"Date": date})
