"""Makes what Terraform needs before it can run: looks at all of it first, then makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from toolkit.domain.bootstrap.gap import Gap
from toolkit.errors import ConfigError, ServiceError


class Thing(Protocol):
    """A bucket or a key."""

    @property
    def kind(self) -> str:
        """What it is: `state bucket`, `artifact bucket`, `seal key`."""
        ...

    @property
    def name(self) -> str:
        """What it is called in AWS."""
        ...

    def gaps(self) -> tuple[Gap, ...]:
        """What it lacks now."""
        ...

    def settle(self, found: Iterable[Gap]) -> None:
        """Makes it, or puts it right."""
        ...


@dataclass(frozen=True)
class Found:
    """A thing and what it lacks."""

    thing: Thing
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> bool:
        """Whether it is not there at all."""
        return any(gap.part in ("bucket", "key") and not gap.by_hand for gap in self.gaps)


@dataclass(frozen=True)
class Ground:
    """What an environment stands on."""

    account: Callable[[], str]
    """Whose credentials these are."""
    things: Sequence[Thing]
    locks: Callable[[], bool] | None
    """Whether the state bucket locks, tried out; None where the state is a file."""


def look(ground: Ground, account: str) -> tuple[Found, ...]:
    """Everything as it is. Raises ConfigError where the credentials are of another account."""
    if not ground.things:
        return ()
    actual = ground.account()
    if actual != account:
        raise ConfigError(
            "the credentials belong to another AWS account than `aws.account_id`",
            details=(f"credentials: {actual}", f"environment: {account}"),
            hint="use credentials of that account, or correct the environment's file",
        )
    return tuple(Found(thing, thing.gaps()) for thing in ground.things)


def refuse_by_hand(found: Iterable[Found]) -> None:
    """Raises ConfigError where something is for a person to do, before anything is changed."""
    gaps = [gap for each in found for gap in each.gaps if gap.by_hand]
    if gaps:
        raise ConfigError(
            "something has to be put right by hand first",
            details=tuple(f"{gap.sentence}: {gap.fix}" for gap in gaps),
            hint="nothing was changed; run the command again afterwards",
        )


def make(ground: Ground, found: Iterable[Found], say: Callable[[str], None]) -> None:
    """Makes what is missing, and tries out the lock of a state bucket that was changed."""
    for each in found:
        if not each.gaps:
            continue
        say(f"{each.thing.kind} {each.thing.name} ...")
        each.thing.settle(each.gaps)
        if each.thing.kind == "state bucket" and ground.locks is not None and not ground.locks():
            raise ServiceError(
                f"the state bucket {each.thing.name} lets two locks be taken at once",
                hint="keep the state in S3 itself: what answers here ignores If-None-Match",
            )
