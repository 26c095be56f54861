"""Both codecs read the same, write the same and refuse the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.events.bad_rows import bad_rows
from tests.events.generator import events
from tests.unit.runtime.parts import Invoked, firehose_event
from toolkit.runtime import codecs
from toolkit.runtime.codecs import UNREADABLE, Codec

PLAIN, FAST = codecs.plain(), codecs.fastest()

HOSTILE = [
    '{"a":123456789012345678901234567890}',
    '{"a":18446744073709551616,"b":-9223372036854775809}',
    '{"a":' + "9" * 4300 + "}",
    '{"a":' + "9" * 4301 + "}",
    '{"a":' + "9" * 4301 + ".5}",
    '{"a":1.10,"b":1.0,"c":1E2,"d":1e-7,"e":-0.0,"f":-0,"g":1e16,"h":0.00001,"i":5e-324}',
    '{"a":1E400}',
    '{"a":-1E400}',
    '{"a":0.123456789012345678901}',
    '{"a":NaN}',
    '{"a":-Infinity}',
    '{"a":1,"a":2}',
    '{"a":"x","b":1,"a":{"c":2}}',
    '{"a":"\\ud800"}',
    '{"a":"\\ude00"}',
    '{"a":"\\ud83d\\ude00"}',
    '{"\\ud800":1}',
    '{"a":"\\ud800","a":1}',
    '{"a":"a\\/b\\u00e9\\u0000\\u001f\\b\\f\\n\\r\\t\\"\\\\"}',
    '{"a":"\x7f\u2028\u2029"}',
    '{"a":"\x01"}',
    '\ufeff{"a":1}',
    "[" * 199 + "]" * 199,
    "[" * 201 + "]" * 201,
    '{"a":' * 900 + "1" + "}" * 900,
    "[" * 5_000 + "]" * 5_000,
    "[" * 100_000,
    '{"a":1} x',
    '{"a":1}{"b":2}',
    ' \t\r\n{"a": [1 , 2 ] } ',
    '{"a":01}',
    '{"a":1.}',
    '{"a":.5}',
    '{"a":+1}',
    '{"a":[1,]}',
    "{'a':1}",
    '"text"',
    "3",
    "true",
    "null",
    "",
    " ",
    "nul",
]

numbers = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(min_value=-(10**400), max_value=10**400),
)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_the_fast_codec_is_there_to_be_compared() -> None:
    assert FAST.name == "msgspec+pybase64"
    assert PLAIN.name == "json+binascii"


def outcome(codec: Codec, text: str) -> Any:
    try:
        return codec.json_encode(codec.json_decode(text.encode("utf-8", "surrogatepass")))
    except UNREADABLE:
        return "refused"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_json_comes_out_the_same(text: str) -> None:
    record = b"\t".join([*[b""] * 52, text.encode(), *[b""] * 78])

    by_plain = Invoked(codec=PLAIN).answers(record)
    by_fast = Invoked(codec=FAST).answers(record)

    assert by_plain == by_fast


@given(values)
def test_generated_json_comes_out_the_same(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False)

    by_plain = Invoked("bad", codec=PLAIN).answers(text.encode("utf-8", "replace"))
    by_fast = Invoked("bad", codec=FAST).answers(text.encode("utf-8", "replace"))

    assert by_plain == by_fast


@given(st.text(alphabet='{}[]",:0123456789eE+-. \\utrfalsn\ud800x', max_size=40))
@example('{"a":1e5}')
def test_almost_json_is_accepted_by_both_or_by_neither(text: str) -> None:
    plain, fast = outcome(PLAIN, text), outcome(FAST, text)

    assert (plain == "refused") == (fast == "refused")
    if plain != "refused":
        assert json.loads(plain) == json.loads(fast)


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e16)
@example(9999999999999998.0)
@example(0.0001)
@example(0.00009999999999999999)
@example(-0.0)
def test_kept_floats_are_written_in_pythons_form(value: float) -> None:
    written = {codec.json_encode([codec.kept_number(value)]) for codec in (PLAIN, FAST)}

    assert written == {f"[{value!r}]".encode()}


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
def test_base64_is_written_the_same_and_read_back(data: bytes) -> None:
    encoded = PLAIN.base64_encode(data)

    assert FAST.base64_encode(data) == encoded
    assert PLAIN.base64_decode(encoded) == FAST.base64_decode(encoded) == data


@given(st.text(alphabet="ABab01+/=_- \n\té", max_size=12))
def test_almost_base64_is_read_the_same(text: str) -> None:
    read: list[Any] = []

    for codec in (PLAIN, FAST):
        try:
            read.append(codec.base64_decode(text))
        except UNREADABLE:
            read.append("refused")

    assert read[0] == read[1]


@settings(max_examples=5, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_generated_events_and_bad_rows_come_out_the_same(seed: int) -> None:
    enriched, bad = events(20, seed), bad_rows(20, seed)

    by_plain = (Invoked(codec=PLAIN).answers(*enriched), Invoked("bad", codec=PLAIN).answers(*bad))
    by_fast = (Invoked(codec=FAST).answers(*enriched), Invoked("bad", codec=FAST).answers(*bad))

    assert by_plain == by_fast


def test_a_batch_of_both_codecs_is_the_same_event_by_event() -> None:
    event = firehose_event(events(50))

    assert Invoked(codec=PLAIN).function.answer(event) == Invoked(codec=FAST).function.answer(event)
