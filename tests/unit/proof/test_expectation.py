"""The one right answer, and answers that are wrong in one place."""

from __future__ import annotations

import hmac
import json
from typing import Any

import pytest

from tests.unit.proof.test_marked_records import RULES
from toolkit.domain.proof.bad_rows import MarkedRow
from toolkit.domain.proof.events import WRAPPERS, MarkedEvent
from toolkit.domain.proof.expectation import Expectation
from toolkit.domain.proof.judging import Fault, Leak, Proof
from toolkit.runtime.fields import NAMES

SALT = bytes(range(32))
EXPECTED = Expectation(RULES, SALT, "first")
ORDER = "iglu:com.example/order/jsonschema/1-0-0"


def pseudonym(text: str) -> str:
    return hmac.new(SALT, text.encode(), "sha256").hexdigest()


def line(**columns: str) -> bytes:
    return "\t".join(columns.get(name, "") for name in NAMES).encode()


def after(**columns: str) -> bytes:
    return line(**{"etl_tags": "salt=first", **columns}) + b"\n"


def faults(before: bytes, answer: bytes, *, readable: bool = True) -> list[str]:
    event = MarkedEvent("shape", before, readable=readable)
    return list(EXPECTED.event_faults(event, answer))


def context(schema: str, data: Any) -> str:
    wrapped = {"schema": WRAPPERS["contexts"], "data": [{"schema": schema, "data": data}]}
    return json.dumps(wrapped)


def context_faults(schema: str, data: Any, new: Any) -> list[str]:
    return faults(line(contexts=context(schema, data)), after(contexts=context(schema, new)))


def test_the_right_answer_has_no_fault() -> None:
    before = line(app_id="shop", user_id="somebody", se_value="12", etl_tags="a,b")
    tags = f"salt=first,{pseudonym('a,b')}"

    right = after(app_id="shop", user_id=pseudonym("somebody"), etl_tags=tags)

    assert faults(before, right) == []


@pytest.mark.parametrize(
    ("column", "value", "answer"),
    [
        ("app_id", "shop", "Shop"),
        ("app_id", "shop", ""),
        ("user_id", "somebody", "somebody"),
        ("user_id", "somebody", ""),
        ("user_id", "somebody", hmac.new(b"", b"somebody", "sha256").hexdigest()),
        ("user_id", "somebody", pseudonym("somebody")[:32]),
        ("user_id", "", "something"),
        ("se_value", "12", "12"),
        ("se_value", "", "0"),
        ("etl_tags", "tag", "tag"),
        ("etl_tags", "tag", "salt=first"),
        ("etl_tags", "", "salt=second"),
    ],
)
def test_another_value_in_a_column_is_a_fault(column: str, value: str, answer: str) -> None:
    (fault,) = faults(line(**{column: value}), after(**{column: answer}))

    assert f"column {column} " in fault
    assert not value or value not in fault.replace(column, "")


@pytest.mark.parametrize(
    "answer",
    [b"", after()[:-1], after() * 2, after() + b"\n", b"\t" + after()],
    ids=["nothing", "no newline", "two lines", "an empty line", "a column more"],
)
def test_another_form_of_the_line_is_a_fault(answer: bytes) -> None:
    assert faults(line(), answer)


def test_what_a_schema_allows_stays_and_the_rest_is_pseudonymized() -> None:
    data = {"status": "paid", "items": [{"sku": 7, "n": 1.5}], "a": True, "b": None, "c": ""}
    new = {
        "status": "paid",
        "items": [{"sku": 7, "n": pseudonym("1.5")}],
        "a": None,
        "b": None,
        "c": "",
    }

    assert context_faults(ORDER, data, new) == []


@pytest.mark.parametrize(
    ("data", "new", "place"),
    [
        ({"status": "paid"}, {"status": pseudonym("paid")}, "status"),
        ({"status": 1}, {"status": 1.0}, "status"),
        ({"status": 1}, {"status": True}, "status"),
        ({"a": "x"}, {"a": "x"}, "a"),
        ({"a": 12}, {"a": 12}, "a"),
        ({"a": 12}, {"a": pseudonym("12.0")}, "a"),
        ({"a": True}, {"a": True}, "a"),
        ({"a": True}, {"a": pseudonym("True")}, "a"),
        ({"a": None}, {"a": ""}, "a"),
        ({"a": ["x", "y"]}, {"a": [pseudonym("y"), pseudonym("x")]}, "a[]"),
        ({"a": ["x"]}, {"a": []}, "a"),
        ({"a": {"b": "x"}}, {"a": pseudonym('{"b":"x"}')}, "a"),
        ({"status": {"b": "x"}}, {"status": {"b": "x"}}, "status.b"),
        ({"status": ["x"]}, {"status": ["x"]}, "status[]"),
        ({"ids": "x"}, {"ids": "x"}, "ids"),
        ({"a": None, "b": None}, {"b": None, "a": None}, "a name"),
        ({"a@b.c": None}, {"a@b.c": None}, "a name"),
        ({"1234": None}, {"1234": None}, "a name"),
        ({"a1234": None}, {"a1234": None}, "a name"),
        ({"a": None}, {pseudonym("a"): None}, "a name"),
    ],
)
def test_another_value_in_json_is_a_fault(data: Any, new: Any, place: str) -> None:
    found = context_faults(ORDER, data, new)

    assert any(f"column contexts: {place}" in fault for fault in found)


def test_a_key_in_disguise_is_expected_as_its_pseudonym() -> None:
    data, new = {"a@b.c": {"x": "y"}}, {pseudonym("a@b.c"): {"x": pseudonym("y")}}

    assert context_faults(ORDER, data, new) == []


@pytest.mark.parametrize(
    "schema",
    [
        "iglu:com.example/order/jsonschema/2-0-0",
        "iglu:com.example/orders/jsonschema/1-0-0",
        "iglu:com.examples/order/jsonschema/1-0-0",
    ],
)
def test_nothing_passes_in_a_schema_that_no_rule_covers(schema: str) -> None:
    assert context_faults(schema, {"status": "paid"}, {"status": "paid"})
    assert context_faults(schema, {"status": "paid"}, {"status": pseudonym("paid")}) == []


def test_a_schema_must_stay_readable() -> None:
    before = line(contexts=context(ORDER, {}))

    assert faults(before, after(contexts=context("iglu:com.example/other/jsonschema/1-0-0", {})))


def test_json_that_can_be_read_may_not_become_one_pseudonym() -> None:
    text = context(ORDER, {})
    before, answer = line(contexts=text), after(contexts=pseudonym(text))

    assert faults(before, answer)
    assert faults(before, answer, readable=False) == []


@pytest.mark.parametrize("text", ["MARK", '{"a":"x"', '{"a":"\ud83d"}', "[" * 3000 + "]" * 3000])
def test_json_that_cannot_be_read_becomes_one_pseudonym_and_never_itself(text: str) -> None:
    text = text.encode("utf-8", errors="replace").decode()
    before = line(contexts=text)

    assert faults(before, after(contexts=text), readable=False)
    assert faults(before, after(contexts=pseudonym(text)), readable=False) == []


def test_a_leaf_of_a_failed_event_stays_or_is_a_pseudonym() -> None:
    row = MarkedRow("shape", json.dumps({"schema": "x", "a": ["y", 1, True]}).encode())
    right = json.dumps({"schema": "x", "a": [pseudonym("y"), pseudonym("1"), None]}).encode()
    wrong = json.dumps({"schema": "x", "a": ["yy", pseudonym("1"), None]}).encode()

    assert list(EXPECTED.row_faults(row, right + b"\n")) == []
    assert list(EXPECTED.row_faults(row, wrong + b"\n")) == [
        "a[] is neither as it was nor a pseudonym"
    ]
    assert list(EXPECTED.row_faults(row, right))


def test_an_unreadable_failed_event_becomes_one_pseudonym() -> None:
    row = MarkedRow("shape", b"text", readable=False)
    right = json.dumps({"schema": None, "data": pseudonym("text")}).encode()

    assert list(EXPECTED.row_faults(row, right + b"\n")) == []
    assert list(EXPECTED.row_faults(row, b'{"schema": null, "data": "text"}\n'))
    assert list(EXPECTED.row_faults(row, b"text\n"))


@pytest.mark.parametrize(
    ("leaks", "faults", "holds"),
    [
        ((), (), True),
        ((Leak("a", "b", "c"),), (), False),
        ((), (Fault("a", "b"),), False),
    ],
)
def test_a_proof_holds_only_without_leak_and_fault(
    leaks: tuple[Leak, ...], faults: tuple[Fault, ...], holds: bool
) -> None:
    assert Proof(1, 1, 1, "a" * 64, "b" * 64, leaks, faults).holds is holds
