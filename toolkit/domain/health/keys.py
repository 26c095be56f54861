"""Judges the keys of an environment: those that encrypt, and the one that seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.domain.environment import Environment
from toolkit.domain.health.check import Result, failed, passed, skipped, warned

_KEY_BYTES = 32


@dataclass(frozen=True)
class KeyFileFacts:
    """The file of the key that seals plans, without the key."""

    path: str
    exists: bool
    private: bool = False
    """Whether nobody but its owner may read it."""
    mine: bool = False
    size: int = 0


def key_aliases(environment: Environment) -> tuple[str, ...]:
    """Aliases of the keys that encrypt, as `templates/modules` names them."""
    uses = ["salt", "storage", "streams"]
    if environment.collectors.sqs_overflow:
        uses.append("overflow")
    return tuple(f"alias/{environment.prefix}-{use}" for use in uses)


def keys(states: Mapping[str, str | None], environment: str, *, applied: bool) -> Result:
    """KMS' word for each key, such as `Enabled`; None where there is no such key."""
    missing = [name for name, state in states.items() if state is None]
    if missing and not applied:
        return skipped("the keys are made by the first apply")
    off = [f"{name} is {state}" for name, state in states.items() if state not in (None, "Enabled")]
    if off:
        return failed(
            f"{len(off)} of {len(states)} keys cannot be used: what they encrypt cannot be read",
            "`aws kms cancel-key-deletion` where a deletion is pending, then `aws kms enable-key`",
            *off,
        )
    if missing:
        return failed(
            f"there is no key {', '.join(missing)}",
            "find out who deleted it: what it has encrypted cannot be read; "
            f"`snowops plan {environment}` makes another",
        )
    return passed(f"{len(states)} keys are enabled")


def key_file(found: KeyFileFacts, environment: str, *, ci: bool) -> Result:
    """The key file that seals plans where no KMS key does."""
    if ci:
        return warned(
            "no `seal.kms_key`: another job can neither check nor apply the plans of this one",
            f"make the key with `snowops bootstrap {environment}`, and name it in its file",
        )
    if not found.exists:
        return skipped(f"{found.path} is made by the first `snowops plan {environment} --out`")
    if not found.mine:
        return failed(
            f"{found.path} belongs to somebody else, who can seal plans in your name",
            "delete it; a new one is made",
        )
    if not found.private:
        return failed(
            f"{found.path} may be read by others, who could seal plans in your name",
            f"delete it; or `chmod 600 {found.path}` (`--fix` does) if nobody has read it",
            fixable=True,
        )
    if found.size != _KEY_BYTES:
        return failed(
            f"{found.path} is not a key that snowops made", "delete it; a new one is made"
        )
    return passed(f"{found.path} is yours alone")
