"""The keyring is read again when it grows old, and never used beyond twice its time."""

from __future__ import annotations

import pytest

from tests.unit.runtime.parts import NEW_SALT, SALT, entry, keyring_text
from toolkit.runtime.keyring import KeyringError
from toolkit.runtime.keyring_cache import KeyringCache

ONE = keyring_text(entry("one", SALT))
TWO = keyring_text(entry("one", SALT), entry("two", NEW_SALT, "2026-02-01T00:00:00Z"))


class Secret:
    """Stands for Secrets Manager and the clock: what is stored, whether it answers, what time."""

    def __init__(self) -> None:
        self.text = ONE
        self.answers = True
        self.reads = 0
        self.now = 1000.0
        self.cache = KeyringCache(self._fetch, 300, lambda: self.now)

    def _fetch(self) -> str:
        self.reads += 1
        if not self.answers:
            raise KeyringError("the keyring could not be read: ThrottlingException")
        return self.text


def test_a_young_keyring_is_not_read_again() -> None:
    secret = Secret()

    secret.cache.get()
    secret.now += 299
    secret.cache.get()

    assert secret.reads == 1


def test_an_old_keyring_is_read_again() -> None:
    secret = Secret()
    secret.cache.get()

    secret.text = TWO
    secret.now += 300

    assert secret.cache.get().ids == ["one", "two"]


def test_while_a_refresh_fails_the_old_keyring_serves() -> None:
    secret = Secret()
    secret.cache.get()

    secret.answers = False
    secret.now += 599

    assert secret.cache.get().ids == ["one"]


def test_a_failed_refresh_is_not_tried_again_at_once() -> None:
    secret = Secret()
    secret.cache.get()
    secret.answers = False
    secret.now += 400

    secret.cache.get()
    secret.now += 1
    secret.cache.get()

    assert secret.reads == 2


def test_a_keyring_of_twice_its_time_is_used_no_more() -> None:
    secret = Secret()
    secret.cache.get()

    secret.answers = False
    secret.now += 600

    with pytest.raises(KeyringError, match="ThrottlingException"):
        secret.cache.get()


def test_a_broken_secret_does_not_replace_a_good_keyring() -> None:
    secret = Secret()
    secret.cache.get()

    secret.text = "{}"
    secret.now += 301

    assert secret.cache.get().ids == ["one"]


def test_without_any_keyring_there_is_an_error() -> None:
    secret = Secret()
    secret.answers = False

    with pytest.raises(KeyringError):
        secret.cache.get()


def test_a_refresh_reads_even_a_young_keyring_again() -> None:
    secret = Secret()
    secret.cache.get()

    secret.text = TWO

    assert secret.cache.refresh().ids == ["one", "two"]
