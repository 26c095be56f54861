"""A keyring's life against the embedded AWS, with the function that ships."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.adapters.salt.conftest import CACHE_SECONDS, FUNCTION, ROTATOR, SECRET, World
from toolkit.domain.salt.canary import canary, stamped_ids
from toolkit.domain.salt.keyring import Keyring, KeyringEntry
from toolkit.domain.salt.labels import CURRENT, PENDING, PREVIOUS
from toolkit.errors import ServiceError
from toolkit.workflows.salt.bridging import BridgeRequest, bridge
from toolkit.workflows.salt.initializing import FIRST_TOKEN, init
from toolkit.workflows.salt.repairing import repair
from toolkit.workflows.salt.reporting import history, status
from toolkit.workflows.salt.retiring import RetirementRequest, retire
from toolkit.workflows.salt.rolling_back import RollbackRequest, roll_back
from toolkit.workflows.salt.rotating import Rotation, RotationRequest, prove_switch, rotate

pytestmark = pytest.mark.embedded

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
REQUEST = RotationRequest(CACHE_SECONDS, activate_in=HOUR)


def aged() -> Keyring:
    """Two entries, of which the older keyed its last event two years ago."""
    now = datetime.now(UTC).replace(microsecond=0)
    old = KeyringEntry("old", bytes(range(32)), now - 3 * YEAR, "anna")
    return Keyring((old, KeyringEntry("new", bytes(range(9, 41)), now - 2 * YEAR, "anna")))


def test_from_the_first_salt_to_one_that_is_forgotten(world: World) -> None:
    parties = world.parties()

    first = init(parties)
    second = rotate(parties, REQUEST)
    roll_back(parties, RollbackRequest(CACHE_SECONDS))
    third = rotate(parties, REQUEST)
    bridge(parties, BridgeRequest(CACHE_SECONDS, columns=("user_id",)))

    assert world.keyring.ids == (first.id, third.id)
    assert second.functions == (FUNCTION,)
    assert [(each.action, each.phase) for each in history(parties)] == [
        ("init", "done"),
        ("rotate", "done"),
        ("rollback", "done"),
        ("rotate", "done"),
        ("bridge", "done"),
    ]
    assert sorted(label for labels in world.labels.values() for label in labels) == [
        CURRENT,
        PREVIOUS,
    ]


def test_the_function_keys_events_by_their_own_time_before_anything_is_active(
    world: World,
) -> None:
    parties = world.parties()
    first = init(parties)
    made = rotate(parties, REQUEST)
    instants = [made.active_from - timedelta(seconds=1), made.active_from]

    answer = parties.functions.canary(FUNCTION, canary(instants))

    assert stamped_ids(answer) == (first.id, made.id)


def test_the_switch_is_proved_by_made_up_events_on_both_sides_of_it(world: World) -> None:
    world.hold(aged())
    parties = world.parties()
    old, new = world.keyring.entries
    made = Rotation(
        SECRET, new.id, new.active_from, old.id, made=True, lead=HOUR, functions=(FUNCTION,)
    )

    proved = prove_switch(parties, made, world.keyring, parties.functions.deployed())

    assert proved.proved


def test_a_switch_that_did_not_happen_is_called_out(world: World) -> None:
    world.hold(aged())
    parties = world.parties()
    old, new = world.keyring.entries
    wrong = replace(new, active_from=new.active_from + HOUR)
    believed = Keyring((old, wrong))
    made = Rotation(
        SECRET, new.id, wrong.active_from, old.id, made=True, lead=HOUR, functions=(FUNCTION,)
    )

    with pytest.raises(ServiceError, match="keys events around"):
        prove_switch(parties, made, believed, parties.functions.deployed())


def test_a_retired_salt_is_under_no_label(world: World) -> None:
    world.hold(aged())
    parties = world.parties()

    done = retire(
        parties, RetirementRequest("old", CACHE_SECONDS, YEAR, reason="over", execute=True)
    )

    assert world.keyring.ids == ("new",)
    assert list(world.labels.values()) == [[CURRENT]]
    assert done.unlabelled_versions == 1


def test_status_names_what_each_function_has_loaded(world: World) -> None:
    parties = world.parties()
    init(parties)
    world.secrets.put_resource_policy(
        SecretId=SECRET,
        ResourcePolicy='{"Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": '
        '"secretsmanager:GetSecretValue", "Resource": "*", "Condition": {"ArnNotEquals": '
        '{"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/operator"]}}}]}',
    )

    found = status(parties, YEAR)

    assert [(each.name, each.loaded) for each in found.functions] == [(FUNCTION, True)]
    assert found.readers.principals == ("arn:aws:iam::123456789012:role/operator",)
    assert found.readers.closed
    assert found.faults == ()


def test_a_foreign_current_version_goes_back_to_the_keyring_before_it(world: World) -> None:
    parties = world.parties()
    init(parties)
    before = world.keyring
    world.put('{"username": "admin", "password": "hunter2"}')

    with pytest.raises(ServiceError, match="is no keyring"):
        rotate(parties, REQUEST)
    done = repair(parties)

    assert done.made
    assert world.keyring == before
    assert world.labels[FIRST_TOKEN] == [CURRENT]


def test_an_entry_that_somebody_wrote_away_comes_back(world: World) -> None:
    parties = world.parties()
    init(parties)
    rotate(parties, REQUEST)
    whole = world.keyring
    world.hold(replace(whole, entries=whole.entries[:1]))

    done = repair(parties)

    assert done.made
    assert world.keyring == whole


def test_of_two_rotations_at_once_exactly_one_is_made(world: World) -> None:
    init(world.parties())
    outcomes: list[bool | str] = []

    def run(operator: str) -> None:
        try:
            outcomes.append(rotate(world.parties(operator=operator), REQUEST).made)
        except ServiceError as error:
            outcomes.append(error.summary)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("anna", "bob", "cem")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(True) == 1
    for outcome in outcomes:
        assert outcome in (True, False) or "somebody else" in str(outcome), outcomes
    assert len(world.keyring.entries) == 2


def test_of_two_moves_of_the_current_label_one_is_refused(world: World) -> None:
    secret = world.parties().secret
    init(world.parties())
    one, other = world.put("one", "ONE"), world.put("other", "OTHER")

    first, second = (secret.move_current(version, FIRST_TOKEN) for version in (one, other))

    assert (first, second) == (True, False)
    assert secret.look().version(CURRENT) == one


def test_a_move_that_is_repeated_is_not_taken_for_somebody_elses(world: World) -> None:
    secret = world.parties().secret
    init(world.parties())
    mine = world.put("mine", "MINE")

    assert secret.move_current(mine, FIRST_TOKEN)
    assert secret.move_current(mine, FIRST_TOKEN)


def test_a_second_first_value_is_not_taken(world: World) -> None:
    secret = world.parties().secret

    assert secret.put_first("one", FIRST_TOKEN)
    assert secret.put_first("one", FIRST_TOKEN)
    assert not secret.put_first("another", FIRST_TOKEN)


def test_a_deleted_secret_is_named(world: World) -> None:
    parties = world.parties()
    init(parties)
    world.secrets.delete_secret(SecretId=SECRET, RecoveryWindowInDays=7)

    with pytest.raises(ServiceError, match=f"the secret {SECRET} was deleted on"):
        rotate(parties, REQUEST)
    world.secrets.restore_secret(SecretId=SECRET)


def test_a_secret_that_is_not_there_is_named(world: World) -> None:
    world.secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)

    with pytest.raises(ServiceError, match=f"there is no secret {SECRET}") as caught:
        init(world.parties())

    assert "apply the environment first" in caught.value.hint


def test_secrets_managers_own_rotation_adds_an_entry_that_waits(world: World) -> None:
    parties = world.parties()
    init(parties)

    start_rotation(world)

    newest = world.keyring.newest
    assert newest.created_by == "secretsmanager"
    assert newest.active_from > datetime.now(UTC) + timedelta(seconds=2 * CACHE_SECONDS)
    assert len(world.keyring.entries) == 2
    assert PENDING not in [label for labels in world.labels.values() for label in labels]


def test_a_scheduled_rotation_that_finds_an_entry_waiting_adds_none(world: World) -> None:
    parties = world.parties()
    init(parties)
    start_rotation(world)
    before = world.keyring

    start_rotation(world)

    assert world.keyring == before


def test_scheduled_rotations_and_ours_follow_each_other(world: World) -> None:
    parties = world.parties()
    init(parties)
    start_rotation(world)

    waiting = rotate(parties, REQUEST)

    assert not waiting.made
    assert waiting.id == world.keyring.newest.id


def start_rotation(world: World) -> None:
    arn = world.account.client("lambda").get_function(FunctionName=ROTATOR)["Configuration"]
    world.secrets.rotate_secret(
        SecretId=SECRET,
        RotationLambdaARN=arn["FunctionArn"],
        RotationRules={"AutomaticallyAfterDays": 90},
    )
