"""Marks are found in whatever the ordinary encoders make of a text around them."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable
from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.domain.proof.judging import Search
from toolkit.domain.proof.marks import Mark, Marks

Encode = Callable[[str], str]

NOT_UTF8 = bytes([0xFB, 0xEF, 0xBE, *range(120, 149)])
AROUND = st.text(st.characters(codec="utf-8"), max_size=40)


def percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def escaped(text: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in text.encode("latin-1", errors="replace"))


def python_escaped(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


ENCODERS: dict[str, Encode] = {
    "as it is": str,
    "capitals": str.upper,
    "reversed": lambda text: text[::-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 without padding": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
    "URL-safe base64": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "base64 in lines": lambda text: base64.encodebytes(text.encode()).decode(),
    "base64 in lines within JSON": lambda text: json.dumps(
        base64.encodebytes(text.encode()).decode()
    ),
    "base64 in an address": lambda text: quote(base64.b64encode(text.encode()), safe=""),
    "base64 with escaped slashes": lambda text: (
        base64.b64encode(text.encode()).decode().replace("/", "\\/")
    ),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex in capitals": lambda text: text.encode().hex().upper(),
    "hex of UTF-16": lambda text: text.encode("utf-16-le").hex(),
    "hex with spaces": lambda text: text.encode().hex(" "),
    "URL-encoded": quote,
    "URL-encoded letter by letter": percent,
    "URL-encoded twice": lambda text: quote(percent(text)),
    "JSON": json.dumps,
    "JSON within JSON": lambda text: json.dumps(json.dumps(text)),
    "escaped letter by letter": escaped,
    "escaped within JSON": lambda text: json.dumps(json.dumps(escaped(text))),
    "escaped for Python": python_escaped,
    "repr of bytes": lambda text: repr(text.encode()),
    "a list of bytes": lambda text: repr(list(text.encode())),
    "HTML": html.escape,
    "HTML letter by letter": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
}
HASHES = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256"]


@cache
def search_for(text: str) -> Search:
    return Search([Mark(text.encode(), "somewhere")])


def word() -> str:
    return Marks("seed").word("somewhere")


def number() -> int:
    return Marks("seed").number("somewhere")


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS)
@pytest.mark.parametrize("value", [word(), str(number()), repr(Marks("seed").fraction("there"))])
@settings(max_examples=settings().max_examples * 2 // 5)
@given(before=AROUND, after=AROUND)
def test_a_mark_within_a_text_is_found(value: str, encode: Encode, before: str, after: str) -> None:
    found = list(search_for(value).leaks(encode(f"{before}{value}{after}"), "an output"))

    assert {(leak.place, leak.found_in) for leak in found} == {("somewhere", "an output")}


@given(st.binary(min_size=32, max_size=32), st.integers(0, 3))
@example(b'"' + bytes(range(100, 131)), 1)
@example(b"'" + bytes(range(100, 131)), 1)
@example(bytes(range(100, 131)) + b"\\", 1)
@example(b"\\'\"" + bytes(range(100, 129)), 2)
def test_bytes_as_python_shows_them_are_found_in_json(value: bytes, nested: int) -> None:
    text = repr(value)
    for _ in range(nested):
        text = json.dumps([text])

    assert list(Search([Mark(value, "the salt itself")]).leaks(text, "an output"))


@pytest.mark.parametrize("encode", ENCODERS.values(), ids=ENCODERS)
@settings(max_examples=settings().max_examples * 2 // 5)
@given(before=AROUND, after=AROUND)
def test_a_text_without_a_mark_gives_no_leak(encode: Encode, before: str, after: str) -> None:
    other = Marks("another seed").word("elsewhere")

    found = list(search_for(word()).leaks(encode(f"{before}{other}{after}"), "an output"))

    assert found == []


@pytest.mark.parametrize("name", HASHES)
@pytest.mark.parametrize("value", [word(), str(number())])
def test_a_hash_without_the_salt_is_found(value: str, name: str) -> None:
    digest = hashlib.new(name, value.encode()).digest()
    shown = (
        digest.hex(),
        digest.hex().upper(),
        digest.hex()[:20],
        base64.b64encode(digest).decode(),
        base64.urlsafe_b64encode(digest).decode(),
    )

    for text in shown:
        (leak,) = search_for(value).leaks(f"user={text};", "an output")
        assert leak.variant.startswith(name)


@pytest.mark.parametrize(
    "text",
    [
        f"{number()}.0",
        f"-{number()}",
        f"{number():,}",
        f"{number():.14e}",
        f"{number():.10E}",
        f"{number() / 1}",
        f"{number():x}",
        f"{number() * 1000}",
    ],
)
def test_a_number_is_found_in_other_notations(text: str) -> None:
    assert list(search_for(str(number())).leaks(f'{{"n":{text}}}', "an output"))


@pytest.mark.parametrize(
    "text",
    [
        repr(NOT_UTF8),
        NOT_UTF8.hex(),
        base64.b64encode(NOT_UTF8).decode(),
        base64.urlsafe_b64encode(NOT_UTF8).decode(),
        json.dumps(repr(NOT_UTF8)),
        str(list(NOT_UTF8)),
        hashlib.sha256(NOT_UTF8).hexdigest(),
    ],
)
def test_bytes_that_are_no_text_are_found(text: str) -> None:
    search = Search([Mark(NOT_UTF8, "the salt itself")])

    found = list(search.leaks(f"<{text}>", "a log"))

    assert {leak.place for leak in found} == {"the salt itself"}


def test_a_mark_that_may_pass_is_a_leak_only_where_nothing_may() -> None:
    marks = Marks("seed")
    text = marks.word("column app_id", kept=True)
    search = Search(marks.made)

    assert list(search.leaks(text, "an event")) == []
    assert {leak.place for leak in search.leaks(text, "a log", kept=True)} == {"column app_id"}


def test_a_mark_too_short_to_be_told_from_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Search([Mark(b"short", "somewhere")])
