"""Seals with a key file of the person at the keyboard."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.whole_file import FOR_ITS_OWNER, write_whole
from toolkit.domain.health.keys import KeyFileFacts
from toolkit.errors import ConfigError

_BYTES = 32


def default_key_file(environment: Mapping[str, str], home: Path) -> Path:
    """`seal.key` in the user's configuration folder (XDG Base Directory Specification)."""
    configured = environment.get("XDG_CONFIG_HOME")
    folder = Path(configured) if configured else home / ".config"
    return folder / "snowops" / "seal.key"


@dataclass(frozen=True)
class KeyFile:
    """HMAC-SHA256 with the key in a file of mode 0600, which the first seal makes.

    The key is read for each use and kept nowhere else.
    """

    path: Path
    method: str = "file"

    @property
    def key(self) -> str:
        """A fingerprint that tells two key files apart and says nothing about the key."""
        return self._code(b"snowops seal key fingerprint").hex()[:16] if self._exists else "none"

    def sign(self, message: bytes) -> bytes:
        """The code for a message; makes the key if there is none."""
        if not self._exists:
            self._make()
        return self._code(message)

    def verify(self, message: bytes, code: bytes) -> bool:
        """Whether a code is this key's for a message; compared in constant time."""
        return self._exists and hmac.compare_digest(self._code(message), code)

    def facts(self) -> KeyFileFacts:
        """The file as it is; the key is not read."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return KeyFileFacts(str(self.path), exists=False)
        except OSError as error:
            raise ConfigError(f"cannot look at {self.path}: {error.strerror}") from error
        return KeyFileFacts(
            str(self.path),
            exists=True,
            private=_is_private(status),
            mine=status.st_uid == os.getuid(),
            size=status.st_size,
        )

    def close(self) -> None:
        """Takes the file from everybody but its owner."""
        try:
            self.path.chmod(FOR_ITS_OWNER)
        except OSError as error:
            raise ConfigError(f"cannot change {self.path}: {error.strerror}") from error

    @property
    def _exists(self) -> bool:
        return self.path.exists()

    def _code(self, message: bytes) -> bytes:
        return hmac.new(self._read(), message, hashlib.sha256).digest()

    def _read(self) -> bytes:
        try:
            status = self.path.stat()
            content = self.path.read_bytes()
        except OSError as error:
            raise ConfigError(f"cannot read {self.path}: {error.strerror}") from error
        if not _is_private(status) or status.st_uid != os.getuid():
            raise ConfigError(
                f"{self.path} may be read by others than you",
                hint=f"whoever read it can seal plans in your name: delete it, or chmod 600 "
                f"{self.path} if nobody did",
            )
        if len(content) != _BYTES:
            raise ConfigError(
                f"{self.path} is not a key that snowops made", hint="delete it; a new one is made"
            )
        return content

    def _make(self) -> None:
        """Two first uses at once: the one that links first gives the key."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            mine = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            write_whole(mine, secrets.token_bytes(_BYTES))
            try:
                os.link(mine, self.path)
            except FileExistsError:
                pass
            finally:
                mine.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError(
                f"cannot make the key that seals plans, {self.path}: {error.strerror}",
                hint="name a KMS key with `seal.kms_key`, or let XDG_CONFIG_HOME name a folder",
            ) from error


def _is_private(status: os.stat_result) -> bool:
    return not stat.S_IMODE(status.st_mode) & 0o077
