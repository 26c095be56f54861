"""What was made and the state does not know is named, and by what it is found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.unit.applies.journals import RULE, STREAM, VPC, journal, journals
from toolkit.domain.journal import Ended, Entry, Journal, Planned
from toolkit.domain.lost import Lost, is_address, lost, only_in
from toolkit.domain.plan import Import
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted
from toolkit.domain.state_file import InState, StateFacts

NOTHING = StateFacts()
FAILED = Ended("failed", "now")


def state(**ids: str) -> StateFacts:
    """A state that holds these addresses, `__` standing for a dot."""
    found = [InState(name.replace("__", "."), "", id_, {}) for name, id_ in ids.items()]
    return StateFacts("lineage", 1, {each.address: each for each in found})


def begun(of: Planned) -> ResourceStarted:
    return ResourceStarted(of.address, "create")


def made(of: Planned, id_: str) -> ResourceDone:
    return ResourceDone(of.address, "create", 1, id_)


@pytest.mark.parametrize(
    ("of", "entries", "expected"),
    [
        pytest.param(
            VPC, (begun(VPC), made(VPC, "vpc-1"), FAILED),
            Lost(VPC.address, "aws_vpc", "done", "pipeline", "vpc-1", "vpc-1"),
            id="made, and the state was not saved",
        ),
        pytest.param(
            STREAM, (begun(STREAM), FAILED),
            Lost(STREAM.address, "aws_kinesis_stream", "running", "good", "", "good"),
            id="being made, and known by its name",
        ),
        pytest.param(
            VPC, (begun(VPC), FAILED),
            Lost(VPC.address, "aws_vpc", "running", "pipeline"),
            id="being made, and known by an id that nobody has seen",
        ),
        pytest.param(
            STREAM, (begun(STREAM), ResourceFailed(STREAM.address, "create"), FAILED),
            Lost(STREAM.address, "aws_kinesis_stream", "failed", "good", "", "good"),
            id="failed after it was made, or before",
        ),
        pytest.param(
            STREAM, (), Lost(STREAM.address, "aws_kinesis_stream", "unseen", "good", "", "good"),
            id="perhaps begun in the moment in which everything was killed",
        ),
    ],
)  # fmt: skip
def test_what_the_state_does_not_know_is_lost(
    of: Planned, entries: tuple[Entry, ...], expected: Lost
) -> None:
    assert lost([journal(of, entries=entries)], NOTHING) == (expected,)


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        pytest.param((FAILED,), NOTHING, id="what was never begun"),
        pytest.param((begun(VPC), FAILED), state(aws_vpc__this="vpc-1"), id="what the state knows"),
        pytest.param(
            (begun(VPC), made(VPC, "vpc-1"), FAILED),
            state(aws_vpc__this="vpc-1"),
            id="what was made and the state knows",
        ),
        pytest.param(
            (
                made(VPC, "vpc-1"),
                ResourceStarted(VPC.address, "delete", "vpc-1"),
                ResourceDone(VPC.address, "delete", 1),
                FAILED,
            ),
            NOTHING,
            id="what was deleted again",
        ),
        pytest.param(
            (ResourceStarted(VPC.address, "update", "vpc-1"), FAILED),
            NOTHING,
            id="what was changed",
        ),
    ],
)
def test_nothing_is_lost_of(entries: tuple[Entry, ...], found: StateFacts) -> None:
    assert lost([journal(VPC, entries=entries)], found) == ()


def test_what_took_the_place_of_another_is_not_lost_with_it() -> None:
    replaced = replace(VPC, action="replace")
    entries = (
        begun(VPC),
        made(VPC, "vpc-new"),
        ResourceStarted(VPC.address, "delete", "vpc-old"),
        ResourceDone(VPC.address, "delete", 1),
    )

    (found,) = lost([journal(replaced, entries=entries)], NOTHING)

    assert (found.id, found.wish) == ("vpc-new", Import(VPC.address, "vpc-new"))


def test_where_the_state_has_another_one_a_person_has_to_look() -> None:
    entries = (made(VPC, "vpc-new"), FAILED)

    (found,) = lost([journal(VPC, entries=entries)], state(aws_vpc__this="vpc-old"))

    assert (found.id, found.instead, found.wish) == ("vpc-new", "vpc-old", None)


def test_what_cannot_be_imported_is_for_a_person() -> None:
    (found,) = lost([journal(RULE, entries=(made(RULE, "sgrule-1"), FAILED))], NOTHING)

    assert found.wish is None


def test_what_was_to_be_taken_in_and_was_not_is_still_lost() -> None:
    taken = replace(VPC, action="keep", key="vpc-1", imported=True)

    (found,) = lost([journal(taken, entries=(FAILED,))], NOTHING)

    assert found.wish == Import(VPC.address, "vpc-1")


def test_a_later_apply_knows_better() -> None:
    first = journal(VPC, entries=(begun(VPC), FAILED))
    second = journal(VPC, entries=(begun(VPC), made(VPC, "vpc-2"), FAILED))

    (found,) = lost([first, second], NOTHING)

    assert (found.fate, found.id) == ("done", "vpc-2")


@given(journals())
def test_nothing_is_lost_of_what_the_state_holds_without_an_id(found: Journal) -> None:
    addresses = {each.address for each in found.header.planned} | {"data.x.y"}
    held = StateFacts("l", 1, {each: InState(each, "", "", {}) for each in addresses})

    assert lost([found], held) == ()


def test_what_only_an_unsaved_state_knows_is_found_by_what_it_says() -> None:
    stream = InState("aws_kinesis_stream.good", "aws_kinesis_stream", "arn", {"name": "acme-good"})
    vpc = InState("aws_vpc.this", "aws_vpc", "vpc-1", {})
    kept = StateFacts("l", 2, {each.address: each for each in (stream, vpc)})

    found = only_in(kept, state(other="x"), "eu-west-1", "123456789012")

    assert [each.wish for each in found] == [
        Import("aws_kinesis_stream.good", "acme-good"),
        Import("aws_vpc.this", "vpc-1"),
    ]


def test_an_address_with_keys_has_its_type() -> None:
    address = 'module.a["x.y"].aws_sqs_queue.this["raw_good"]'

    (found,) = lost([journal(entries=(ResourceStarted(address, "create"), FAILED))], NOTHING)

    assert (found.address, found.type) == (address, "aws_sqs_queue")


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("aws_vpc.this", True),
        ("aws_vpc.this[0]", True),
        ('module.a["x.y"].module.b.aws_sqs_queue.this["raw_good"]', True),
        ('aws_vpc.this["a\\"b"]', True),
        ("aws_vpc", False),
        ("aws_vpc.", False),
        ("aws_vpc..this", False),
        ('aws_vpc.this\n}\nresource "aws_iam_user" "x" {', False),
        ("aws_vpc.this } locals {", False),
    ],
)
def test_what_is_no_address_is_given_to_no_terraform(text: str, one: bool) -> None:
    assert is_address(text) is one
    assert (Lost(text, "aws_vpc", "done", key="vpc-1").wish is not None) is one
