"""Pseudonyms are HMAC-SHA256 in hexadecimal, and memory of them is bounded."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.runtime.pseudonyms import (
    LONGEST_REMEMBERED,
    BytesPseudonyms,
    Hmac,
    TextPseudonyms,
)

# RFC 4231, test cases 1 to 4, 6 and 7 (case 5 truncates the output).
RFC_4231 = [
    (
        b"\x0b" * 20,
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        b"\xaa" * 20,
        b"\xdd" * 50,
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
    ),
    (
        bytes(range(1, 26)),
        b"\xcd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
    ),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        b"\xaa" * 131,
        (
            b"This is a test using a larger than block-size key and a larger than block-size data."
            b" The key needs to be hashed before being used by the HMAC algorithm."
        ),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
]

# Our own: what a warehouse joins on must never change. Salt: the bytes 0 to 31.
OWN = [
    ("42", "7df989924b2ebf8832c80802d1213a8a21a062a23877f0718effe501daee1703"),
    ("jane.doe@mail.example", "89e29c8eeebd800b55462fcc7b2222e0b981396b2df419d5415091e2fe3abea6"),
    ("Zoë Müller", "dc9c3d0c4d8ab2266cf39a29db2257bfa7a1a71a376cab4742481e37f3a4a362"),
]


@pytest.mark.parametrize(("key", "message", "expected"), RFC_4231)
def test_hmac_agrees_with_rfc_4231(key: bytes, message: bytes, expected: str) -> None:
    assert Hmac(key).of(message) == expected


@pytest.mark.parametrize(("value", "expected"), OWN)
def test_pseudonyms_never_change(value: str, expected: str) -> None:
    hmac_of_salt = Hmac(bytes(range(32)))

    assert TextPseudonyms(hmac_of_salt)[value] == expected
    assert BytesPseudonyms(hmac_of_salt)[value.encode()] == expected.encode()


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_any_key_and_message_give_what_the_standard_library_gives(
    key: bytes, message: bytes
) -> None:
    assert Hmac(key).of(message) == hmac.new(key, message, "sha256").hexdigest()


def test_empty_stays_empty() -> None:
    salted = Hmac(b"salt")

    assert TextPseudonyms(salted)[""] == ""
    assert BytesPseudonyms(salted)[b""] == b""


def test_memory_holds_two_generations_at_most_and_forgetting_changes_nothing() -> None:
    pseudonyms = TextPseudonyms(Hmac(b"salt"), capacity=10)

    first = [pseudonyms[str(number)] for number in range(100)]
    again = [pseudonyms[str(number)] for number in range(100)]

    assert first == again
    assert len(pseudonyms) <= 11
    assert len(pseudonyms._older) <= 11
    assert pseudonyms[""] == ""


def test_long_values_are_not_remembered() -> None:
    pseudonyms = TextPseudonyms(Hmac(b"salt"))

    pseudonyms["x" * (LONGEST_REMEMBERED + 1)]

    assert list(pseudonyms) == [""]


def test_nothing_of_values_or_salt_shows_when_printed() -> None:
    pseudonyms = TextPseudonyms(Hmac(b"salt-of-ours"))
    pseudonyms["jane.doe"]

    shown = repr(pseudonyms) + str(pseudonyms) + repr(pseudonyms._hmac)

    assert "jane" not in shown
    assert "salt-of-ours" not in shown
