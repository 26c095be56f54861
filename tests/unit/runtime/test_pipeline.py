"""Firehose's contract: every record once, in order; what cannot be done stays as it was."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.events.generator import events, line
from tests.unit.runtime.parts import Invoked, firehose_event, keyring_text
from toolkit.runtime.codecs import plain
from toolkit.runtime.counts import Counts
from toolkit.runtime.keyring import Keyring, KeyringError
from toolkit.runtime.keyring_cache import KeyringCache
from toolkit.runtime.pipeline import Pipeline

GOOD = line({"user_id": "42"})


def results(answers: list[dict[str, str]]) -> list[str]:
    return [answer["result"] for answer in answers]


@pytest.mark.parametrize(
    "record",
    [GOOD + b"\t", GOOD[1:], b"x", b"\t" * 129, GOOD.replace(b"42", b"\xff"), GOOD + b"\n" + b"x"],
)
def test_a_malformed_record_comes_back_failed_and_unchanged(record: bytes) -> None:
    invoked = Invoked()

    answers = invoked.answers(GOOD, record, GOOD)

    assert results(answers) == ["Ok", "ProcessingFailed", "Ok"]
    assert base64.b64decode(answers[1]["data"]) == record
    assert invoked.metrics()["RecordsFailed"] == 1


@pytest.mark.parametrize("data", [None, 5, "!", "YQ", "é"])
def test_data_that_is_no_base64_fails_alone(data: Any) -> None:
    event = firehose_event([GOOD, GOOD])
    event["records"][0]["data"] = data

    answers = Invoked().function.answer(event)["records"]

    assert answers[0] == {"recordId": "0", "result": "ProcessingFailed"}
    assert answers[1]["result"] == "Ok"


@pytest.mark.parametrize("record", [b"", b"\n", b"\n\n"])
@pytest.mark.parametrize("kind", ["enriched", "bad"])
def test_a_record_that_holds_nothing_is_dropped(kind: str, record: bytes) -> None:
    invoked = Invoked(kind)

    answers = invoked.answers(record)

    assert answers == [{"recordId": "0", "result": "Dropped"}]
    assert invoked.metrics()["RecordsDropped"] == 1


def test_ids_come_back_once_and_in_order() -> None:
    answers = Invoked().answers(*events(30), b"x", b"")

    assert [answer["recordId"] for answer in answers] == [str(number) for number in range(32)]


def test_no_records_are_answered_with_none() -> None:
    assert Invoked().answers() == []


def test_without_a_keyring_the_invocation_fails_before_any_record() -> None:
    invoked = Invoked(keyring='{"entries": []}')

    with pytest.raises(KeyringError):
        invoked.answers(GOOD)

    assert invoked.emitted == []


def test_a_poisonous_record_does_not_take_its_batch_with_it() -> None:
    class Poisoned:
        """Stands for a bug of ours that one record brings out."""

        def record(self, data: bytes, keyring: Keyring, arrival: float, counts: Counts) -> bytes:
            if data == b"poison":
                raise ZeroDivisionError("jane@mail.example")
            return data

    emitted: list[str] = []
    ring = KeyringCache(keyring_text, 300, lambda: 0.0)
    pipeline = Pipeline(Poisoned(), ring, plain(), "f", emitted.append, lambda: 0.0)

    answers = pipeline.answer(firehose_event([b"a", b"poison", b"b"]))["records"]

    assert results(answers) == ["Ok", "ProcessingFailed", "Ok"]
    assert json.loads(emitted[0])["RecordsUnexpected"] == 1
    assert json.loads(emitted[0])["Errors"] == {"ZeroDivisionError": 1}
    assert "jane" not in emitted[0]


def test_one_line_of_embedded_metrics_says_what_happened() -> None:
    invoked = Invoked()

    invoked.answers(*events(5), b"x", b"")

    (text,) = invoked.emitted
    values = json.loads(text)
    directive = values["_aws"]["CloudWatchMetrics"][0]
    assert "\n" not in text
    assert values["_aws"]["Timestamp"] == 1_772_366_400_000
    assert directive["Namespace"] == "Snowops/Pseudonymizer"
    assert directive["Dimensions"] == [["FunctionName"]]
    assert values["FunctionName"] == "staging-enriched-good"
    assert values["SaltIds"] == ["first"]
    assert {metric["Name"] for metric in directive["Metrics"]} <= set(values)
    assert (values["RecordsOk"], values["RecordsFailed"], values["RecordsDropped"]) == (5, 1, 1)
    assert values["Events"] == 5


def test_metrics_hold_no_value_of_any_event() -> None:
    invoked = Invoked()

    invoked.answers(line({"user_id": "jane", "contexts": '{"jane":'}), b"jane", b"\xffjane")

    assert "jane" not in "".join(invoked.emitted)


def test_the_keyring_is_read_once_for_many_batches() -> None:
    invoked = Invoked()

    for _ in range(3):
        invoked.answers(GOOD)

    assert invoked.fetched == 1
