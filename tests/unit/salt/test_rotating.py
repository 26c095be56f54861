from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.salt.parties import World
from toolkit.domain.salt.functions import DeployedFunction, SelfTest
from toolkit.domain.salt.labels import CURRENT, PENDING, PREVIOUS
from toolkit.errors import ConfigError, Refused, ServiceError
from toolkit.workflows.salt.initializing import FIRST_TOKEN, init
from toolkit.workflows.salt.reporting import history
from toolkit.workflows.salt.rotating import RotationRequest, rotate

REQUEST = RotationRequest(cache_seconds=300)


def test_the_first_salt_keys_events_at_once(world: World) -> None:
    made = init(world.parties)

    assert made.made
    assert world.secret.keyring.active(world.clock.now).id == made.id
    assert len(world.secret.keyring.newest.salt) == 32


def test_a_second_init_leaves_the_keyring_alone(started: World) -> None:
    before = started.secret.keyring

    again = init(started.parties)

    assert not again.made
    assert started.secret.keyring == before


def test_two_inits_at_once_end_with_one_keyring(world: World) -> None:
    world.secret._put("another first keyring", FIRST_TOKEN, "CUSTOM")

    assert not world.secret.put_first("ours", FIRST_TOKEN)


def test_a_secret_that_lost_its_value_is_not_begun_again_unnoticed(started: World) -> None:
    started.secret.texts.clear()
    started.secret.labels.clear()

    with pytest.raises(Refused, match="it held a keyring"):
        init(started.parties)

    assert init(started.parties, anew=True).made


def test_a_dry_init_stores_nothing(world: World) -> None:
    init(world.parties, dry_run=True)

    assert world.secret.texts == {}
    assert world.history.lines == []


def test_a_new_salt_starts_at_one_instant_that_lies_ahead(started: World) -> None:
    old = started.secret.keyring.newest

    made = rotate(started.parties, replace(REQUEST, activate_in=timedelta(minutes=20)))

    keyring = started.secret.keyring
    assert made.active_from == started.clock.now + timedelta(minutes=20)
    assert keyring.active(made.active_from - timedelta(seconds=1)) == old
    assert keyring.active(made.active_from).id == made.id
    assert keyring.newest.salt != old.salt


def test_without_a_wish_there_is_time_to_roll_back(started: World) -> None:
    made = rotate(started.parties, REQUEST)

    assert made.active_from - started.clock.now == 2 * timedelta(minutes=11)


@pytest.mark.parametrize(("cached", "lead"), [(300, 11 * 60), (900, 31 * 60)])
def test_the_lead_is_that_of_the_slowest_function(started: World, cached: int, lead: int) -> None:
    started.functions.functions = (DeployedFunction("a", 10), DeployedFunction("b", cached))

    with pytest.raises(ConfigError, match="too soon"):
        rotate(started.parties, replace(REQUEST, activate_in=timedelta(seconds=lead - 1)))

    rotate(started.parties, replace(REQUEST, activate_in=timedelta(seconds=lead)))


def test_a_rotation_in_years_is_a_typing_error(started: World) -> None:
    with pytest.raises(ConfigError, match="too far ahead"):
        rotate(started.parties, replace(REQUEST, activate_in=timedelta(days=400)))


def test_a_dry_rotation_changes_nothing(started: World) -> None:
    before = dict(started.secret.labels), list(started.history.lines)

    made = rotate(started.parties, replace(REQUEST, dry_run=True))

    assert made.made
    assert (started.secret.labels, started.history.lines) == before


def test_a_rotation_that_waits_is_finished_not_doubled(started: World) -> None:
    first = rotate(started.parties, REQUEST)

    second = rotate(started.parties, REQUEST)

    assert not second.made
    assert second.id == first.id
    assert len(started.secret.keyring.entries) == 2


def test_labels_end_where_the_next_rotation_can_start(started: World) -> None:
    rotate(started.parties, REQUEST)

    labels = sorted(label for labels in started.secret.labels.values() for label in labels)
    assert labels == [CURRENT, PREVIOUS]


def test_of_two_rotations_at_once_one_wins_and_the_other_says_so(started: World) -> None:
    bob = replace(started.parties, source=started.source(operator="bob"))

    def bob_is_faster() -> None:
        started.secret.before_move = lambda: None
        rotate(bob, REQUEST)

    started.secret.before_move = bob_is_faster

    with pytest.raises(ServiceError, match="somebody else changed"):
        rotate(started.parties, REQUEST)

    assert started.secret.keyring.newest.created_by == "bob"
    assert len(started.secret.keyring.entries) == 2
    assert started.secret.look().version(PENDING) is None
    assert [(each.by, each.phase) for each in history(started.parties)[1:]] == [
        ("anna", "abandoned"),
        ("bob", "done"),
    ]


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        (SelfTest((), "", computes=True), "does not read the keyring"),
        (SelfTest(("salt-20261124T100000Z",), "", computes=True), "does not read the keyring"),
        (
            SelfTest(("salt-20261124T100000Z", "salt-20261125T100000Z"), "", computes=False),
            "computes a wrong HMAC",
        ),
    ],
)
def test_a_function_that_does_not_accept_the_new_keyring_stops_the_rotation(
    started: World, says: SelfTest, sentence: str
) -> None:
    before = started.secret.keyring
    started.functions.faulty["enriched"] = says

    with pytest.raises(ServiceError, match=sentence):
        rotate(started.parties, REQUEST)

    assert started.secret.keyring == before
    assert started.secret.look().version(PENDING) is None


def test_waiting_ends_after_the_instant_and_asks_the_functions(started: World) -> None:
    made = rotate(started.parties, replace(REQUEST, wait=True))

    assert started.clock.now > made.active_from
    assert started.slept == [2 * 11 * 60 + 2]


def test_a_function_that_does_not_switch_is_named(started: World) -> None:
    made = rotate(started.parties, REQUEST)
    started.functions.faulty["enriched"] = SelfTest(
        started.secret.keyring.ids, "salt-20261124T100000Z", computes=True
    )

    with pytest.raises(ServiceError, match="says that salt-20261124T100000Z is active"):
        rotate(started.parties, replace(REQUEST, wait=True))

    assert started.secret.keyring.newest.id == made.id


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_wrong_dates_no_keyring(started: World, hours: int) -> None:
    skewed = replace(started.parties, source=started.source(skew=timedelta(hours=hours)))

    with pytest.raises(Refused, match=r"clock is 3h (ahead of|behind) that of AWS"):
        rotate(skewed, REQUEST)

    assert len(started.secret.keyring.entries) == 1


def test_a_deleted_secret_is_named_and_how_to_restore_it(started: World) -> None:
    started.secret.deleted = started.clock.now

    with pytest.raises(ServiceError, match="was deleted on") as caught:
        rotate(started.parties, REQUEST)

    assert "restore-secret" in caught.value.hint


def test_a_foreign_value_is_not_replaced(started: World) -> None:
    started.secret.texts[FIRST_TOKEN] = '{"username": "admin", "password": "hunter2"}'

    with pytest.raises(ServiceError, match="is no keyring") as caught:
        rotate(started.parties, REQUEST)

    assert "hunter2" not in f"{caught.value} {caught.value.details}"
    assert len(started.secret.texts) == 1


def test_without_a_keyring_the_operator_is_told_to_make_one(world: World) -> None:
    with pytest.raises(ServiceError, match="has no keyring yet") as caught:
        rotate(world.parties, REQUEST)

    assert "salt init" in caught.value.hint


def test_a_keyring_that_would_not_fit_is_refused(started: World) -> None:
    version = started.secret.look().version(CURRENT) or ""
    text = started.secret.texts[version] or ""
    started.secret.texts[version] = text.replace('"anna"', f'"{"a" * 65_400}"')

    with pytest.raises(Refused, match="larger than a secret can be"):
        rotate(started.parties, REQUEST)
