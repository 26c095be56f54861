"""What an environment has to find in its account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.environment.changed import changed
from toolkit.domain.bootstrap.gap import Gap
from toolkit.domain.environment import Environment
from toolkit.domain.health.account import Caller, credentials, ground, lock
from toolkit.domain.health.check import Result
from toolkit.domain.state_lock import read_lock

ANA = Caller("arn:aws:sts::123456789012:assumed-role/plan/ana", "123456789012")
VERSIONING = Gap("versioning", "the bucket is not versioned", "turn versioning on")
TAGS = Gap("tags", "the bucket does not say who manages it", "tag it")
EXPIRY = Gap("expiry", "a rule deletes states", "take it off", by_hand=True)


def staging(**changes: Any) -> Environment:
    return changed("staging", {"aws.account_id": "123456789012", **changes})


def judged(*gaps: Gap, repairable: bool = True) -> Result:
    return ground("the bucket", gaps, "staging", repairable=repairable)


def test_credentials_of_the_account_pass() -> None:
    found = credentials(staging(), ANA)

    assert found.outcome == "passed"
    assert found.sentence == f"{ANA.arn}, region us-east-2"


def test_the_environment_s_role_is_said() -> None:
    role = {"aws.role_arn": "arn:aws:iam::123456789012:role/plan"}

    assert "(role of the environment)" in credentials(staging(**role), ANA).sentence


def test_credentials_of_another_account_fail_and_say_whose_they_are() -> None:
    found = credentials(staging(**{"aws.account_id": "999999999999"}), ANA)

    assert found.outcome == "failed"
    assert "belong to account 123456789012, not to 999999999999" in found.sentence
    assert found.details == (ANA.arn,)


def test_a_bucket_that_lacks_nothing_passes() -> None:
    assert judged() == Result("passed", "the bucket is as it should be")


def test_what_could_lose_a_state_fails_and_what_is_untidy_warns() -> None:
    assert judged(VERSIONING).outcome == "failed"
    assert judged(TAGS).outcome == "warned"
    assert judged(TAGS, VERSIONING).outcome == "failed"


@pytest.mark.parametrize(
    "part",
    ["bucket", "encryption", "expiry", "key", "public access", "region", "versioning"],
)
def test_every_grave_gap_fails(part: str) -> None:
    assert judged(Gap(part, "it lacks that", "do this")).outcome == "failed"


def test_what_can_be_put_right_names_the_way() -> None:
    found = judged(VERSIONING, TAGS)

    assert found.fixable
    assert found.fix == "turn versioning on: `snowops doctor staging --fix`"
    assert found.sentence == "the bucket is not versioned, and 1 more"
    assert found.details == ("the bucket does not say who manages it: tag it",)


def test_what_doctor_does_not_make_is_left_to_bootstrap() -> None:
    found = judged(Gap("key", "there is no key", "create it"), repairable=False)

    assert not found.fixable
    assert found.fix == "create it: `snowops bootstrap staging`"


def test_what_is_for_a_person_comes_first_and_is_left_to_them() -> None:
    found = judged(VERSIONING, EXPIRY)

    assert not found.fixable
    assert found.sentence == "a rule deletes states, and 1 more"
    assert found.fix == "take it off"


def test_two_things_for_a_person_are_both_named() -> None:
    region = Gap("region", "it is elsewhere", "name it", by_hand=True)
    found = judged(EXPIRY, region)

    assert found.sentence == "a rule deletes states, and 1 more"
    assert found.details == ("it is elsewhere: name it",)


def test_a_lock_that_keeps_a_second_one_out_passes() -> None:
    assert lock(None, "staging", works=True).outcome == "passed"


def test_a_lock_that_locks_nothing_fails_whoever_holds_it() -> None:
    held = read_lock('{"ID": "4f", "Who": "ana@laptop"}')

    assert lock(None, "staging", works=False).outcome == "failed"
    assert lock(held, "staging", works=False).outcome == "failed"


def test_a_lock_that_is_held_says_by_whom_and_since_when() -> None:
    since = datetime(2026, 11, 24, 10, tzinfo=UTC)
    held = read_lock('{"ID": "4f", "Who": "ana@laptop"}', since=since)
    found = lock(held, "staging", works=True)

    assert found.outcome == "warned"
    assert found.sentence == "the state is locked by ana@laptop since 2026-11-24T10:00:00Z"
    assert "`snowops unlock staging`" in found.fix


def test_a_damaged_lock_is_somebody_s_all_the_same() -> None:
    assert "somebody unknown" in lock(read_lock(""), "staging", works=True).sentence
