"""The first salt of an environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from toolkit.domain.environment import Environment
from toolkit.domain.keyring import SALT_BYTES, KeyringEntry, entry_id, secret_text


class Secrets(Protocol):
    """A secret store."""

    def has_value(self, name: str) -> bool:
        """Whether a secret has a current version."""
        ...

    def put_first(self, name: str, text: str) -> None:
        """Stores the first version of a secret."""
        ...


@dataclass(frozen=True)
class Source:
    """Where randomness, time and the operator's name come from."""

    random: Callable[[int], bytes]
    now: Callable[[], datetime]
    operator: Callable[[], str]


@dataclass(frozen=True)
class SaltInit:
    """What `salt init` found or made; no byte of a salt."""

    secret: str
    entry_id: str | None
    """Id of the entry made; None where the secret had a keyring already."""


def secret_name(environment: Environment) -> str:
    """Name of the environment's secret, as the Terraform module `salt` gives it."""
    return f"{environment.prefix}-salt"


def init_salt(environment: Environment, secrets: Secrets, source: Source) -> SaltInit:
    """Makes the keyring's first entry; a keyring that exists is left alone."""
    name = secret_name(environment)
    if secrets.has_value(name):
        return SaltInit(name, None)
    now = source.now()
    entry = KeyringEntry(entry_id(now), source.random(SALT_BYTES), now, source.operator())
    secrets.put_first(name, secret_text((entry,)))
    return SaltInit(name, entry.id)
