"""`snowops replay` and `snowops privacy prove` with the artifact that snowops packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Snowops
from tests.events.bad_rows import bad_rows
from tests.events.generator import events, line
from toolkit.runtime.fields import POSITIONS


def written(path: Path, *records: bytes) -> str:
    path.write_bytes(b"".join(record + b"\n" for record in records))
    return str(path)


@pytest.mark.artifact
def test_replay_writes_every_transformed_line_in_order(project: Path, snowops: Snowops) -> None:
    records = events(30)
    file = written(project / "events.tsv", *records)

    shown = snowops("replay", "local", file, "--out", "out.tsv")

    assert shown.code == 0
    assert "30 records: 30 Ok" in shown.err
    at, user = POSITIONS["event_id"], POSITIONS["user_id"]
    lines = (project / "out.tsv").read_bytes().splitlines()
    assert [each.split(b"\t")[at] for each in lines] == [each.split(b"\t")[at] for each in records]
    assert {len(each.split(b"\t")[user]) for each in lines} == {0, 64}


@pytest.mark.artifact
def test_replay_shows_before_and_after(project: Path, snowops: Snowops) -> None:
    good = line({"app_id": "shop", "user_id": "somebody", "event_id": "1"})
    file = written(project / "events.tsv", good, b"no event", good)

    shown = snowops("replay", "local", file, "--diff", "--limit", "2")

    assert "record 1: Ok" in shown.out
    assert "somebody" in shown.out
    assert "2 attributes kept as they were" in shown.out
    assert "record 2: ProcessingFailed\n  unchanged, to the error prefix" in shown.out
    assert "record 3" not in shown.out
    assert "3 records: 2 Ok, 1 ProcessingFailed" in shown.err


@pytest.mark.artifact
def test_replay_speaks_to_machines_with_differences_in_the_same_document(
    project: Path, snowops: Snowops
) -> None:
    file = written(project / "events.tsv", line({"app_id": "shop", "user_id": "somebody"}))

    shown = snowops("replay", "local", file, "--json", "--diff")

    document = json.loads(shown.out)
    assert (document["schema"], document["records"]) == ("snowops.replay/v1", 1)
    assert document["results"] == {"Ok": 1}
    (difference,) = document["differences"]
    changed = {each["name"]: each for each in difference["attributes"]}
    assert changed["app_id"] == {"name": "app_id", "before": "shop", "after": "shop"}
    assert changed["user_id"]["before"] == "somebody"
    assert len(changed["user_id"]["after"]) == 64


@pytest.mark.artifact
def test_replay_knows_failed_events_by_their_look(project: Path, snowops: Snowops) -> None:
    file = written(project / "bad.ndjson", *bad_rows(20))

    shown = snowops("replay", "local", file, "--out", "out.ndjson", "--json")

    assert json.loads(shown.out)["results"] == {"Ok": 20}
    lines = (project / "out.ndjson").read_text(encoding="utf-8").splitlines()
    assert all(isinstance(json.loads(each), dict) for each in lines)
    assert "198.51.100.7" not in "".join(lines)


@pytest.mark.artifact
def test_a_proof_is_shown_and_reported(project: Path, snowops: Snowops) -> None:
    shown = snowops("privacy", "prove", "local", "--report", "proof.json")

    assert shown.code == 0
    assert "the proof holds: nothing came through" in shown.out
    report = json.loads((project / "proof.json").read_text(encoding="utf-8"))
    assert report["schema"] == "snowops.privacy.proof/v1"
    assert report["holds"] is True
    assert (report["leaks"], report["faults"]) == ([], [])
    assert report["artifact"][:12] in shown.out


@pytest.mark.artifact
@pytest.mark.parametrize(
    ("out", "words"),
    [("nowhere/out.tsv", "cannot write nowhere/out.tsv"), (".", "cannot write .")],
    ids=["a folder that is not there", "a folder"],
)
def test_a_place_that_cannot_be_written_is_named(
    out: str, words: str, project: Path, snowops: Snowops
) -> None:
    file = written(project / "events.tsv", *events(1))
    before = set(project.iterdir())

    shown = snowops("replay", "local", file, "--out", out)

    assert shown.code == 1
    assert words in shown.err
    assert {path.name for path in set(project.iterdir()) - before} <= {"build", ".snowops"}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "holds no records"), (b"\n\r\n", "holds no records"), (None, "cannot read")],
    ids=["empty", "empty lines", "missing"],
)
def test_a_file_without_records_is_named_and_nothing_is_written(
    content: bytes | None, words: str, project: Path, snowops: Snowops
) -> None:
    file = project / "events.tsv"
    if content is not None:
        file.write_bytes(content)
    (project / "out.tsv").write_text("of before", encoding="utf-8")
    before = set(project.iterdir())

    shown = snowops("replay", "local", str(file), "--out", "out.tsv")

    assert shown.code == 1
    assert f"{words}" in shown.err
    assert (project / "out.tsv").read_text(encoding="utf-8") == "of before"
    assert set(project.iterdir()) == before


@pytest.mark.parametrize("environment", ["staging", "prod"])
def test_nothing_is_sent_to_a_real_account(
    environment: str, project: Path, snowops: Snowops
) -> None:
    file = written(project / "events.tsv", *events(1))

    shown = snowops("local", "send", environment, file)

    assert shown.code == 1
    assert f"{environment} is a real account" in shown.err


def test_nothing_is_sent_from_an_empty_file(project: Path, snowops: Snowops) -> None:
    shown = snowops("local", "send", "local", written(project / "events.tsv"))

    assert shown.code == 1
    assert "holds no records" in shown.err
