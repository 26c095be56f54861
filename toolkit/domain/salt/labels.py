"""Which version of the secret bears which label, what is wrong with that, and what rights it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from toolkit.domain.salt.keyring import Keyring
from toolkit.domain.salt.secret_text import NoKeyring, read_keyring

CURRENT = "AWSCURRENT"
PENDING = "AWSPENDING"
PREVIOUS = "AWSPREVIOUS"


def secret_name(prefix: str) -> str:
    """Name of an environment's secret, as `templates/modules/salt` gives it."""
    return f"{prefix}-salt"


@dataclass(frozen=True)
class SecretFacts:
    """What Secrets Manager says about the secret without its value."""

    labels: Mapping[str, tuple[str, ...]]
    """Labels of each version that has any."""
    now: datetime
    """By the clock of Secrets Manager."""
    deleted: datetime | None = None
    """When the secret was deleted."""

    def version(self, label: str) -> str | None:
        """The version that bears a label."""
        return next((version for version, labels in self.labels.items() if label in labels), None)


@dataclass(frozen=True)
class Held:
    """A version as it was read: its keyring, or why it has none. No byte is in its `repr`."""

    version: str
    labels: tuple[str, ...]
    keyring: Keyring | None = field(repr=False)
    fault: str = ""


@dataclass(frozen=True)
class Unlabel:
    """Take a label off a version."""

    version: str
    label: str


@dataclass(frozen=True)
class MoveCurrent:
    """Let another version be the current one."""

    version: str
    away_from: str | None


@dataclass(frozen=True)
class Rewrite:
    """Write a keyring anew."""

    keyring: Keyring = field(repr=False)


Fix = Unlabel | MoveCurrent | Rewrite


@dataclass(frozen=True)
class Finding:
    """Something wrong, as a sentence, and what rights it; None where only a person can."""

    sentence: str
    fix: Fix | None = None


def held(version: str, labels: tuple[str, ...], text: str | None) -> Held:
    """A version and its text, read."""
    if text is None:
        return Held(version, labels, None, "it is empty")
    try:
        return Held(version, labels, read_keyring(text))
    except NoKeyring as error:
        return Held(version, labels, None, str(error))


def diagnose(versions: tuple[Held, ...]) -> tuple[Finding, ...]:
    """Everything wrong with the labelled versions, the worst first."""
    current = _bearing(versions, CURRENT)
    if current is None:
        return tuple(_without_current(versions))
    if current.keyring is None:
        return (_broken_current(current, versions),)
    return (
        *_lost_entries(current.keyring, versions),
        *_shredded_salts(current, current.keyring, versions),
        *_left_pending(current, versions),
    )


def _bearing(versions: tuple[Held, ...], label: str) -> Held | None:
    return next((each for each in versions if label in each.labels), None)


def _best(versions: tuple[Held, ...]) -> Held | None:
    """The keyring to go back to: the previous one, else any that can be read."""
    readable = [each for each in versions if each.keyring is not None]
    return _bearing(tuple(readable), PREVIOUS) or next(iter(readable), None)


def _without_current(versions: tuple[Held, ...]) -> Iterator[Finding]:
    best = _best(versions)
    if best is not None:
        yield Finding(
            f"no version is {CURRENT}, and {best.version} holds a keyring",
            MoveCurrent(best.version, None),
        )
    elif versions:
        yield Finding(f"no version is {CURRENT}, and none holds a keyring")


def _broken_current(current: Held, versions: tuple[Held, ...]) -> Finding:
    previous = _bearing(versions, PREVIOUS)
    says = f"{CURRENT} ({current.version}) is no keyring: {current.fault}"
    if previous is None or previous.keyring is None:
        return Finding(says)
    return Finding(
        f"{says}; {PREVIOUS} ({previous.version}) is one",
        MoveCurrent(previous.version, current.version),
    )


def _lost_entries(keyring: Keyring, versions: tuple[Held, ...]) -> Iterator[Finding]:
    previous = _bearing(versions, PREVIOUS)
    if previous is None or previous.keyring is None:
        return
    removed = {gone.id for gone in keyring.removed}
    lost = [e for e in previous.keyring.entries if e.id not in {*keyring.ids, *removed}]
    if not lost:
        return
    names = ", ".join(entry.id for entry in lost)
    merged = sorted((*keyring.entries, *lost), key=lambda entry: entry.active_from)
    one_each = len({entry.active_from for entry in merged}) == len(merged)
    yield Finding(
        f"{CURRENT} has lost entries that {PREVIOUS} has: {names}",
        Rewrite(Keyring(tuple(merged), keyring.removed)) if one_each else None,
    )


def _shredded_salts(
    current: Held, keyring: Keyring, versions: tuple[Held, ...]
) -> Iterator[Finding]:
    retired = {gone.id for gone in keyring.removed if gone.why == "retired"}
    for version in versions:
        if version.version == current.version or version.keyring is None:
            continue
        kept = sorted(retired.intersection(version.keyring.ids))
        for label in version.labels if kept else ():
            yield Finding(
                f"{label} ({version.version}) still holds the retired {', '.join(kept)}",
                Unlabel(version.version, label),
            )


def _left_pending(current: Held, versions: tuple[Held, ...]) -> Iterator[Finding]:
    pending = _bearing(versions, PENDING)
    if pending is not None and pending.version != current.version:
        yield Finding(
            f"{PENDING} was left on {pending.version}: no scheduled rotation can start",
            Unlabel(pending.version, PENDING),
        )
