"""The seal key: made once with its alias, found again where the alias was lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.accounts import ACCOUNT, Account, environment
from toolkit.adapters.kms import KmsKey
from toolkit.adapters.mac_key import MacKey
from toolkit.domain.bootstrap.seal_keys import seal_wish
from toolkit.domain.environment import Environment
from toolkit.errors import ServiceError

ALIAS = "alias/snowops/snowplow-staging-seal"


def key(account: Account, given: Environment | None = None) -> MacKey:
    return MacKey(account.client("kms"), seal_wish(given or environment()))


def made(account: Account) -> list[str]:
    """Ids of all keys in the account."""
    return [each["KeyId"] for each in account.plain("kms").list_keys()["Keys"]]


def make(one: MacKey) -> None:
    one.settle(one.gaps())


def test_a_key_is_made_that_seals_and_verifies(account: Account) -> None:
    one = key(account)
    assert [(gap.part, gap.by_hand) for gap in one.gaps()] == [("key", False)]

    make(one)

    seal = KmsKey(account.plain("kms"), ALIAS)
    assert one.gaps() == ()
    assert seal.verify(b"a plan", seal.sign(b"a plan"))
    assert not seal.verify(b"another plan", seal.sign(b"a plan"))


def test_making_it_twice_makes_one_key(account: Account) -> None:
    make(key(account))
    make(key(account))

    assert len(made(account)) == 1


def test_no_tag_or_name_lets_whoever_applies_change_the_key(account: Account) -> None:
    make(key(account, environment(tags={"environment": "staging", "team": "data"})))

    tags = account.plain("kms").list_resource_tags(KeyId=made(account)[0])["Tags"]
    found = {each["TagKey"]: each["TagValue"] for each in tags}
    assert "environment" not in found
    assert found["team"] == "data"
    assert not ALIAS.startswith("alias/snowplow-staging-")


def test_only_the_account_uses_the_key_and_nobody_grants_it(account: Account) -> None:
    make(key(account))

    answer = account.plain("kms").get_key_policy(KeyId=made(account)[0], PolicyName="default")
    (statement,) = json.loads(answer["Policy"])["Statement"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    assert "kms:CreateGrant" not in statement["Action"]
    assert not any("*" in action for action in statement["Action"])


def test_a_key_whose_alias_was_lost_is_found_by_its_tag(account: Account) -> None:
    make(key(account))
    (first,) = made(account)
    account.plain("kms").delete_alias(AliasName=ALIAS)

    make(key(account))

    assert made(account) == [first]
    assert key(account).facts().id == first


def test_a_key_that_is_to_be_deleted_is_not_taken_again(account: Account) -> None:
    make(key(account))
    (first,) = made(account)
    account.plain("kms").delete_alias(AliasName=ALIAS)
    account.plain("kms").schedule_key_deletion(KeyId=first)

    make(key(account))

    assert key(account).facts().id != first


def test_keys_made_for_other_environments_are_not_taken(account: Account) -> None:
    make(key(account, environment(seal__kms_key="alias/other")))
    account.plain("kms").delete_alias(AliasName="alias/other")

    make(key(account))

    assert len(made(account)) == 2


@pytest.mark.parametrize(
    ("named", "alias"),
    [
        (None, ALIAS),
        ("alias/ours", "alias/ours"),
        (f"arn:aws:kms:us-east-2:{ACCOUNT}:alias/ours", "alias/ours"),
        (f"arn:aws:kms:us-east-2:{ACCOUNT}:key/0b6c", None),
        ("arn:aws:kms:us-east-2:999999999999:alias/ours", None),
        (f"arn:aws:kms:us-west-2:{ACCOUNT}:alias/ours", None),
    ],
)
def test_an_alias_is_made_where_it_is_this_environment_s(
    account: Account, named: str | None, alias: str | None
) -> None:
    one = key(account, environment(seal__kms_key=named))

    assert one.wish.alias == alias
    (gap,) = one.gaps()
    assert gap.by_hand == (alias is None)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"KeyUsage": "ENCRYPT_DECRYPT"}, "is of usage ENCRYPT_DECRYPT"),
        ({"KeySpec": "HMAC_512", "KeyUsage": "GENERATE_VERIFY_MAC"}, "HMAC_512"),
    ],
)
def test_a_key_of_another_kind_is_left_to_a_person(
    account: Account, parameters: dict[str, str], sentence: str
) -> None:
    kms = account.plain("kms")
    other = kms.create_key(**parameters)["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName=ALIAS, TargetKeyId=other)
    one = key(account)

    (gap,) = one.gaps()
    make(one)

    assert gap.by_hand
    assert sentence in gap.sentence
    assert made(account) == [other]


def test_a_key_that_is_switched_off_is_left_to_a_person(account: Account) -> None:
    make(key(account))
    account.plain("kms").disable_key(KeyId=made(account)[0])

    (gap,) = key(account).gaps()

    assert gap.by_hand
    assert "Disabled" in gap.sentence


def test_of_two_at_once_the_second_says_which_key_is_too_many(account: Account) -> None:
    one = key(account)

    def meanwhile(**_more: Any) -> None:
        other = account.plain("kms")
        theirs = other.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
        other.create_alias(AliasName=ALIAS, TargetKeyId=theirs["KeyMetadata"]["KeyId"])

    one._client.meta.events.register("before-call.kms.CreateAlias", meanwhile)

    with pytest.raises(ServiceError, match="somebody else made") as refusal:
        make(one)

    mine, theirs = made(account)
    assert mine in refusal.value.hint
    assert key(account).facts().id == theirs


def test_an_alias_that_kms_shows_late_is_the_key_s_own(account: Account) -> None:
    """KMS is eventually consistent: a key just made may not be found by its alias yet."""
    one = key(account)
    gaps = one.gaps()
    make(key(account))

    one.settle(gaps)

    assert len(made(account)) == 1


def test_where_no_key_can_be_looked_at_none_is_made(account: Account) -> None:
    kms = account.plain("kms")
    kms.create_key()
    one = key(account)

    def denied(**_more: Any) -> Any:
        class Answer:
            status_code = 400

        return Answer(), {"Error": {"Code": "AccessDeniedException", "Message": "because"}}

    one._client.meta.events.register("before-call.kms.ListResourceTags", denied)

    with pytest.raises(ServiceError, match="was made before"):
        make(one)

    assert len(made(account)) == 1
