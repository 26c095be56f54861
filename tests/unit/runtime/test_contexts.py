"""JSON columns keep their shape; what is in them passes only by path."""

from __future__ import annotations

import json

import pytest

from tests.events.generator import compact
from tests.unit.runtime.parts import CONTEXTS, SALT, SHOP, WEB_PAGE, Invoked, pseudonym, rules
from toolkit.runtime.codecs import fastest
from toolkit.runtime.contexts import LONGEST, REMEMBERED, ContextRewriter, RememberedContexts
from toolkit.runtime.counts import Counts
from toolkit.runtime.pseudonyms import Hmac

ORDER = {
    "status": "paid",
    "total": 20.5,
    "paid": True,
    "gift": False,
    "note": None,
    "empty": "",
    "ids": [1, 2, "three"],
    "buyer": {"country": "DE", "email": "jane@mail.example", "age": 42},
    "items": [{"sku": "A-1", "price": 1e-07, "name": "Tee"}, {"sku": ["nested"], "price": 10**30}],
}


def test_named_paths_pass_and_all_other_leaves_do_not() -> None:
    out = Invoked().context(SHOP, ORDER)

    assert out == {
        "status": "paid",
        "total": 20.5,
        "paid": True,
        "gift": None,
        "note": None,
        "empty": "",
        "ids": [1, 2, "three"],
        "buyer": {
            "country": "DE",
            "email": pseudonym("jane@mail.example"),
            "age": pseudonym("42"),
        },
        "items": [
            {"sku": "A-1", "price": 1e-07, "name": pseudonym("Tee")},
            {"sku": [pseudonym("nested")], "price": 10**30},
        ],
    }
    assert list(out) == list(ORDER)


@pytest.mark.parametrize(
    ("part", "other"),
    [("1-2-3", "2-2-3"), ("1-2-3", "1-1-3"), ("/order/", "/orders/"), ("com.example", "com.exam")],
)
def test_a_schema_that_no_pattern_covers_is_unknown(part: str, other: str) -> None:
    invoked = Invoked()

    out = invoked.context(SHOP.replace(part, other), {"status": "paid", "flag": True})

    assert out == {"status": pseudonym("paid"), "flag": None}
    assert invoked.metrics()["UnknownSchemas"] == 1


def test_a_known_schema_is_not_counted_as_unknown() -> None:
    invoked = Invoked()

    invoked.context(WEB_PAGE, {"id": "1"})

    assert invoked.metrics()["UnknownSchemas"] == 0


def test_output_is_compact_and_not_escaped() -> None:
    text = '{ "schema" : "%s", "data": [ {"schema": "%s", "data": {"id": "\\u00e9\\/"} } ] }'

    out = Invoked().columns(contexts=text % (CONTEXTS, WEB_PAGE))["contexts"]

    assert (
        out == f'{{"schema":"{CONTEXTS}","data":[{{"schema":"{WEB_PAGE}","data":{{"id":"é/"}}}}]}}'
    )


def test_an_unstructured_event_is_opened_too() -> None:
    inner = {"schema": SHOP, "data": {"status": "paid", "note": "x"}}
    outer = {"schema": CONTEXTS.replace("contexts", "unstruct_event"), "data": inner}

    out = json.loads(Invoked().columns(unstruct_event=compact(outer))["unstruct_event"])

    assert out["data"] == {"schema": SHOP, "data": {"status": "paid", "note": pseudonym("x")}}


@pytest.mark.parametrize(
    "name",
    [
        "jane@mail.example",
        "jane.doe",
        "198.51.100.7",
        "5d41402abc4b2a76b9719d911017c592",
        "a3f1c2d4-0000-4000-8000-000000000000",
        "user_4711",
        "Jane Doe",
        "é",
        "x" * 65,
    ],
)
def test_names_that_are_values_in_disguise_become_pseudonyms(name: str) -> None:
    out = Invoked().context("iglu:com.example/x/jsonschema/1-0-0", {"a": 1, name: {"b": 2}, "c": 3})

    assert list(out) == ["a", pseudonym(name), "c"]
    assert out[pseudonym(name)] == {"b": pseudonym("2")}


@pytest.mark.parametrize("name", ["osIs64Bit", "__utma", "_ga", "sha256", "feature_enabled_by"])
def test_names_that_look_like_names_stay(name: str) -> None:
    assert list(Invoked().context("iglu:com.example/x/jsonschema/1-0-0", {name: 1})) == [name]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("42", "42"),
        ("-0", "0"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("1.0", "1.0"),
        ("1.10", "1.1"),
        ("1E2", "100.0"),
        ("1e-7", "1e-07"),
        ("1e16", "1e+16"),
        ("0.1000000000000000055", "0.1"),
    ],
)
def test_numbers_are_pseudonymized_in_one_text(number: str, text: str) -> None:
    schema = "iglu:com.example/x/jsonschema/1-0-0"
    document = f'{{"schema":"{CONTEXTS}","data":[{{"schema":"{schema}","data":{{"n":{number}}}}}]}}'

    out = json.loads(Invoked().columns(contexts=document)["contexts"])

    assert out["data"][0]["data"]["n"] == pseudonym(text)


def test_a_number_and_its_text_get_one_pseudonym() -> None:
    out = Invoked().context("iglu:com.example/x/jsonschema/1-0-0", {"a": 42, "b": "42"})

    assert out["a"] == out["b"] == pseudonym("42")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"a":NaN}',
        '{"a":1E999}',
        '{"a":"\\ud800"}',
        "[" * 100_000,
        "[" * 201 + "]" * 201,
        "9" * 5000,
    ],
)
def test_json_that_cannot_be_read_becomes_one_pseudonym(text: str) -> None:
    invoked = Invoked()

    out = invoked.columns(contexts=text)

    assert out["contexts"] == pseudonym(text)
    assert invoked.metrics()["UnparsedJson"] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"jane"', f'"{pseudonym("jane")}"'),
        ("42", f'"{pseudonym("42")}"'),
        ("null", "null"),
        ("[true]", "[null]"),
        ('{"schema":"jane"}', f'{{"schema":"{pseudonym("jane")}"}}'),
        (
            f'{{"schema":"{CONTEXTS}","data":"x","more":"y"}}',
            f'{{"schema":"{pseudonym(CONTEXTS)}","data":"{pseudonym("x")}","more":"{pseudonym("y")}"}}',
        ),
        (
            f'{{"schema":"{CONTEXTS}","data":["x",{{"schema":5,"data":1}}]}}',
            (
                f'{{"schema":"{CONTEXTS}","data":["{pseudonym("x")}",'
                f'{{"schema":"{pseudonym("5")}","data":"{pseudonym("1")}"}}]}}'
            ),
        ),
    ],
)
def test_json_that_describes_nothing_is_pseudonymized_leaf_by_leaf(
    text: str, expected: str
) -> None:
    assert Invoked().columns(contexts=text)["contexts"] == expected


def test_nesting_is_followed_to_its_limit() -> None:
    text = "[" * 200 + '"x"' + "]" * 200

    assert Invoked().columns(contexts=text)["contexts"] == text.replace("x", pseudonym("x"))


def derived(schema: str, text: str) -> str:
    return compact({"schema": CONTEXTS, "data": [{"schema": schema, "data": {"id": text}}]})


def test_derived_contexts_come_out_the_same_when_they_come_again() -> None:
    invoked = Invoked()
    texts = [derived(SHOP, str(number)) for number in range(3)] * 2

    again = [invoked.columns(derived_contexts=text)["derived_contexts"] for text in texts]
    fresh = [Invoked().columns(derived_contexts=text)["derived_contexts"] for text in texts]

    assert again == fresh


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        (derived("iglu:com.example/x/jsonschema/1-0-0", "1"), "UnknownSchemas"),
        ("{", "UnparsedJson"),
    ],
)
def test_what_is_counted_is_counted_each_time_it_comes(text: str, metric: str) -> None:
    invoked = Invoked()

    counted = []
    for _ in range(3):
        invoked.columns(derived_contexts=text)
        counted.append(invoked.metrics()[metric])

    assert counted == [1, 1, 1]


def test_memory_of_derived_contexts_is_bounded() -> None:
    rewriter = ContextRewriter(rules(), Hmac(SALT), fastest())
    remembered = RememberedContexts(rewriter)
    texts = [derived(SHOP, str(number)).encode() for number in range(2 * REMEMBERED + 10)]

    for text in [*texts, derived(SHOP, "x" * LONGEST).encode()]:
        assert remembered.column(text, Counts()) == rewriter.column(text, Counts())

    assert len(remembered._newer) == 10
    assert len(remembered._older) == REMEMBERED
