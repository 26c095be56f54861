from __future__ import annotations

import pytest

from tests.unit.salt.parties import World
from toolkit.workflows.salt.initializing import init


@pytest.fixture
def world() -> World:
    """A secret without a value, one function, an empty history."""
    return World()


@pytest.fixture
def started(world: World) -> World:
    """A keyring of one entry that has keyed events for a day."""
    init(world.parties)
    world.clock.pass_by(days=1)
    return world
