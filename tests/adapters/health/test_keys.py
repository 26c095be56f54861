"""Keys and the secret, looked at in moto; nothing of them is read or changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.accounts import Account, an_account
from toolkit.adapters.kms import key_states
from toolkit.adapters.seal_key import KeyFile
from toolkit.adapters.secrets import SecretsManager
from toolkit.domain.health.keys import KeyFileFacts


@pytest.fixture
def account() -> Iterator[Account]:
    with an_account() as account:
        yield account


def test_keys_are_known_by_their_aliases(account: Account) -> None:
    kms = account.plain("kms")
    for name in ("a", "b"):
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)
    kms.disable_key(KeyId=key)

    found = key_states(account.client("kms"), ["alias/a", "alias/b", "alias/c"])

    assert found == {"alias/a": "Enabled", "alias/b": "Disabled", "alias/c": None}
    assert set(account.sent.names) == {"DescribeKey"}


def test_a_secret_that_is_not_there_is_none(account: Account) -> None:
    assert SecretsManager(account.client("secretsmanager"), "salt").look_if_there() is None


def test_a_secret_s_value_is_not_read(account: Account) -> None:
    account.plain("secretsmanager").create_secret(Name="salt", SecretString="a salt")

    found = SecretsManager(account.client("secretsmanager"), "salt").look_if_there()

    assert found is not None
    assert found.version("AWSCURRENT") is not None
    assert account.sent.names == ["DescribeSecret"]


def test_a_key_file_is_looked_at_without_being_made_or_read(tmp_path: Path) -> None:
    key = KeyFile(tmp_path / "seal.key")

    assert key.facts() == KeyFileFacts(str(key.path), exists=False)
    assert not key.path.exists()


def test_a_key_file_that_others_may_read_is_noticed_and_closed(tmp_path: Path) -> None:
    key = KeyFile(tmp_path / "seal.key")
    key.sign(b"plan")
    key.path.chmod(0o640)
    before = key.facts()

    key.close()

    assert (before.private, before.mine, before.size) == (False, True, 32)
    assert key.facts().private
