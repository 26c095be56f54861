"""Secrets Manager's four steps: repeated as often as it likes, they add one entry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.runtime.parts import NEW_SALT, NOW, SALT, entry, keyring_text
from toolkit.runtime import rotation
from toolkit.runtime.keyring import parse
from toolkit.runtime.rotation import Rotation, RotationError

TOKEN = "t" * 36


class NotFound(Exception):
    """Secrets Manager's ResourceNotFoundException."""


class SecretsManagerInMemory:
    """Stands for the boto3 client during a rotation: AWSPENDING is there, without a value."""

    class exceptions:  # noqa: N801 - as boto3 calls it
        ResourceNotFoundException = NotFound

    def __init__(self, text: str = "") -> None:
        self.texts = {"first": text or keyring_text(entry("first", SALT))}
        self.labels = {"first": ["AWSCURRENT"], TOKEN: ["AWSPENDING"]}
        self.enabled = True

    def describe_secret(self, **_given: str) -> dict[str, Any]:
        return {"RotationEnabled": self.enabled, "VersionIdsToStages": self.labels}

    def get_secret_value(self, **given: str) -> dict[str, Any]:
        version = given["VersionId"]
        if version not in self.texts or given["VersionStage"] not in self.labels[version]:
            raise NotFound
        return {"SecretString": self.texts[version]}

    def put_secret_value(self, **given: Any) -> None:
        assert given["ClientRequestToken"] not in self.texts
        assert given["VersionStages"] == ["AWSPENDING"]
        self.texts[given["ClientRequestToken"]] = given["SecretString"]

    def update_secret_version_stage(self, **given: str) -> None:
        self.labels[given["RemoveFromVersionId"]].remove(given["VersionStage"])
        if "MoveToVersionId" in given:
            self.labels[given["MoveToVersionId"]].append(given["VersionStage"])

    @property
    def current(self) -> str:
        (version,) = (name for name, labels in self.labels.items() if "AWSCURRENT" in labels)
        return self.texts[version]


@pytest.fixture
def client() -> SecretsManagerInMemory:
    return SecretsManagerInMemory()


def rotation_of(client: SecretsManagerInMemory) -> Rotation:
    return Rotation(client, "arn", TOKEN, 660, clock=lambda: NOW, random=lambda _size: NEW_SALT)


def steps(client: SecretsManagerInMemory) -> Rotation:
    """All four, each of them twice."""
    made = rotation_of(client)
    for step in (made.create, made.create, made.test, made.test, made.finish, made.finish):
        step()
    return made


def test_the_steps_add_one_entry_that_starts_later(client: SecretsManagerInMemory) -> None:
    steps(client)

    first, second = parse(client.current).entries
    assert (first.id, second.salt) == ("first", NEW_SALT)
    assert second.active_from == "2026-03-01 12:11:00"
    assert json.loads(client.current)["entries"][1]["created_by"] == "secretsmanager"
    assert client.labels == {"first": [], TOKEN: ["AWSCURRENT"]}


def test_what_a_keyring_holds_besides_is_kept() -> None:
    document = json.loads(keyring_text({**entry("first", SALT), "restores": "older"}))
    client = SecretsManagerInMemory(json.dumps({**document, "removed": []}))

    steps(client)

    assert json.loads(client.current)["entries"][0]["restores"] == "older"
    assert json.loads(client.current)["removed"] == []


def test_an_entry_that_waits_is_not_doubled() -> None:
    text = keyring_text(entry("first", SALT), entry("next", NEW_SALT, "2027-01-01T00:00:00Z"))
    client = SecretsManagerInMemory(text)

    steps(client)

    assert client.current == text


def test_an_id_that_was_given_is_not_given_again() -> None:
    name = "salt-20260301T120000Z"
    gone = {"entries": [entry(name, SALT)], "removed": [{"id": f"{name}-2"}]}
    client = SecretsManagerInMemory(json.dumps(gone))

    steps(client)

    assert parse(client.current).ids == [name, f"{name}-3"]


def test_a_change_in_between_stops_the_rotation(client: SecretsManagerInMemory) -> None:
    made = rotation_of(client)
    made.create()
    client.texts["first"] = keyring_text(
        entry("first", SALT), entry("theirs", bytes(range(50, 82)), "2026-02-01T00:00:00Z")
    )

    with pytest.raises(RotationError, match="was changed since this rotation began"):
        made.finish()

    assert "theirs" in client.current


def test_an_empty_pending_version_is_never_made_current(client: SecretsManagerInMemory) -> None:
    with pytest.raises(RotationError, match="the pending version is empty"):
        rotation_of(client).finish()


def test_a_foreign_current_value_is_not_replaced() -> None:
    client = SecretsManagerInMemory('{"password": "hunter2"}')

    with pytest.raises(RotationError, match="the keyring has no entries") as caught:
        rotation_of(client).create()

    assert "hunter2" not in str(caught.value)
    assert TOKEN not in client.texts


@pytest.mark.parametrize(
    ("labels", "enabled", "sentence"),
    [
        ({"first": ["AWSCURRENT"], TOKEN: ["AWSPENDING"]}, False, "not enabled"),
        ({"first": ["AWSCURRENT"]}, True, "no version of this token"),
        ({"first": ["AWSCURRENT"], TOKEN: ["AWSPREVIOUS"]}, True, "is not pending"),
        ({TOKEN: ["AWSPENDING"]}, True, "no current keyring"),
    ],
)
def test_what_is_no_rotation_of_ours_is_refused(
    client: SecretsManagerInMemory, labels: dict[str, list[str]], enabled: bool, sentence: str
) -> None:
    client.labels, client.enabled = labels, enabled

    with pytest.raises(RotationError, match=sentence):
        rotation_of(client).create()


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"SecretId": "another", "Step": "createSecret"}, "rotates another secret"),
        ({"SecretId": "arn:aws:secretsmanager:x:1:secret:s-AbCdEf", "Step": "?"}, "not known"),
    ],
)
def test_only_its_own_secret_and_known_steps_are_taken(
    event: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALT_SECRET_ID", "arn:aws:secretsmanager:x:1:secret:s-AbCdEf")
    monkeypatch.setenv("SALT_CACHE_SECONDS", "300")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")

    with pytest.raises(RotationError, match=sentence):
        rotation.handle({**event, "ClientRequestToken": TOKEN}, None)
