"""What a pipeline's token has to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from toolkit.domain.health.gitlab import Token, homeless, judged, unset

TODAY = date(2026, 11, 24)
GOOD = Token("snowops", ("api",), active=True, expires=TODAY + timedelta(days=90))


def test_a_token_that_lives_long_enough_passes() -> None:
    assert judged(GOOD, TODAY).sentence.endswith("until 2027-02-22")
    assert judged(replace(GOOD, expires=None), TODAY).outcome == "passed"


@pytest.mark.parametrize(("days", "outcome"), [(15, "passed"), (14, "warned"), (0, "warned")])
def test_a_token_that_ends_soon_is_noticed(days: int, outcome: str) -> None:
    ends = TODAY + timedelta(days=days)
    found = judged(replace(GOOD, expires=ends), TODAY)

    assert found.outcome == outcome
    assert str(ends) in found.sentence


def test_a_token_that_gitlab_does_not_know_fails() -> None:
    assert judged(None, TODAY).outcome == "failed"


def test_a_token_that_was_revoked_fails() -> None:
    assert judged(replace(GOOD, active=False), TODAY).outcome == "failed"


@pytest.mark.parametrize("scopes", [(), ("read_api",), ("read_api", "write_repository")])
def test_a_token_that_may_not_write_notes_fails_and_says_what_it_may(
    scopes: tuple[str, ...],
) -> None:
    found = judged(replace(GOOD, scopes=scopes), TODAY)

    assert found.outcome == "failed"
    assert all(scope in found.sentence for scope in scopes)
    assert "scope `api`" in found.fix


def test_no_token_is_no_fault_and_one_of_no_server_is_noticed() -> None:
    assert unset().outcome == "skipped"
    assert homeless().outcome == "warned"
