"""`snowops bootstrap` and `snowops unlock`: what a person types, sees and is asked.

AWS is moto in this process, account 123456789012.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.accounts import ACCOUNT, Account, an_account
from tests.cli.conftest import Snowops, Terminal
from toolkit.adapters import processes

LOCK = {"Bucket": "acme-snowplow-terraform", "Key": "snowplow/staging.tfstate.tflock"}


@pytest.fixture
def account() -> Iterator[Account]:
    with an_account() as account:
        yield account


@pytest.fixture(autouse=True)
def _our_account(project: Path, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets staging be the account that moto is; the credentials are moto's."""
    replace(project, "111111111111", ACCOUNT)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)


def replace(project: Path, old: str, new: str) -> None:
    place = project / "environments" / "staging.yaml"
    place.write_text(place.read_text().replace(old, new))


def protect(project: Path) -> None:
    replace(project, "extends: base", "extends: base\nprotected: true")


def read(text: str) -> Any:
    return json.loads(text)


def test_bootstrap_shows_asks_and_makes_everything_once(
    snowops: Snowops, account: Account, person: Callable[[str], Terminal]
) -> None:
    terminal = person("y\n")

    made = snowops("bootstrap", "staging")
    again = snowops("bootstrap", "staging", "--json")

    assert made.code == 0
    assert "acme-snowplow-terraform" in terminal.getvalue()
    assert "create it in us-east-2" in terminal.getvalue()
    assert "Bootstrap staging?" in terminal.getvalue()
    assert "  kms_key: alias/snowops/snowplow-staging-seal" in made.out
    found = read(again.out)
    assert {part["kind"]: part["found"] for part in found["parts"]} == {
        "state bucket": "ready",
        "artifact bucket": "ready",
        "seal key": "ready",
    }
    assert (found["changed"], found["would_change"]) == (False, False)
    assert found["write"] == {"seal.kms_key": "alias/snowops/snowplow-staging-seal"}


def test_bootstrap_that_is_dry_makes_nothing(snowops: Snowops, account: Account) -> None:
    shown = snowops("bootstrap", "staging", "--dry-run", "--json")

    found = read(shown.out)
    assert shown.code == 0
    assert found["schema"] == "snowops.bootstrap/v1"
    assert [part["found"] for part in found["parts"]] == ["missing"] * 3
    assert (found["changed"], found["would_change"]) == (False, True)
    assert account.plain().list_buckets()["Buckets"] == []
    assert account.plain("kms").list_keys()["Keys"] == []


def test_bootstrap_without_a_yes_makes_nothing(snowops: Snowops, account: Account) -> None:
    shown = snowops("bootstrap", "staging")

    assert shown.code == 3
    assert "bootstrap of staging was not confirmed" in shown.err
    assert account.plain().list_buckets()["Buckets"] == []


def test_a_protected_environment_wants_its_name(
    snowops: Snowops, project: Path, account: Account
) -> None:
    protect(project)

    assert snowops("bootstrap", "staging", "--yes").code == 3
    assert snowops("bootstrap", "staging", "--confirm", "staging").code == 0
    account.lock()
    assert snowops("unlock", "staging", "--yes").code == 3
    assert snowops("unlock", "staging", "--confirm", "staging").code == 0


def test_bootstrap_with_the_credentials_of_another_account_looks_at_nothing(
    snowops: Snowops, project: Path, account: Account
) -> None:
    replace(project, ACCOUNT, "999999999999")

    shown = snowops("bootstrap", "staging", "--yes")

    assert shown.code == 1
    assert "the credentials belong to another AWS account" in shown.err
    assert account.plain().list_buckets()["Buckets"] == []


def test_bootstrap_stops_before_what_a_person_has_to_do(
    snowops: Snowops, project: Path, account: Account
) -> None:
    kms = account.plain("kms")
    other = kms.create_key(KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["KeyId"]
    kms.create_alias(AliasName="alias/snowops/snowplow-staging-seal", TargetKeyId=other)

    shown = snowops("bootstrap", "staging", "--yes")

    assert shown.code == 1
    assert "ENCRYPT_DECRYPT" in shown.err
    assert account.plain().list_buckets()["Buckets"] == []


def test_a_key_that_is_named_is_made_under_its_name_and_nothing_is_to_be_written(
    snowops: Snowops, project: Path, account: Account
) -> None:
    place = project / "environments" / "staging.yaml"
    place.write_text(place.read_text() + "\nseal:\n  kms_key: alias/ours\n")

    shown = snowops("bootstrap", "staging", "--yes", "--json")

    assert read(shown.out)["write"] == {}
    aliases = [each["AliasName"] for each in account.plain("kms").list_aliases()["Aliases"]]
    assert "alias/ours" in aliases


def test_an_embedded_environment_needs_nothing(snowops: Snowops) -> None:
    shown = snowops("bootstrap", "local")

    assert shown.code == 0
    assert "its state is a file" in shown.out
    assert read(snowops("bootstrap", "local", "--json").out)["parts"] == []


# --- The lock


@pytest.fixture
def ready(snowops: Snowops) -> None:
    """Everything is there."""
    assert snowops("bootstrap", "staging", "--yes").code == 0


@pytest.mark.usefixtures("ready")
def test_no_lock_is_good_news(snowops: Snowops) -> None:
    shown = snowops("unlock", "staging")

    assert shown.code == 0
    assert "nobody holds the lock" in shown.out
    assert read(snowops("unlock", "staging", "--json").out)["lock"] is None


@pytest.mark.usefixtures("ready")
def test_a_lock_is_shown_and_released_after_a_yes(
    snowops: Snowops, account: Account, person: Callable[[str], Terminal]
) -> None:
    account.lock("4f-1", "ana@far-away", Created="2026-11-24T10:00:00Z")
    terminal = person("y\n")

    shown = snowops("unlock", "staging")

    assert shown.code == 0
    seen = terminal.getvalue()
    assert "ana@far-away" in seen
    assert "2026-11-24T10:00:00Z (" in seen
    assert "apply" in seen
    assert "4f-1" in seen
    assert "who works on far-away cannot be seen from here" in " ".join(seen.split())
    assert "snowops apply staging --resume" in shown.out
    assert account.bucket().lock() is None


@pytest.mark.usefixtures("ready")
def test_a_lock_stays_without_a_yes(snowops: Snowops, account: Account) -> None:
    account.lock()

    dry = snowops("unlock", "staging", "--dry-run", "--json")
    unasked = snowops("unlock", "staging")

    assert (dry.code, unasked.code) == (0, 3)
    assert read(dry.out)["lock"]["who"] == "ana@laptop"
    assert read(dry.out)["lock"]["holder"] == "unknown"
    assert "ana@laptop" in unasked.err
    assert account.bucket().lock() is not None


@pytest.mark.usefixtures("ready")
def test_a_machine_reads_what_was_released(snowops: Snowops, account: Account) -> None:
    account.lock("4f-1", Version="1.15.5")

    found = read(snowops("unlock", "staging", "--yes", "--json").out)

    assert found["schema"] == "snowops.unlock/v1"
    assert found["released"]
    assert found["lock"]["id"] == "4f-1"
    assert found["lock"]["operation"] == "apply"
    assert found["lock"]["terraform_version"] == "1.15.5"


@pytest.mark.usefixtures("ready")
def test_a_lock_whose_holder_works_here_is_not_released(
    snowops: Snowops, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.lock(who=f"ana@{socket.gethostname()}")
    monkeypatch.setattr(processes, "terraform_in", lambda _folder: ("1234 terraform apply",))

    shown = snowops("unlock", "staging", "--yes")

    assert shown.code == 5
    assert "1234 terraform apply" in shown.err
    assert account.bucket().lock() is not None


@pytest.mark.usefixtures("ready")
def test_a_lock_of_this_machine_without_a_terraform_is_said_to_be_unknown(
    snowops: Snowops, account: Account
) -> None:
    account.lock(who=f"ana@{socket.gethostname()}")

    found = read(snowops("unlock", "staging", "--yes", "--json").out)

    assert found["lock"]["holder"] == "unknown"
    assert "one may elsewhere on this machine" in found["lock"]["because"]
    assert found["released"]


@pytest.mark.usefixtures("ready")
def test_a_damaged_lock_is_shown_as_one_and_released(snowops: Snowops, account: Account) -> None:
    account.plain().put_object(**LOCK, Body=b"")

    shown = snowops("unlock", "staging", "--yes")

    assert shown.code == 0
    assert "the lock cannot be read" in shown.err
    assert account.bucket().lock() is None


def test_a_state_bucket_that_is_missing_is_a_sentence(snowops: Snowops) -> None:
    shown = snowops("unlock", "staging", "--yes")

    assert shown.code == 1
    assert "snowops bootstrap" in shown.err
