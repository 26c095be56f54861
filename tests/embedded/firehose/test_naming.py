from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.embedded.firehose.streams import ARRIVED, settings
from toolkit.embedded.firehose.naming import evaluate, object_key

NOW = datetime(2026, 3, 4, 6, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("prefix", "evaluated"),
    [
        ("output/!{timestamp:yyyy/MM/dd/HH}/", "output/2026/03/04/05/"),
        ("!{timestamp:yyyy-MM-dd'T'HH:mm:ss}", "2026-03-04T05:06:07"),
        ("!{timestamp:'year='yyyy}/!{timestamp:'month='MM}/", "year=2026/month=03/"),
        ("!{timestamp:''yyyy}", "'2026"),
        ("errors/!{firehose:error-output-type}/", "errors/processing-failed/"),
        ("no expression/", "no expression/"),
    ],
)
def test_the_expressions_of_a_prefix_are_filled_in(prefix: str, evaluated: str) -> None:
    assert evaluate(prefix, ARRIVED) == evaluated


def test_every_random_string_is_new() -> None:
    found = evaluate("!{firehose:random-string}/!{firehose:random-string}", ARRIVED)

    one, two = found.split("/")
    assert re.fullmatch(r"[0-9a-z]{11}", one)
    assert one != two


@pytest.mark.parametrize("prefix", ["!{firehose:colour}", "!{timestamp:QQ}", "!{timestamp:yyyy'}"])
def test_an_expression_that_firehose_does_not_know_is_named(prefix: str) -> None:
    with pytest.raises(ValueError, match=r"Firehose knows no|cannot read"):
        evaluate(prefix, ARRIVED)


@given(st.text(alphabet=st.characters(exclude_characters="!"), max_size=40))
def test_a_prefix_without_expressions_stays_as_it_is(prefix: str) -> None:
    assert evaluate(prefix, ARRIVED) == prefix


def test_an_object_is_called_by_its_oldest_record_and_the_moment_it_is_written() -> None:
    key = object_key(settings(), ARRIVED, NOW, failed=False)

    assert re.fullmatch(
        r"output/2026/03/04/05/enriched-good-3-2026-03-04-06-00-00-[0-9a-f-]{36}\.gz", key
    )


def test_a_prefix_without_a_date_is_followed_by_one() -> None:
    key = object_key(settings(prefix="output/", gzip=False), ARRIVED, NOW, failed=False)

    assert key.startswith("output/2026/03/04/05/enriched-good-3-")
    assert not key.endswith(".gz")


@pytest.mark.parametrize(
    ("error_prefix", "begins"),
    [
        ("", "processing-failed/2026/03/04/05/"),
        ("errors/!{firehose:error-output-type}/", "errors/processing-failed/2026/03/04/05/"),
        ("errors/!{timestamp:yyyy}/", "errors/2026/enriched"),
    ],
)
def test_failed_records_lie_under_the_error_prefix(error_prefix: str, begins: str) -> None:
    key = object_key(settings(error_prefix=error_prefix), ARRIVED, NOW, failed=True)

    assert key.startswith(begins)
