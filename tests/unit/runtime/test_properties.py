"""What holds for every event and every byte string that anybody may send."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.generator import compact, line
from tests.unit.runtime.parts import (
    CONTEXTS,
    KEPT,
    NEW_SALT,
    SALT,
    SHOP,
    SHOP_PATHS,
    Invoked,
    entry,
    keyring_text,
    rules,
)
from toolkit.runtime.fields import NAMES, STAMPED
from toolkit.runtime.names import is_name

HEX = re.compile(r"[0-9a-f]{64}")
JSON_COLUMNS = ("contexts", "unstruct_event", "derived_contexts")
SCHEMAS = (SHOP, "iglu:com.example/unknown/jsonschema/1-0-0")

cells = st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]), max_size=20)
names = st.sampled_from(["status", "total", "ids", "items", "sku", "note", "a", "buyer"]) | cells
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, width=32) | cells
values = st.recursive(
    leaves.filter(lambda leaf: leaf not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
described = st.builds(
    lambda schema, data: {"schema": schema, "data": data}, st.sampled_from(SCHEMAS), values
)
contexts = st.builds(
    lambda items: compact({"schema": CONTEXTS, "data": items}), st.lists(described, max_size=3)
)
events = st.builds(
    lambda plain, opened: {**plain, **opened},
    st.dictionaries(st.sampled_from(NAMES).filter(lambda name: name not in JSON_COLUMNS), cells),
    st.dictionaries(st.sampled_from(JSON_COLUMNS), contexts, max_size=2),
)
garbage = st.binary(max_size=200) | st.text(max_size=80).map(
    lambda text: text.encode("utf-8", "replace")
)
records = st.one_of(garbage, events.map(line), values.map(lambda value: compact(value).encode()))


def shape(value: Any) -> Any:
    """A value's structure without its leaves; names in disguise all look alike."""
    if isinstance(value, dict):
        return [(name if is_name(name) else "?", shape(item)) for name, item in value.items()]
    return [shape(item) for item in value] if isinstance(value, list) else "leaf"


def leaves_of(value: Any, path: str = "") -> list[tuple[str, Any]]:
    """Every leaf with its path; a key that is no name is quoted, so that no two paths meet."""
    if isinstance(value, dict):
        inner = [leaves_of(item, f"{path}.{_step(name)}") for name, item in value.items()]
    elif isinstance(value, list):
        inner = [leaves_of(item, f"{path}[]") for item in value]
    else:
        return [(path.removeprefix("."), value)]
    return [leaf for found in inner for leaf in found]


def _step(name: str) -> str:
    return name if name.isidentifier() else repr(name)


@given(events)
def test_structure_is_kept(event: dict[str, str]) -> None:
    out = Invoked().columns(**event)

    assert list(out) == list(NAMES)
    for name in JSON_COLUMNS:
        if event.get(name):
            assert shape(json.loads(out[name])) == shape(json.loads(event[name]))


@given(events)
def test_allowlisted_bytes_are_kept(event: dict[str, str]) -> None:
    out = Invoked().columns(**event)

    for name in KEPT:
        if name in event:
            assert out[name] == event[name]
    for name in JSON_COLUMNS:
        if event.get(name):
            items = zip(json.loads(event[name])["data"], json.loads(out[name])["data"], strict=True)
            for before, after in items:
                pairs = zip(leaves_of(before["data"]), leaves_of(after["data"]), strict=True)
                for (path, value), (_, kept) in pairs:
                    if before["schema"] == SHOP and path in SHOP_PATHS:
                        assert (type(value), value) == (type(kept), kept)


@given(events)
def test_nothing_else_is_kept(event: dict[str, str]) -> None:
    out = Invoked().columns(**event)

    emptied = {NAMES[position] for position in rules().positions("empty")}
    for name in set(NAMES) - {*KEPT, *JSON_COLUMNS, STAMPED}:
        expected = "" if name in emptied or not event.get(name) else HEX.pattern
        assert re.fullmatch(expected, out[name])
    for name in JSON_COLUMNS:
        for item in json.loads(out[name])["data"] if out[name] else []:
            for path, value in leaves_of(item["data"]):
                allowed = item["schema"] == SHOP and path in SHOP_PATHS
                assert allowed or value in (None, "") or HEX.fullmatch(value)


@given(events)
def test_pseudonyms_depend_on_the_salt_and_on_nothing_else(event: dict[str, str]) -> None:
    event = {**event, "user_id": "42", "collector_tstamp": "2026-03-01 12:00:00"}
    other = Invoked(keyring=keyring_text(entry("first", NEW_SALT)))

    first, again, changed = (
        Invoked().columns(**event),
        Invoked().columns(**event),
        other.columns(**event),
    )

    assert first == again
    for name, value in first.items():
        if HEX.fullmatch(value) and value != event.get(name):
            assert changed[name] != value


@given(st.lists(records, max_size=8), st.sampled_from(["enriched", "bad"]))
def test_whatever_comes_in_each_record_is_answered_once_and_in_order(
    sent: list[bytes], kind: str
) -> None:
    invoked = Invoked(kind)

    answers = invoked.answers(*sent)

    assert [answer["recordId"] for answer in answers] == [str(at) for at in range(len(sent))]
    assert invoked.metrics()["RecordsUnexpected"] == 0
    for record, answer in zip(sent, answers, strict=True):
        if answer["result"] == "ProcessingFailed":
            assert base64.b64decode(answer["data"]) == record
        elif answer["result"] == "Ok":
            assert base64.b64decode(answer["data"]).endswith(b"\n")


@given(st.lists(records, min_size=1, max_size=4))
def test_a_record_comes_out_the_same_alone_and_in_company(sent: list[bytes]) -> None:
    together = Invoked().answers(*sent)

    alone = [Invoked().answers(record)[0] for record in sent]

    assert [answer | {"recordId": ""} for answer in together] == [
        answer | {"recordId": ""} for answer in alone
    ]


@settings(max_examples=2 * settings().max_examples)
@given(records)
def test_bad_rows_always_come_out_as_lines_that_load(record: bytes) -> None:
    (answer,) = Invoked("bad").answers(record)

    if answer["result"] == "Ok":
        for text in base64.b64decode(answer["data"]).decode().removesuffix("\n").split("\n"):
            json.loads(text)
    else:
        assert answer["result"] == "Dropped"
        assert not record.strip()


@given(values)
def test_nothing_of_an_unknown_bad_row_is_kept(document: Any) -> None:
    (answer,) = Invoked("bad").answers(compact(document).encode())

    out = json.loads(base64.b64decode(answer["data"]))
    for _, value in leaves_of(out):
        assert value in (None, "") or HEX.fullmatch(value)
    assert SALT not in base64.b64decode(answer["data"])
