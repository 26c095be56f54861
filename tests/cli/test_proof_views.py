from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from toolkit.cli.privacy_views import proof_json, proof_view
from toolkit.cli.replay_views import delivered_view, difference_view
from toolkit.cli.replaying import Taken
from toolkit.domain.proof.judging import Fault, Leak, Proof
from toolkit.domain.record_difference import attribute_pairs
from toolkit.domain.transformation import Transformed
from toolkit.workflows.sending import Delivered

HOLDS = Proof(7, 9, 12_345, "a" * 64, "b" * 64, (), ())
LEAK = Leak("column user_id", "sha256 in hex", "the event 'all columns'")


def shown(view: RenderableType) -> str:
    screen = Console(file=io.StringIO(), width=200, color_system=None)
    screen.print(view)
    return str(screen.file.getvalue())  # type: ignore[attr-defined]


def test_a_proof_that_holds_says_what_was_tried() -> None:
    text = shown(proof_view(HOLDS))

    assert "the proof holds" in text
    assert "9 marks in 7 records, 12,345 bytes searched" in text
    assert "artifact aaaaaaaaaaaa, rules bbbbbbbbbbbb" in text


def test_a_proof_that_fails_names_every_fault_and_the_first_leaks() -> None:
    leaks = tuple(replace(LEAK, place=f"column {number}") for number in range(25))
    text = shown(proof_view(replace(HOLDS, leaks=leaks, faults=(Fault("[a]", "came back"),))))

    assert "the proof FAILS" in text
    assert text.count("leak: ") == 20
    assert "and 5 more leaks" in text
    assert "fault: [a]: came back" in text


def test_a_report_holds_places_and_no_marks() -> None:
    report = json.loads(json.dumps(proof_json(replace(HOLDS, leaks=(LEAK,)))))

    assert report["holds"] is False
    assert report["leaks"] == [
        {
            "place": "column user_id",
            "variant": "sha256 in hex",
            "found_in": "the event 'all columns'",
        }
    ]


def test_names_in_brackets_are_shown_as_they_are() -> None:
    transformed = Transformed(b'{"[red]":["x","y"]}', b'{"[red]":["z","y"]}\n', "Ok")

    text = shown(difference_view(1, transformed))

    assert "[red][0]" in text
    assert "1 attributes kept" in text


def test_a_row_that_became_another_kind_of_value_is_shown_whole() -> None:
    pairs = list(attribute_pairs(Transformed(b'{"a":[1]} x', b'{"schema":null}\n', "Ok")))

    assert pairs == [("", '{"a":[1]} x', '{"schema": null}')]


def test_objects_are_listed_with_their_records() -> None:
    delivered = [Delivered("output/1.gz", (b"a", b"b")), Delivered("errors/1.gz", (b"{}",))]

    text = shown(delivered_view("enriched-good", [b"1", b"2", b"3"], delivered))

    assert "3 records sent to enriched-good, 3 in S3" in text
    assert "errors/1.gz" in text


def test_what_was_taken_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"

    with Taken(1, out) as taken:
        taken(Transformed(b"a", b"A\n", "Ok"))
        taken(Transformed(b"b", b"B\n", "Ok"))
        assert not out.exists()

    assert out.read_bytes() == b"A\nB\n"
    assert [each.before for each in taken.shown] == [b"a"]
    assert list(tmp_path.iterdir()) == [out]


def test_what_was_taken_is_not_written_at_all_where_something_breaks(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_bytes(b"of before")

    def interrupted() -> None:
        with Taken(0, out) as taken:
            taken(Transformed(b"a", b"A\n", "Ok"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert out.read_bytes() == b"of before"
    assert list(tmp_path.iterdir()) == [out]
