"""Generated events are the same for the same seed, and as real ones are."""

from __future__ import annotations

import json
from statistics import mean

from tests.events.bad_rows import bad_rows
from tests.events.generator import events
from toolkit.runtime.fields import NAMES, POSITIONS

SAMPLE = [line.decode().split("\t") for line in events(1000)]


def test_a_seed_gives_the_same_events_and_another_gives_others() -> None:
    assert events(50, seed=7) == events(50, seed=7)
    assert events(50, seed=7) != events(50, seed=8)
    assert bad_rows(50, seed=7) == bad_rows(50, seed=7)


def test_every_event_has_131_columns_of_which_about_half_are_filled() -> None:
    filled = mean(sum(map(bool, columns)) for columns in SAMPLE)

    assert {len(columns) for columns in SAMPLE} == {len(NAMES)}
    assert 45 < filled < 65


def test_events_are_as_long_as_real_ones_and_mostly_json() -> None:
    length = mean(len("\t".join(columns).encode()) for columns in SAMPLE)
    json_columns = [POSITIONS[name] for name in ("contexts", "unstruct_event", "derived_contexts")]
    inside = mean(sum(len(columns[at].encode()) for at in json_columns) for columns in SAMPLE)

    assert 2000 < length < 2800
    assert 0.5 < inside / length < 0.7


def test_json_columns_are_self_describing() -> None:
    for columns in SAMPLE[:200]:
        for item in json.loads(columns[POSITIONS["contexts"]])["data"]:
            assert set(item) == {"schema", "data"}


def test_people_are_met_as_unequally_as_in_life() -> None:
    users = [columns[POSITIONS["user_id"]] for columns in SAMPLE]

    assert 50 < len(set(users)) < len(users) / 2


def test_some_events_are_not_ascii() -> None:
    assert any(not "".join(columns).isascii() for columns in SAMPLE)
