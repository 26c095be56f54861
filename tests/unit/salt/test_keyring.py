"""The keyring as text, its epochs, and that the Lambda reads what we write."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.salt.keyring import Bridge, Keyring, KeyringEntry, RemovedEntry, entry_id
from toolkit.domain.salt.secret_text import NoKeyring, read_keyring, write_keyring
from toolkit.runtime import keyring as runtime
from toolkit.runtime.instants import of_iso

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SALT = bytes(range(32))
ENTRY = {
    "id": "salt-1",
    "salt": base64.b64encode(SALT).decode(),
    "active_from": "2026-11-24T12:00:00Z",
    "created_by": "anna",
}

salts = st.binary(min_size=32, max_size=32).filter(lambda salt: len(set(salt)) > 1)
instants = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(microsecond=0))


@st.composite
def keyrings(draw: st.DrawFn) -> Keyring:
    """Keyrings of one to five entries, with bridges and removals."""
    starts = sorted(draw(st.lists(instants, min_size=1, max_size=5, unique=True)))
    entries = []
    for number, start in enumerate(starts):
        bridge = Bridge("e0", ("user_id",), start, start + timedelta(days=1))
        entries.append(
            KeyringEntry(
                id=f"e{number}",
                salt=draw(salts),
                active_from=start,
                created_by=draw(st.text()),
                restores="e0" if draw(st.booleans()) else None,
                bridge=bridge if draw(st.booleans()) else None,
            )
        )
    gone = RemovedEntry("old", NOON, None, NOON, draw(st.text()), "rolled back", draw(st.text()))
    return Keyring(tuple(entries), (gone,) if draw(st.booleans()) else ())


@given(keyrings())
def test_what_is_written_is_read_back(keyring: Keyring) -> None:
    text = write_keyring(keyring)

    assert read_keyring(text) == keyring


@given(keyrings(), instants)
def test_the_lambda_chooses_the_same_salt_for_every_instant(
    keyring: Keyring, instant: datetime
) -> None:
    theirs = runtime.parse(write_keyring(keyring))

    chosen = theirs.entry_at(of_iso(instant.isoformat()) or "")

    ours = keyring.active(instant)
    assert (chosen.id, chosen.salt) == (ours.id, ours.salt)


@given(keyrings())
def test_no_repr_holds_a_salt(keyring: Keyring) -> None:
    shown = repr(keyring)

    for entry in keyring.entries:
        assert base64.b64encode(entry.salt).decode() not in shown
        assert entry.salt.hex() not in shown
        assert repr(entry.salt)[2:-1] not in shown


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": None}, "entry 1 has no id"),
        ({"id": "../../etc"}, "entry 1 has no id"),
        ({"salt": "AAAA"}, "the salt of entry 1 is not base64 of 32 bytes"),
        ({"salt": "not base64"}, "the salt of entry 1 is not base64 of 32 bytes"),
        ({"salt": base64.b64encode(bytes(32)).decode()}, "one byte repeated"),
        ({"active_from": "yesterday"}, "entry 1: active_from is no instant"),
        ({"active_from": "2026-11-24T12:00:00"}, "entry 1: active_from is no instant"),
        ({"active_from": "2026-11-24T12:00:00.5Z"}, "entry 1: active_from is no instant"),
        ({"created_by": 7}, "entry 1: created_by is no text"),
        ({"colour": "red"}, "entry 1 has 1 keys that this snowops does not know"),
        ({"bridge": {"old_id": "x"}}, "entry 1: bridge: columns is no list"),
        ({"bridge": None}, "entry 1: bridge is no object"),
    ],
)
def test_a_wrong_entry_is_named(change: dict[str, Any], sentence: str) -> None:
    text = json.dumps({"entries": [{**ENTRY, **change}]})

    with pytest.raises(NoKeyring, match=sentence):
        read_keyring(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2",
        "[]",
        "{}",
        '{"username": "admin", "password": "hunter2"}',
        '{"entries": []}',
        '{"entries": ["salt"]}',
        "[" * 100_000,
        json.dumps({"entries": [ENTRY], "removed": {}}),
        json.dumps({"entries": [ENTRY], "removed": [{"why": "because"}]}),
        json.dumps({"entries": [ENTRY, ENTRY]}),
        json.dumps({"entries": [ENTRY, {**ENTRY, "id": "salt-2"}]}),
    ],
)
def test_a_foreign_value_is_no_keyring_and_is_not_quoted(text: str) -> None:
    with pytest.raises(NoKeyring) as caught:
        read_keyring(text)

    assert "hunter2" not in str(caught.value)
    assert str(ENTRY["salt"]) not in str(caught.value)


def test_an_id_is_never_given_twice() -> None:
    taken = frozenset({"salt-20261124T120000Z", "salt-20261124T120000Z-2"})

    assert entry_id(NOON, taken) == "salt-20261124T120000Z-3"


def test_the_first_entry_keys_everything_older_than_itself() -> None:
    keyring = Keyring((KeyringEntry("one", SALT, NOON, "anna"),))

    assert keyring.active(NOON - timedelta(days=9000)).id == "one"
    assert keyring.scheduled(NOON - timedelta(days=1)) is None
