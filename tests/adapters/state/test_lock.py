"""The lock: read, released only as the very one that was seen, tried out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.accounts import Account, environment
from toolkit.errors import ServiceError, StateLocked

KEY = "snowplow/staging.tfstate.tflock"
NAME = "acme-snowplow-terraform"


@pytest.fixture(autouse=True)
def _there(account: Account) -> None:
    account.bucket().create()


def keys(account: Account) -> list[str]:
    found = account.plain().list_objects_v2(Bucket=NAME).get("Contents", [])
    return [each["Key"] for each in found]


def test_nobody_holds_a_lock_that_is_not_there(account: Account) -> None:
    assert account.bucket().lock() is None


def test_a_lock_says_who_since_when_and_what_for(account: Account) -> None:
    account.lock("4f-1", "ana@laptop", Created="2026-11-24T10:00:00.123456789Z", Version="1.15.5")

    lock = account.bucket().lock()

    assert lock is not None
    assert (lock.id, lock.user, lock.host) == ("4f-1", "ana", "laptop")
    assert lock.operation == "OperationTypeApply"
    assert lock.created == datetime(2026, 11, 24, 10, 0, 0, 123456, UTC)


def test_a_damaged_lock_is_a_lock_that_can_be_released(account: Account) -> None:
    account.plain().put_object(Bucket=NAME, Key=KEY, Body=b'{"ID": "4f')
    bucket = account.bucket()

    lock = bucket.lock()

    assert lock is not None
    assert not lock.readable
    assert lock.created is not None
    assert bucket.release(lock)
    assert keys(account) == []


def test_a_lock_is_released_once(account: Account) -> None:
    account.lock()
    bucket = account.bucket()
    lock = bucket.lock()
    assert lock is not None

    assert bucket.release(lock)
    assert not bucket.release(lock)
    assert bucket.lock() is None


def test_a_lock_taken_since_it_was_seen_stays(account: Account) -> None:
    account.lock("one")
    bucket = account.bucket()
    seen = bucket.lock()
    assert seen is not None
    account.unlock()
    account.lock("two", "ben@desk")

    with pytest.raises(StateLocked, match="changed hands") as refusal:
        bucket.release(seen)

    assert "Who: ben@desk" in refusal.value.details
    assert keys(account) == [KEY]


def test_a_lock_taken_in_the_very_moment_of_the_release_stays(account: Account) -> None:
    account.lock("one")
    bucket = account.bucket()
    seen = bucket.lock()
    assert seen is not None

    def meanwhile(**_more: Any) -> None:
        account.unlock()
        account.lock("two", "ben@desk")

    bucket._client.meta.events.register("before-call.s3.DeleteObject", meanwhile)

    with pytest.raises(StateLocked, match="changed hands"):
        bucket.release(seen)

    found = account.bucket().lock()
    assert found is not None
    assert found.id == "two"


def test_a_lock_released_by_its_holder_in_the_same_moment_is_gone(account: Account) -> None:
    account.lock("one")
    bucket = account.bucket()
    seen = bucket.lock()
    assert seen is not None
    bucket._client.meta.events.register("before-call.s3.DeleteObject", lambda **_: account.unlock())

    assert not bucket.release(seen)


def test_a_missing_bucket_has_no_lock_to_read(account: Account) -> None:
    bucket = account.bucket(environment(terraform__backend__bucket="nobody-s"))

    with pytest.raises(ServiceError, match="does not exist") as refusal:
        bucket.lock()

    assert "snowops bootstrap" in refusal.value.hint


def test_locking_works_and_leaves_nothing(account: Account) -> None:
    account.lock()

    assert account.bucket().try_lock()
    assert keys(account) == [KEY]


def test_a_probe_left_behind_is_no_hindrance(account: Account) -> None:
    account.plain().put_object(Bucket=NAME, Key=f"{KEY}-probe", Body=b"{}")

    assert account.bucket().try_lock()
    assert keys(account) == []


def test_a_probe_deleted_by_another_who_tries_is_no_false_alarm(account: Account) -> None:
    bucket = account.bucket()
    puts: list[str] = []

    def meanwhile(**_more: Any) -> None:
        puts.append("put")
        if len(puts) == 2:
            account.plain().delete_object(Bucket=NAME, Key=f"{KEY}-probe")

    bucket._client.meta.events.register("before-call.s3.PutObject", meanwhile)

    assert bucket.try_lock()


def test_a_store_that_ignores_the_condition_does_not_lock(account: Account) -> None:
    bucket = account.bucket()

    def forget(params: dict[str, Any], **_more: Any) -> None:
        params["headers"].pop("If-None-Match", None)

    bucket._client.meta.events.register("before-call.s3.PutObject", forget)

    assert not bucket.try_lock()
    assert keys(account) == []


def test_the_probe_is_encrypted_as_terraform_encrypts_the_lock(account: Account) -> None:
    key = "arn:aws:kms:us-east-2:123456789012:key/0b6c4a3e"
    account.bucket(environment(terraform__backend__kms_key_id=key)).try_lock()

    puts = [sent for name, sent in account.sent.calls if name == "PutObject"]
    assert {each["SSEKMSKeyId"] for each in puts} == {key}
