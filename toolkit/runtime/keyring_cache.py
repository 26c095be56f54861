"""Holds the keyring between invocations and reads it again when it grows old."""

from __future__ import annotations

from collections.abc import Callable

from .keyring import Keyring, KeyringError, parse

RETRY_SECONDS = 10.0
"""Pause after a refresh that failed, while an older keyring may still serve."""


class KeyringCache:
    """The keyring of a secret, at most `2 * seconds` old.

    Younger than `seconds` it is used as it is. After that each use tries to read it again; while
    that fails the old one serves up to twice its time, and then there is none. A salt that becomes
    active more than `2 * seconds` after it was stored therefore starts everywhere at once.
    """

    def __init__(
        self, fetch: Callable[[], str], seconds: float, clock: Callable[[], float]
    ) -> None:
        self._fetch = fetch
        self._seconds = seconds
        self._clock = clock
        self._keyring: Keyring | None = None
        self._read_at = 0.0
        self._tried_at = float("-inf")

    def get(self) -> Keyring:
        """A keyring young enough to use; raises KeyringError where there is none."""
        now = self._clock()
        age = now - self._read_at
        if self._keyring is not None and age < self._seconds:
            return self._keyring
        if self._keyring is None or age >= 2 * self._seconds:
            return self.refresh()
        return self._refreshed_or_old(self._keyring, now)

    def refresh(self) -> Keyring:
        """The keyring as it is in the secret now; raises KeyringError."""
        self._tried_at = started = self._clock()
        keyring = parse(self._fetch())
        self._keyring, self._read_at = keyring, started
        return keyring

    def _refreshed_or_old(self, old: Keyring, now: float) -> Keyring:
        if now - self._tried_at < RETRY_SECONDS:
            return old
        try:
            return self.refresh()
        except KeyringError:
            return old
