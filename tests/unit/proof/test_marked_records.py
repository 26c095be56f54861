from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

import pytest

from toolkit.domain.proof.bad_rows import MarkedRow, marked_rows
from toolkit.domain.proof.broken_keyrings import broken_keyrings
from toolkit.domain.proof.events import WRAPPERS, MarkedEvent, marked_events
from toolkit.domain.proof.judging import Search
from toolkit.domain.proof.marks import Marks
from toolkit.runtime.failures import KNOWN
from toolkit.runtime.fields import FIELDS, NAMES, POSITIONS
from toolkit.runtime.keyring import KeyringError, parse

RULES = {
    "version": 1,
    "columns": {
        field.name: "json"
        if field.type == "json"
        else "keep"
        if field.name in ("app_id", "event_id", "page_urlport")
        else "hash"
        if field.holds_pseudonym
        else "empty"
        for field in FIELDS
    },
    "schemas": [
        {
            "vendor": "com.example",
            "name": "order",
            "version": "1-*-*",
            "paths": ["status", "items[].sku", "buyer.country", "ids[]"],
        },
        {"vendor": "com.example", "name": "any", "version": "*-*-*", "paths": []},
    ],
}


@cache
def events() -> tuple[Marks, list[MarkedEvent]]:
    marks = Marks("seed")
    return marks, list(marked_events(RULES, marks))


@cache
def rows() -> tuple[Marks, list[MarkedRow]]:
    marks = Marks("seed")
    return marks, list(marked_rows(marks))


def event(shape: str) -> MarkedEvent:
    (found,) = (each for each in events()[1] if each.shape == shape)
    return found


def columns(shape: str) -> dict[str, str]:
    return dict(zip(NAMES, event(shape).line.decode().split("\t"), strict=True))


def described(shape: str) -> Any:
    (item,) = json.loads(columns(shape)["contexts"])["data"]
    return item


def test_every_mark_stands_in_a_record() -> None:
    for marks, records in (events(), rows()):
        everything = b"\n".join(record.line for record in records).decode(errors="replace")
        found = {leak.place for leak in Search(marks.made).leaks(everything, "", kept=True)}

        assert {mark.place for mark in marks.made} - found == set()


def test_no_two_shapes_have_one_name() -> None:
    for records in (events()[1], rows()[1]):
        shapes = [record.shape for record in records]

        assert len(set(shapes)) == len(shapes)


def test_all_131_columns_are_tried_at_once_and_no_value_stands_in_two() -> None:
    values = list(columns("all columns, as such").values())

    assert len(values) == 131
    assert all(values)
    assert len(set(values)) == 131


def test_what_the_rules_keep_is_marked_as_kept() -> None:
    kept = {mark.place.removeprefix("all columns, as such: column ") for mark in events()[0].made
            if mark.kept and mark.place.startswith("all columns, as such")}  # fmt: skip

    assert kept == {"app_id", "event_id", "page_urlport"}


def test_typed_columns_are_tried_with_numbers_too() -> None:
    values = columns("numbers where numbers belong")

    filled = {name for name, value in values.items() if value}
    assert filled == {field.name for field in FIELDS if field.type in ("int", "double", "boolean")}
    assert all(float(values[name]) for name in filled)


@pytest.mark.parametrize("column", WRAPPERS)
@pytest.mark.parametrize(
    "shape",
    [
        "an unknown schema",
        "encoded values",
        "values as keys",
        "a value as schema",
        "no schema",
        "deeply nested",
        "broken JSON, cut off",
        "com.example/order",
        "com.example/order, of another model",
        "com.example/order, below what is allowed",
        "no wrapper",
    ],
)
def test_every_column_of_json_is_tried_with(column: str, shape: str) -> None:
    line = event(f"{column}: {shape}").line.decode().split("\t")

    assert line[POSITIONS[column]]


def test_allowed_properties_are_marked_as_kept_and_their_neighbours_are_not() -> None:
    kept = {mark.value.decode(): mark.kept for mark in events()[0].made}

    order = described("contexts: com.example/order")["data"]

    allowed = [
        order["status"],
        order["items"][0]["sku"],
        order["buyer"]["country"],
        order["ids"][0],
    ]
    assert [kept[value] for value in allowed] == [True] * 4
    assert not kept[order["STATUS"]]
    assert not kept[order["BUYER"]["COUNTRY"]]
    assert not kept[order["google_analytics_id"]]


def test_nothing_is_kept_in_another_model_of_a_schema() -> None:
    kept = {mark.value.decode(): mark.kept for mark in events()[0].made}

    other = described("contexts: com.example/order, of another model")

    assert other["schema"] == "iglu:com.example/order/jsonschema/8-0-0"
    assert not kept[other["data"]["status"]]


def test_a_schema_of_every_model_has_no_other_one() -> None:
    assert not [each for each in events()[1] if "any, of another model" in each.shape]


def test_what_the_artifact_lets_pass_is_tried() -> None:
    wider = {**RULES["schemas"][0], "paths": ["status", "shoe.size"]}  # type: ignore[index]
    marks = Marks("seed")

    list(marked_events(RULES, marks, {**RULES, "schemas": [wider]}))

    (mark,) = (
        each for each in marks.made if each.place == "contexts: com.example/order, shoe.size"
    )
    assert not mark.kept


def test_malformed_events_are_not_to_be_transformed() -> None:
    shapes = {each.shape for each in events()[1] if not each.transforms}

    assert shapes == {
        "a line of 1 columns",
        "a line of 130 columns",
        "a line of 132 columns",
        "a line that is not UTF-8",
        "a good line and a bad one",
    }


def test_all_other_events_have_131_columns() -> None:
    lines = [line for each in events()[1] if each.transforms for line in each.line.split(b"\n")]

    assert {line.count(b"\t") for line in lines} == {130}


def test_failed_events_of_every_known_kind_are_tried() -> None:
    assert {row.shape for row in rows()[1]} >= KNOWN


def test_failed_events_are_json_unless_they_say_otherwise() -> None:
    for row in rows()[1]:
        lines = row.line.split(b"\n")

        if row.readable:
            assert [json.loads(line) for line in lines]
        else:
            with pytest.raises(ValueError, match=r".+"):
                json.loads(row.line)


def test_base64_in_failed_events_holds_marks() -> None:
    (row,) = (each for each in rows()[1] if each.shape == "schema_violations")
    payload = json.loads(row.line)["data"]["payload"]

    context = base64.b64decode(payload["raw"]["parameters"][0]["value"]).decode()

    found = {leak.place for leak in Search(rows()[0].made).leaks(context, "")}
    assert found == {"schema_violations: payload: base64 context"}


KEYRING = json.dumps(
    {
        "entries": [
            {
                "id": "first",
                "salt": base64.b64encode(bytes(range(32))).decode(),
                "active_from": "1970-01-01T00:00:00Z",
            }
        ]
    }
)
BROKEN = dict(broken_keyrings(KEYRING))


def test_the_whole_keyring_is_a_good_one() -> None:
    assert parse(KEYRING).ids == ["first"]


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_keyring_is_really_broken(text: str) -> None:
    with pytest.raises(KeyringError):
        parse(text)
