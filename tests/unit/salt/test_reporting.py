from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from tests.unit.salt.parties import World
from toolkit.cli import salt_json, salt_views
from toolkit.domain.salt.canary import canary, stamped_ids
from toolkit.domain.salt.functions import SelfTest
from toolkit.domain.salt.history import (
    NoRecord,
    Record,
    read_record,
    settled,
    unfinished,
    write_record,
)
from toolkit.domain.salt.instants import duration_text, read_duration, read_instant
from toolkit.domain.salt.readers import Readers, readers
from toolkit.errors import ServiceError
from toolkit.workflows.salt.reporting import status
from toolkit.workflows.salt.rotating import RotationRequest, rotate

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def shown(view: Any) -> str:
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(view)
    return console.export_text()


def test_status_says_what_is_active_now_and_next(started: World) -> None:
    made = rotate(started.parties, RotationRequest(300))

    found = status(started.parties, YEAR)

    assert found.active.id == made.replaces
    assert found.scheduled is not None
    assert found.scheduled.id == made.id
    assert salt_json.status(found)["days_left"] == 364
    assert [each.loaded for each in found.functions] == [True]


def test_a_salt_older_than_the_policy_allows_is_called_out(started: World) -> None:
    started.clock.pass_by(days=400)

    found = status(started.parties, YEAR)

    assert found.left < timedelta(0)
    assert "over the policy's limit" in shown(salt_views.status(found))


def test_a_function_with_another_keyring_is_named(started: World) -> None:
    started.functions.faulty["enriched"] = SelfTest(("stale",), "stale", computes=True)

    (function,) = status(started.parties, YEAR).functions

    assert (function.loaded, function.says) == (False, "it has stale")


def test_a_function_that_fails_does_not_hide_the_rest(started: World) -> None:
    def fails(_name: str, *, label: str) -> SelfTest:
        raise ServiceError(f"the function does not accept {label}")

    started.functions.self_test = fails  # type: ignore[method-assign]

    found = status(started.parties, YEAR)

    assert found.functions[0].says == "the function does not accept AWSCURRENT"
    assert found.active.id


def test_neither_screen_nor_json_holds_a_salt(started: World) -> None:
    rotate(started.parties, RotationRequest(300))
    found = status(started.parties, YEAR)

    text = shown(salt_views.status(found)) + json.dumps(salt_json.status(found)) + repr(found)

    for salt in (entry.salt for entry in started.secret.keyring.entries):
        assert salt.hex() not in text
        assert repr(salt)[2:-1] not in text


# --- Who may read

OPERATOR, FUNCTION = "arn:aws:iam::1:role/operator", "arn:aws:iam::1:role/function"


def test_a_policy_that_denies_all_but_a_few_names_the_readers() -> None:
    policy = {
        "Statement": [
            {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "secretsmanager:GetSecretValue",
                "Condition": {"ArnNotEquals": {"aws:PrincipalArn": [FUNCTION, OPERATOR]}},
            },
            {
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "secretsmanager:GetSecretValue",
                "Condition": {"StringNotEquals": {"secretsmanager:VersionStage": ["AWSCURRENT"]}},
            },
            {
                "Effect": "Allow",
                "Principal": {"AWS": FUNCTION},
                "Action": ["secretsmanager:GetSecretValue"],
            },
        ]
    }

    assert readers(policy) == Readers((FUNCTION, OPERATOR), closed=True)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({}, ()),
        ({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}, ("*",)),
        (
            {"Statement": [{"Effect": "Allow", "Principal": {"AWS": FUNCTION}, "Action": "s3:*"}]},
            (),
        ),
        ({"Statement": ["nonsense"]}, ()),
    ],
)
def test_a_policy_that_denies_nobody_is_not_closed(
    policy: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert readers(policy) == Readers(expected, closed=False)


# --- The history


def record(phase: Any, minute: int, version: str = "v1") -> Record:
    return Record(NOON + timedelta(minutes=minute), "rotate", phase, version, "anna", ("e1",), "é")


def test_a_record_is_read_as_it_was_written() -> None:
    one = record("done", 1)

    assert read_record(write_record(one)) == one


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"at": 1}',
        write_record(record("done", 1)).replace("rotate", "explode"),
        write_record(record("done", 1)).replace("+00:00", ""),
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(NoRecord):
        read_record(text)


def test_a_change_is_told_once_by_its_last_word() -> None:
    lines = [
        record("begun", 1),
        record("abandoned", 2),
        record("done", 3),
        record("begun", 4, "v2"),
    ]

    assert [each.phase for each in settled(lines)] == ["done", "begun"]
    assert [each.version for each in unfinished(lines)] == ["v2"]


def test_a_version_that_is_made_twice_is_two_changes() -> None:
    lines = [record("begun", 1), record("done", 2), record("begun", 3), record("done", 4)]

    assert [each.phase for each in settled(lines)] == ["done", "done"]


# --- Texts


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("20m", 1200), ("6h", 21_600), ("14d", 1_209_600)]
)
def test_durations_are_read(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "20", "m", "-5m", "1.5h", "20 m", "1w", "9999999s"])
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        read_duration(text)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(0), "0s"),
        (timedelta(seconds=-5), "0s"),
        (timedelta(days=3, hours=4, minutes=5), "3d 4h"),
        (timedelta(minutes=11), "11m"),
    ],
)
def test_durations_are_told_in_two_units(duration: timedelta, text: str) -> None:
    assert duration_text(duration) == text


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    assert read_instant("2026-11-24T13:00:00+01:00") == NOON


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"records": "none"},
        {"records": [{"result": "ProcessingFailed"}]},
        {"records": [{"data": "not base64!"}]},
        {"records": [{"data": "/w=="}]},
    ],
)
def test_an_answer_without_stamps_names_no_salt(answer: dict[str, Any]) -> None:
    assert not any(stamped_ids(answer))


def test_a_canary_is_one_record_for_each_instant() -> None:
    assert len(canary([NOON, NOON])["records"]) == 2
