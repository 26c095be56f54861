"""A keyring is parsed strictly, and each instant has one entry."""

from __future__ import annotations

import base64
import json

import pytest

from tests.unit.runtime.parts import NEW_SALT, SALT, entry, keyring_text
from toolkit.runtime.keyring import KeyringError, parse

OLD = entry("2026-q1", SALT, "2026-01-01T00:00:00Z")
NEW = entry("2026-q2", NEW_SALT, "2026-04-01T02:00:00+02:00")


def test_entries_are_read_with_their_instants_in_utc() -> None:
    keyring = parse(keyring_text(OLD, NEW))

    assert keyring.ids == ["2026-q1", "2026-q2"]
    assert keyring.entries[1].active_from == "2026-04-01 00:00:00"
    assert keyring.entries[1].salt == NEW_SALT


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("0000-01-01 00:00:00.123456789", "2026-q1"),
        ("2026-03-31 23:59:59.999999999", "2026-q1"),
        ("2026-04-01 00:00:00", "2026-q2"),
        ("2026-04-01 00:00:00.001", "2026-q2"),
        ("9999-12-31 23:59:59", "2026-q2"),
    ],
)
def test_the_instant_chooses_the_entry(instant: str, expected: str) -> None:
    assert parse(keyring_text(OLD, NEW)).entry_at(instant).id == expected


def test_unknown_keys_are_left_alone() -> None:
    text = json.dumps({"entries": [{**OLD, "note": 1}], "rotation": {"by": "x"}})

    assert parse(text).ids == ["2026-q1"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not json", "the keyring is not JSON"),
        ("[" * 100_000, "the keyring is not JSON"),
        ("[]", "the keyring has no entries"),
        ('{"entries": []}', "the keyring has no entries"),
        ('{"entries": [1]}', "entry 1 of the keyring is no object"),
        (keyring_text({**OLD, "id": "a b"}), "entry 1 of the keyring has no id"),
        (
            keyring_text(OLD, {**NEW, "active_from": "soon"}),
            "entry 2 of the keyring has no instant",
        ),
        (keyring_text({**OLD, "active_from": "2026-01-01T00:00:00"}), "no instant with a zone"),
        (keyring_text({**OLD, "salt": "short"}), "the salt of entry 1 is not base64 of 32 bytes"),
        (keyring_text({**OLD, "salt": OLD["salt"] + "!"}), "the salt of entry 1 is not base64"),
        (keyring_text(entry("zero", bytes(32))), "one byte repeated"),
        (
            keyring_text(OLD, {**NEW, "id": "2026-q1"}),
            "two entries of the keyring have the same id",
        ),
        (keyring_text(NEW, OLD), "not in the order of their active_from"),
        (keyring_text(OLD, {**OLD, "id": "again"}), "not in the order of their active_from"),
    ],
)
def test_a_keyring_that_is_not_right_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(KeyringError, match=sentence):
        parse(text)


def test_a_refusal_and_its_causes_hold_no_byte_of_a_salt() -> None:
    salt = base64.b64encode(SALT[:31]).decode()

    with pytest.raises(KeyringError) as caught:
        parse(keyring_text({**OLD, "salt": salt}))

    assert salt[:6] not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_broken_json_around_a_salt_does_not_show_in_the_error() -> None:
    with pytest.raises(KeyringError) as caught:
        parse(keyring_text(OLD)[:-2])

    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_printing_a_keyring_shows_no_salt() -> None:
    keyring = parse(keyring_text(OLD))

    for shown in (repr(keyring), str(keyring.entries[0]), f"{keyring.entries}"):
        assert repr(SALT)[2:10] not in shown
        assert "salt" not in shown
