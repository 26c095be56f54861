"""Bootstrap, stopped at every AWS call and run again, makes everything once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.accounts import ACCOUNT, Account, an_account, environment
from tests.meddler import Crash, Meddler
from toolkit.adapters.identity import account as account_of
from toolkit.adapters.kept_bucket import KeptBucket
from toolkit.adapters.mac_key import MacKey
from toolkit.adapters.state_bucket import StateBucket
from toolkit.domain.bootstrap.buckets import artifact_bucket, state_bucket
from toolkit.domain.bootstrap.seal_keys import seal_wish
from toolkit.domain.environment.terraform import S3Backend
from toolkit.errors import ConfigError, ServiceError
from toolkit.workflows.bootstrapping import Found, Ground, look, make, refuse_by_hand

WRITES = ("Create", "Put", "Delete")


def ground(account: Account, meddle: Any = None) -> Ground:
    """Real adapters; `meddle` is shown each boto3 client that they use, and these are its own."""
    given = environment()
    wish, backend = state_bucket(given), given.terraform.backend
    assert wish is not None
    assert isinstance(backend, S3Backend)
    client = account.client if meddle else account.plain
    clients = {name: client(name) for name in ("s3", "kms", "sts")}
    for each in clients.values() if meddle else ():
        meddle(each)
    state = StateBucket(clients["s3"], wish, backend)
    return Ground(
        account=lambda: account_of(clients["sts"]),
        things=(
            state,
            KeptBucket(clients["s3"], artifact_bucket(given)),
            MacKey(clients["kms"], seal_wish(given)),
        ),
        locks=state.try_lock,
    )


def bootstrap(base: Ground) -> tuple[Found, ...]:
    found = look(base, ACCOUNT)
    refuse_by_hand(found)
    make(base, found, lambda _text: None)
    return found


def stopped(account: Account, meddler: Meddler) -> bool:
    try:
        bootstrap(ground(account, meddler))
    except Crash:
        return True
    return False


def assert_made_once(account: Account) -> None:
    assert not any(each.gaps for each in look(ground(account), ACCOUNT))
    s3, kms = account.plain(), account.plain("kms")
    assert {each["Name"] for each in s3.list_buckets()["Buckets"]} == {
        "acme-snowplow-terraform",
        "acme-snowplow-artifacts",
    }
    assert s3.list_objects_v2(Bucket="acme-snowplow-terraform")["KeyCount"] == 0
    assert len(kms.list_keys()["Keys"]) == 1
    aliases = [each["AliasName"] for each in kms.list_aliases()["Aliases"]]
    assert aliases.count("alias/snowops/snowplow-staging-seal") == 1


def test_everything_is_made_once(account: Account) -> None:
    first = bootstrap(ground(account))
    second = bootstrap(ground(account))

    assert all(each.missing for each in first)
    assert not any(each.gaps for each in second)
    assert_made_once(account)


def test_what_is_there_is_only_looked_at(account: Account) -> None:
    bootstrap(ground(account))
    meddler = Meddler(at=0)

    bootstrap(ground(account, meddler))

    assert [name for name in meddler.made if name.startswith(WRITES)] == []


def changing_calls() -> list[int]:
    """Which of the calls change something; one that only looks leaves nothing half done."""
    with an_account() as account:
        counter = Meddler(at=0)
        assert not stopped(account, counter)
    return [at for at, name in enumerate(counter.made, start=1) if name.startswith(WRITES)]


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
def test_stopped_at_any_call_and_run_again_it_finishes(after: bool) -> None:
    calls = changing_calls()
    for at in calls:
        with an_account() as account:
            meddler = Meddler(at, after)
            assert stopped(account, meddler)

            bootstrap(ground(account))

            if meddler.made[-1] in ("PutObject", "DeleteObject"):
                account.bucket().try_lock()  # tidies up after a trial that was stopped
            assert_made_once(account)

    assert len(calls) > 15


def test_refused_at_any_call_it_says_so_and_finishes_later() -> None:
    for at in changing_calls():
        with an_account() as account:
            with pytest.raises(ServiceError, match="AccessDenied"):
                bootstrap(ground(account, Meddler(at, refusal="AccessDenied")))

            bootstrap(ground(account))

            assert not any(each.gaps for each in look(ground(account), ACCOUNT))


def test_the_credentials_of_another_account_make_nothing(account: Account) -> None:
    with pytest.raises(ConfigError, match="another AWS account") as refusal:
        look(ground(account), "999999999999")

    assert f"credentials: {ACCOUNT}" in refusal.value.details
    assert account.plain().list_buckets()["Buckets"] == []


def test_a_store_that_does_not_lock_is_no_place_for_a_state(account: Account) -> None:
    def forget(client: Any) -> None:
        client.meta.events.register(
            "before-call.s3.PutObject",
            lambda params, **_: params["headers"].pop("If-None-Match", None) and None,
        )

    with pytest.raises(ServiceError, match="two locks"):
        bootstrap(ground(account, forget))
