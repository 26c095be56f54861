"""Every command, stopped at every call to anybody and run again, finishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.crashing import Fuse, crashes, fused
from tests.unit.salt.parties import START, World
from toolkit.domain.salt.labels import CURRENT, PENDING
from toolkit.workflows.salt.bridging import BridgeRequest, bridge
from toolkit.workflows.salt.initializing import init
from toolkit.workflows.salt.parties import Parties
from toolkit.workflows.salt.repairing import repair
from toolkit.workflows.salt.reporting import history, status
from toolkit.workflows.salt.retiring import RetirementRequest, retire
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import RotationRequest, rotate

OLD = f"salt-{START:%Y%m%dT%H%M%SZ}"
HOUR = timedelta(hours=1)
Command = Callable[[Parties], object]


def started(world: World) -> None:
    init(world.parties)
    world.clock.pass_by(days=1)


def rotated(world: World) -> None:
    started(world)
    rotate(world.parties, RotationRequest(300, activate_in=HOUR))


def switched(world: World) -> None:
    rotated(world)
    world.clock.pass_by(days=730)


def crooked(world: World) -> None:
    """What a foreign rotation can leave: an empty pending version."""
    rotated(world)
    left_pending(world)


def left_pending(world: World) -> None:
    world.secret._put(None, "foreign-0000-0000-0000-000000000001", PENDING)


def started_crooked(world: World) -> None:
    started(world)
    left_pending(world)


def nothing(_world: World) -> None:
    """A secret without a value."""


# Command, what is there before it, entries afterwards.
CASES: dict[str, tuple[Callable[[World], None], Command, int]] = {
    "init": (nothing, init, 1),
    "rotate": (started, lambda parties: rotate(parties, RotationRequest(300)), 2),
    "rotate over a crooked label": (
        started_crooked,
        lambda parties: rotate(parties, RotationRequest(300)),
        2,
    ),
    "rollback": (rotated, lambda parties: roll_back(parties, RollbackRequest(300)), 1),
    "rollback of an active entry": (
        switched,
        lambda parties: roll_back(
            parties, RollbackRequest(300, accept_broken_joins=True, reason="joins")
        ),
        3,
    ),
    "retire": (
        switched,
        lambda parties: retire(
            parties, RetirementRequest(OLD, 300, timedelta(days=365), execute=True)
        ),
        1,
    ),
    "bridge": (
        rotated,
        lambda parties: bridge(parties, BridgeRequest(300, columns=("user_id",))),
        2,
    ),
    "repair": (crooked, repair, 2),
    "status": (rotated, lambda parties: status(parties, timedelta(days=365)), 2),
    "history": (rotated, history, 2),
}


def calls_of(name: str) -> int:
    """How many calls a command makes when nothing stops it."""
    prepare, command, _ = CASES[name]
    world, fuse = World(), Fuse(at=0, after=False)
    prepare(world)
    command(fused(world.parties, fuse))
    return fuse.calls


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("name", CASES)
def test_a_command_stopped_anywhere_and_run_again_finishes(name: str, after: bool) -> None:
    prepare, command, entries = CASES[name]
    for at in range(1, calls_of(name) + 1):
        world = World()
        prepare(world)
        assert crashes(command, fused(world.parties, Fuse(at, after))), at
        world.clock.pass_by(seconds=5)

        command(world.parties)

        assert len(world.secret.keyring.entries) == entries, at
        assert_sound(world)


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("name", CASES)
def test_a_command_stopped_anywhere_lets_the_next_rotation_pass(name: str, after: bool) -> None:
    prepare, command, _ = CASES[name]
    for at in range(1, calls_of(name) + 1):
        world = World()
        prepare(world)
        assert crashes(command, fused(world.parties, Fuse(at, after))), at
        init(world.parties)
        before = world.secret.keyring
        world.clock.pass_by(hours=2)

        rotate(world.parties, replace(RotationRequest(300), reason="the next one"))

        assert set(before.ids) <= set(world.secret.keyring.ids)
        assert world.secret.keyring.newest not in before.entries
        assert_sound(world)


def assert_sound(world: World) -> None:
    """One current keyring, no pending label elsewhere, no change without an end."""
    labels = [label for labels in world.secret.labels.values() for label in labels]
    assert labels.count(CURRENT) == 1
    assert labels.count(PENDING) == 0
    assert not repair(world.parties).findings
    assert all(record.phase != "begun" for record in history(world.parties))
    assert repair(world.parties).findings == ()
