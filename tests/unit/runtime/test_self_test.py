"""A self-test reads the keyring anew and proves the arithmetic, without any event."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.runtime.parts import NEW_SALT, SALT, Invoked, entry, keyring_text

LATER = entry("later", NEW_SALT, "2026-06-01T00:00:00Z")


def test_a_self_test_tells_ids_the_active_one_and_the_rules() -> None:
    invoked = Invoked(keyring=keyring_text(entry("now", SALT), LATER))

    report = invoked.function.answer({"snowops": "self-test"})

    assert report["keyring"] == {
        "ids": ["now", "later"],
        "bridged": [],
        "active": "now",
        "hmac_vector_ok": True,
    }
    assert report["rules_digest"] == "digest-of-rules"
    assert report["event_kind"] == "enriched"
    assert invoked.emitted == []


def test_a_self_test_sees_an_entry_that_was_just_added() -> None:
    invoked = Invoked(keyring=keyring_text(entry("now", SALT)))
    invoked.answers(b"x")

    invoked.keyring = keyring_text(entry("now", SALT), LATER)
    report = invoked.function.answer({"snowops": "self-test"})

    assert report["keyring"]["ids"] == ["now", "later"]


def test_the_active_entry_changes_with_time() -> None:
    invoked = Invoked(keyring=keyring_text(entry("now", SALT), LATER))
    invoked.now += 100 * 86_400

    report = invoked.function.answer({"snowops": "self-test"})

    assert report["keyring"]["active"] == "later"


def test_a_pending_keyring_is_read_and_not_used() -> None:
    invoked = Invoked(keyring=keyring_text(entry("now", SALT)))
    pending = replace(
        invoked.function,
        fetch_pending=lambda: keyring_text(entry("now", SALT), LATER),
    )

    report = pending.answer({"snowops": "self-test", "version_stage": "AWSPENDING"})

    assert report["keyring"]["ids"] == ["now", "later"]
    assert pending.pipeline.keyring.get().ids == ["now"]
