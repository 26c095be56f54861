from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.unit.environment.changed import changed
from toolkit.errors import ConfigError, ServiceError
from toolkit.workflows.sending import Delivered, Patience, check_embedded, send


@dataclass
class Pipeline:
    """Stands for stream, Firehose and bucket: each pause lets the next object arrive."""

    arriving: list[tuple[str, list[bytes]]] = field(default_factory=list)
    objects: dict[str, list[bytes]] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    pauses: int = 0
    read: list[str] = field(default_factory=list)

    def put(self, records: Sequence[bytes]) -> None:
        self.sent += records

    def keys(self, prefix: str) -> frozenset[str]:
        return frozenset(key for key in self.objects if key.startswith(prefix))

    def lines(self, key: str) -> list[bytes]:
        self.read.append(key)
        return self.objects[key]

    def pause(self) -> None:
        self.pauses += 1
        if self.arriving:
            key, lines = self.arriving.pop(0)
            self.objects[key] = lines


def sent_through(
    pipeline: Pipeline, *records: bytes, path: str = "enriched-good", looks: int = 5
) -> tuple[Delivered, ...]:
    local = changed("local", {})
    return send(local, path, records, pipeline, pipeline, Patience(pipeline.pause, looks))


def test_records_are_sent_in_order_and_their_objects_come_back() -> None:
    pipeline = Pipeline([("output/1.gz", [b"A", b"B"])])

    delivered = sent_through(pipeline, b"a", b"b")

    assert pipeline.sent == [b"a", b"b"]
    assert delivered == (Delivered("output/1.gz", (b"A", b"B")),)


def test_what_failed_counts_as_arrived() -> None:
    pipeline = Pipeline([("output/1.gz", [b"A"]), ("errors/processing-failed/1.gz", [b"{}"])])

    delivered = sent_through(pipeline, b"a", b"bad")

    assert {each.key for each in delivered} == {"output/1.gz", "errors/processing-failed/1.gz"}


def test_objects_of_before_are_left_alone() -> None:
    pipeline = Pipeline([("output/2.gz", [b"A"])], objects={"output/1.gz": [b"old"]})

    delivered = sent_through(pipeline, b"a")

    assert [each.key for each in delivered] == ["output/2.gz"]
    assert pipeline.read == ["output/2.gz"]


def test_objects_of_another_path_are_not_waited_for() -> None:
    pipeline = Pipeline([("output/1.gz", [b"A"]), ("raw-bad/1.gz", [b"{}"])])

    delivered = sent_through(pipeline, b"{}", path="raw-bad")

    assert [each.key for each in delivered] == ["raw-bad/1.gz"]


def test_each_object_is_read_once() -> None:
    pipeline = Pipeline([("output/1.gz", [b"A"]), ("output/2.gz", [b"B"])])

    sent_through(pipeline, b"a", b"b")

    assert pipeline.read == ["output/1.gz", "output/2.gz"]


def test_records_that_do_not_arrive_in_time_are_an_error_with_their_count() -> None:
    pipeline = Pipeline([("output/1.gz", [b"A"])])

    with pytest.raises(ServiceError, match="3 records were sent, 1 arrived in time") as raised:
        sent_through(pipeline, b"a", b"b", b"c", looks=4)

    assert pipeline.pauses == 4
    assert "aws.log" in raised.value.hint


@pytest.mark.parametrize("name", ["staging", "prod"])
def test_a_real_account_is_refused_before_anything_is_sent(name: str) -> None:
    pipeline = Pipeline()

    with pytest.raises(ConfigError, match="real account"):
        send(changed(name, {}), "raw-bad", [b"a"], pipeline, pipeline, Patience(lambda: None, 1))

    assert pipeline.sent == []
    with pytest.raises(ConfigError, match="real account"):
        check_embedded(changed(name, {}))
