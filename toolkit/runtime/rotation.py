"""Secrets Manager's own rotation, as a second entry: `runtime.rotation.handle`."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from .instants import sortable
from .keyring import SALT_BYTES, Keyring, KeyringError, parse
from .secret import keep_quiet
from .self_test import vectors_hold

MARGIN_SECONDS = 60
"""Added to twice the cache time of the functions that read the keyring."""

BY = "secretsmanager"
"""Who has created an entry that a scheduled rotation made."""

_CURRENT, _PENDING = "AWSCURRENT", "AWSPENDING"


class RotationError(Exception):
    """A step cannot be taken. Nothing has been changed, and no byte of a salt is in the message."""


@dataclass(frozen=True)
class Rotation:
    """One rotation of one secret; `token` is the id of the version that it makes.

    AWSCURRENT is moved away from the version that the new one was compared with and from no other,
    so an entry that somebody adds in between is never lost: the step fails instead.
    """

    client: Any
    secret: str
    token: str
    lead_seconds: float
    clock: Callable[[], float] = time.time
    random: Callable[[int], bytes] = os.urandom

    def create(self) -> None:
        """Stores the keyring with one entry more as pending; where one waits, the same keyring."""
        labels = self._labels()
        if self._is_done(labels) or self._text(self.token, _PENDING) is not None:
            return
        text = self._current(labels)[1]
        self.client.put_secret_value(
            SecretId=self.secret,
            ClientRequestToken=self.token,
            SecretString=self._longer(text),
            VersionStages=[_PENDING],
        )

    def test(self) -> None:
        """Checks that the pending version is a keyring that holds all that the current one does."""
        labels = self._labels()
        if not self._is_done(labels):
            self._check(labels)

    def finish(self) -> None:
        """Makes the pending version current."""
        labels = self._labels()
        if self._is_done(labels):
            return
        current = self._check(labels)
        self.client.update_secret_version_stage(
            SecretId=self.secret,
            VersionStage=_CURRENT,
            MoveToVersionId=self.token,
            RemoveFromVersionId=current,
        )
        self.client.update_secret_version_stage(
            SecretId=self.secret, VersionStage=_PENDING, RemoveFromVersionId=self.token
        )

    def _labels(self) -> Mapping[str, list[str]]:
        facts = self.client.describe_secret(SecretId=self.secret)
        if not facts.get("RotationEnabled"):
            raise RotationError("rotation is not enabled for this secret")
        labels: Mapping[str, list[str]] = facts.get("VersionIdsToStages") or {}
        if self.token not in labels:
            raise RotationError("the secret has no version of this token")
        return labels

    def _is_done(self, labels: Mapping[str, list[str]]) -> bool:
        if _CURRENT in labels[self.token]:
            return True
        if _PENDING not in labels[self.token]:
            raise RotationError("the version of this token is not pending")
        return False

    def _check(self, labels: Mapping[str, list[str]]) -> str:
        """The id of the current version, whose entries the pending one has all."""
        pending = self._text(self.token, _PENDING)
        version, text = self._current(labels)
        if pending is None:
            raise RotationError("the pending version is empty")
        if not vectors_hold(_keyring(pending)):
            raise RotationError("a published HMAC vector does not hold here (RFC 4231)")
        held, wanted = _keyring(pending).entries, _keyring(text).entries
        if held[: len(wanted)] != wanted or _removed(pending) != _removed(text):
            raise RotationError(
                "the keyring was changed since this rotation began: run `snowops salt repair`"
            )
        return version

    def _current(self, labels: Mapping[str, list[str]]) -> tuple[str, str]:
        version = next((name for name, each in labels.items() if _CURRENT in each), None)
        text = self._text(version, _CURRENT) if version else None
        if version is None or text is None:
            raise RotationError("the secret has no current keyring: run `snowops salt init`")
        return version, text

    def _text(self, version: str, label: str) -> str | None:
        try:
            answer = self.client.get_secret_value(
                SecretId=self.secret, VersionId=version, VersionStage=label
            )
        except self.client.exceptions.ResourceNotFoundException:
            return None
        text = answer.get("SecretString")
        return text if isinstance(text, str) else None

    def _longer(self, text: str) -> str:
        keyring = _keyring(text)
        now = datetime.fromtimestamp(self.clock(), UTC).replace(microsecond=0)
        if keyring.entries[-1].active_from > (sortable(now.isoformat()) or ""):
            return text
        starts = now + timedelta(seconds=self.lead_seconds)
        document = json.loads(text)
        document["entries"].append(
            {
                "id": _new_id(f"salt-{now:%Y%m%dT%H%M%SZ}", text),
                "salt": base64.b64encode(self.random(SALT_BYTES)).decode(),
                "active_from": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
                "created_by": BY,
            }
        )
        return json.dumps(document)


_STEPS: dict[str, Callable[[Rotation], None]] = {
    "createSecret": Rotation.create,
    "setSecret": lambda _rotation: None,
    "testSecret": Rotation.test,
    "finishSecret": Rotation.finish,
}


def handle(event: Mapping[str, Any], _context: object) -> None:
    """Takes one step; Secrets Manager calls the four in order and repeats all if one fails."""
    secret = os.environ["SALT_SECRET_ID"]
    if not _names(event["SecretId"], secret):
        raise RotationError("this function rotates another secret")
    step = _STEPS.get(event["Step"])
    if step is None:
        raise RotationError("this step is not known")
    lead = 2 * float(os.environ["SALT_CACHE_SECONDS"]) + MARGIN_SECONDS
    step(Rotation(_client(), secret, event["ClientRequestToken"], lead))


@cache
def _client() -> Any:
    import boto3

    keep_quiet()
    return boto3.client("secretsmanager")


def _new_id(name: str, text: str) -> str:
    """The name, or with a number the first that no entry has or had."""
    document = json.loads(text)
    taken = {each["id"] for each in (*document["entries"], *document.get("removed", ()))}
    numbers = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbers) if each not in taken)


def _names(identifier: str, arn: str) -> bool:
    """Whether an identifier is this ARN, or the name in it (an ARN adds six characters to that)."""
    return identifier in (arn, arn.rpartition(":secret:")[2][:-7])


def _keyring(text: str) -> Keyring:
    try:
        return parse(text)
    except KeyringError as error:
        raise RotationError(str(error)) from None


def _removed(text: str) -> Any:
    return json.loads(text).get("removed")
