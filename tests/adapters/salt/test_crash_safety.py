"""Every command, stopped at every AWS call and run again, finishes; every refusal is a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.adapters.salt.conftest import CACHE_SECONDS, World
from tests.meddler import Crash, Meddler
from toolkit.domain.salt.keyring import Keyring, KeyringEntry
from toolkit.domain.salt.labels import CURRENT, PENDING
from toolkit.errors import ServiceError
from toolkit.workflows.salt.bridging import BridgeRequest, bridge
from toolkit.workflows.salt.initializing import init
from toolkit.workflows.salt.parties import Parties
from toolkit.workflows.salt.repairing import repair
from toolkit.workflows.salt.reporting import history, status
from toolkit.workflows.salt.retiring import RetirementRequest, retire
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import RotationRequest, rotate

pytestmark = pytest.mark.embedded

DAY = timedelta(days=1)
WRITES = ("PutSecretValue", "UpdateSecretVersionStage", "PutObject")


def nothing(_world: World) -> None:
    """A secret without a value."""


def hold(world: World, *ages: timedelta) -> None:
    """A keyring whose entries became active so long ago; a negative age lies ahead."""
    now = datetime.now(UTC).replace(microsecond=0)
    world.hold(
        Keyring(
            tuple(
                KeyringEntry(f"e{n}", bytes(range(n, n + 32)), now - age, "anna")
                for n, age in enumerate(ages)
            )
        )
    )


def started(world: World) -> None:
    hold(world, DAY)


def waiting(world: World) -> None:
    hold(world, DAY, -DAY)


def switched(world: World) -> None:
    hold(world, 900 * DAY, 800 * DAY)


def crooked(world: World) -> None:
    waiting(world)
    world.put("not a keyring", PENDING)


RETIREMENT = RetirementRequest("e0", CACHE_SECONDS, DAY, execute=True)
ACCEPTED = RollbackRequest(CACHE_SECONDS, accept_broken_joins=True, reason="joins")

# What is there before a command, the command, and how many entries there are afterwards.
CASES: dict[str, tuple[Callable[[World], None], Callable[[Parties], object], int]] = {
    "init": (nothing, init, 1),
    "rotate": (started, lambda parties: rotate(parties, RotationRequest(CACHE_SECONDS)), 2),
    "rollback": (waiting, lambda parties: roll_back(parties, RollbackRequest(CACHE_SECONDS)), 1),
    "rollback of an active entry": (switched, lambda parties: roll_back(parties, ACCEPTED), 3),
    "retire": (switched, lambda parties: retire(parties, RETIREMENT), 1),
    "bridge": (
        waiting,
        lambda parties: bridge(parties, BridgeRequest(CACHE_SECONDS, columns=("user_id",))),
        2,
    ),
    "repair": (crooked, repair, 2),
    "status": (waiting, lambda parties: status(parties, DAY), 2),
    "history": (waiting, history, 2),
}


def stopped(world: World, name: str, meddler: Meddler) -> bool:
    """Whether a command was stopped; False where it makes fewer calls."""
    prepare, command, _ = CASES[name]
    prepare(world)
    try:
        command(world.parties(meddler))
    except Crash:
        return True
    return False


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
@pytest.mark.parametrize("name", CASES)
def test_a_command_stopped_at_any_call_and_run_again_finishes(
    name: str, after: bool, world: World
) -> None:
    _, command, entries = CASES[name]
    at = 1
    while stopped(world, name, meddler := Meddler(at, after)):
        if not after or meddler.made[-1] in WRITES:
            command(world.parties())

            assert len(world.keyring.entries) == entries, (at, meddler.made)
            assert_sound(world)
        world = World(world.account)
        at += 1

    assert at > 1


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException"])
@pytest.mark.parametrize("name", ["rotate", "retire", "init"])
def test_a_command_refused_at_any_call_says_so_and_can_be_run_again(
    name: str, code: str, world: World
) -> None:
    prepare, command, entries = CASES[name]
    counter = Meddler(at=0)
    assert not stopped(world, name, counter)
    for at in range(1, len(counter.made) + 1):
        world, meddler = World(world.account), Meddler(at, refusal=code)
        prepare(world)
        before = current(world.labels)

        with pytest.raises(ServiceError, match=code):
            command(world.parties(meddler))

        if not CHANGES[name].intersection(meddler.made[: at - 1]):
            assert current(world.labels) == before, (at, meddler.made)
        command(world.parties())
        assert len(world.keyring.entries) == entries, (at, meddler.made)
        assert_sound(world)


# The call with which a command takes effect.
CHANGES = {
    "init": {"PutSecretValue"},
    "rotate": {"UpdateSecretVersionStage"},
    "retire": {"UpdateSecretVersionStage"},
}


def current(labels: dict[str, list[str]]) -> list[str]:
    return [version for version, borne in labels.items() if CURRENT in borne]


def assert_sound(world: World) -> None:
    """One current keyring, no pending label elsewhere, no change without an end."""
    borne = [label for labels in world.labels.values() for label in labels]
    assert (borne.count(CURRENT), borne.count(PENDING)) == (1, 0)
    assert repair(world.parties()).findings == ()
    assert all(record.phase != "begun" for record in history(world.parties()))
