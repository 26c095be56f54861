"""A journal says how far an apply came, whatever cut it short."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import change, plan
from tests.unit.applies.journals import RULE, STREAM, VPC, header, journal, journals
from toolkit.domain.journal import (
    Ended,
    Entry,
    Journal,
    Planned,
    Settled,
    Standing,
    planned,
    standing,
)
from toolkit.domain.journal_lines import entry_line, header_line, read_journal
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted

BEGUN = ResourceStarted(VPC.address, "create")


def written(found: Journal) -> bytes:
    lines = [header_line(found.header), *map(entry_line, found.entries)]
    return "".join(lines).encode()


@given(journals())
def test_what_was_written_is_read(found: Journal) -> None:
    assert read_journal(written(found).decode()) == found


@given(journals(), st.data())
def test_any_beginning_of_a_journal_can_be_read(found: Journal, data: st.DataObject) -> None:
    whole = written(found)
    cut = data.draw(st.integers(0, len(whole)))

    read = read_journal(whole[:cut].decode(errors="replace"))

    if read is None:
        assert cut < len(header_line(found.header).encode())
    else:
        assert read.header == found.header
        assert read.entries == found.entries[: len(read.entries)]
        complete = whole[:cut].count(b"\n") - 1
        assert complete <= len(read.entries) <= complete + 1


@given(journals(), st.binary(max_size=40), st.data())
def test_no_line_breaks_the_reading_of_the_others(
    found: Journal, rubbish: bytes, data: st.DataObject
) -> None:
    lines = written(found).splitlines(keepends=True)
    at = data.draw(st.integers(1, len(lines)))
    lines.insert(at, rubbish.replace(b"\n", b" ") + b"\n")

    read = read_journal(b"".join(lines).decode(errors="replace"))

    assert read is not None
    assert [each for each in read.entries if each in found.entries] == list(found.entries)


@given(st.text(max_size=200))
def test_what_is_no_journal_is_not_taken_for_one(text: str) -> None:
    assert read_journal(text) is None


@given(journals())
def test_everything_planned_is_done_running_failed_or_left_and_only_one_of_them(
    found: Journal,
) -> None:
    now = standing(found)

    parts = [*now.done, *now.running, *now.failed, *now.left]
    assert sorted(parts, key=repr) == sorted(found.header.planned, key=repr)


def test_nothing_is_done_before_anything_was_heard() -> None:
    assert standing(journal(STREAM, VPC)) == Standing(left=(STREAM, VPC))


def test_what_was_heard_last_counts() -> None:
    found = journal(
        STREAM, VPC, RULE,
        entries=(
            ResourceStarted(STREAM.address, "create"),
            ResourceStarted(VPC.address, "create"),
            ResourceDone(VPC.address, "create", 12, "vpc-1"),
            ResourceStarted(RULE.address, "create"),
            ResourceFailed(RULE.address, "create"),
        ),
    )  # fmt: skip

    assert standing(found) == Standing(done=(VPC,), running=(STREAM,), failed=(RULE,))


def test_a_look_at_a_resource_changes_nothing() -> None:
    found = journal(VPC, entries=(ResourceDone(VPC.address, "refresh", 0, "vpc-1"),))

    assert standing(found).left == (VPC,)


def test_a_replacement_is_done_once_the_new_one_is_there() -> None:
    replaced = replace(VPC, action="replace")
    deleted = ResourceDone(VPC.address, "delete", 1)
    created = ResourceDone(VPC.address, "create", 1, "vpc-2")

    assert standing(journal(replaced, entries=(deleted,))).left == (replaced,)
    assert standing(journal(replaced, entries=(deleted, created))).done == (replaced,)


def test_where_everything_was_applied_everything_is_done() -> None:
    kept = Planned("aws_vpc.this", "aws_vpc", "keep", key="vpc-1", imported=True)

    assert standing(journal(kept, entries=(Ended("applied", "now"),))).done == (kept,)


@pytest.mark.parametrize(
    ("entries", "settled"),
    [
        pytest.param((), False, id="one that was killed"),
        pytest.param((BEGUN, Ended("failed", "now")), False, id="one that failed"),
        pytest.param((BEGUN, Ended("interrupted", "now")), False, id="one that was stopped"),
        pytest.param((Ended("failed", "now"),), True, id="one that began nothing"),
        pytest.param((BEGUN, Ended("applied", "now")), True, id="one that ended well"),
        pytest.param((BEGUN, Settled("now")), True, id="one that somebody looked after"),
    ],
)
def test_an_apply_has_to_be_looked_after(entries: tuple[Entry, ...], settled: bool) -> None:
    assert journal(VPC, entries=entries).is_settled is settled


def test_an_apply_that_was_to_take_something_in_has_to_be_looked_after() -> None:
    taken = replace(VPC, action="keep", key="vpc-1", imported=True)

    assert not journal(taken, entries=(Ended("failed", "now"),)).is_settled


def test_a_plan_says_by_what_to_find_what_it_makes() -> None:
    stream = change("module.streams.aws_kinesis_stream.good")
    stream = replace(stream, identity={"name": "acme-good"})
    vpc = replace(change("aws_vpc.this"), identity={"tags.Name": "acme"})
    taken = replace(change("aws_iam_role.task", "keep"), import_id="acme-task")

    found = planned(plan(stream, vpc, unchanged=(taken,)), "eu-west-1", "123456789012")

    assert found == (
        Planned(stream.address, "aws_kinesis_stream", "create", "acme-good", "acme-good"),
        Planned("aws_vpc.this", "aws_vpc", "create", "acme", "{id}"),
        Planned("aws_iam_role.task", "aws_iam_role", "keep", "", "acme-task", imported=True),
    )


def test_a_journal_holds_no_value_of_a_resource() -> None:
    secret = replace(change(), after={"policy": "swordfish"}, identity={"bucket": "acme-events"})

    line = header_line(replace(header(), planned=planned(plan(secret), "eu-west-1", "1" * 12)))

    assert "acme-events" in line
    assert "swordfish" not in line
