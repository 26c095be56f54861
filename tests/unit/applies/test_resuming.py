"""What an earlier apply left behind is looked after before another one begins."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests import fakes
from tests.fakes import FakeTools, change
from tests.unit.applies.journals import RULE, STREAM, VPC, header
from tests.unit.applies.test_state_file import resource, state
from tests.unit.environment.changed import changed
from toolkit.domain.journal import Header
from toolkit.domain.plan import Import, PlanOptions
from toolkit.domain.progress import Event, ResourceDone, ResourceStarted
from toolkit.domain.state_file import KeptState, StateFacts, read_state
from toolkit.domain.state_lock import read_lock
from toolkit.errors import Refused, StateDamaged, StateLocked
from toolkit.workflows.looking_back import Before, look_back, mend
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.resuming import Brought, bring_back, plan_with, settle
from toolkit.workflows.unlocking import Held, Holder

STAGING = changed("staging", {})
LOCK = read_lock('{"ID":"4f-1","Who":"ana@desk","Created":"2026-11-28T09:59:00Z"}')
VPC_MADE = (ResourceStarted(VPC.address, "create"), ResourceDone(VPC.address, "create", 1, "vpc-1"))


@pytest.fixture
def around(tmp_path: Path) -> FakeTools:
    return FakeTools(tmp_path)


def killed(around: FakeTools, *events: Event, of: Header | None = None) -> None:
    """An apply that was killed after these events."""
    journal = around.journals.begin(of or header(STREAM, VPC, RULE))
    for event in events:
        assert isinstance(event, ResourceStarted | ResourceDone)
        journal.add(event)
    journal.close()


def leave(around: FakeTools, serial: int = 8, lineage: str = "4f-1") -> None:
    """A state that Terraform could not save."""
    text = state(
        resource({"attributes": {"id": "vpc-1"}}, kind="aws_vpc"),
        resource({"attributes": {"id": "arn", "name": "good"}}, name="good"),
        serial=serial,
        lineage=lineage,
    )
    (around.folder / "errored.tfstate").write_text(text)


def before(around: FakeTools) -> Before:
    return look_back(STAGING, around.applies(STAGING))


def agree(_kept: tuple[KeptState, ...]) -> None:
    """Says yes."""


def brought(around: FakeTools, found: Before | None = None) -> Brought:
    prepared = Prepared(STAGING, around.artifact, around.folder, around.engine)
    return bring_back(prepared, around.applies(STAGING), found or before(around), agree)


# --- Looking back


def test_where_everything_ended_well_nobody_is_asked(around: FakeTools) -> None:
    around.held = Held(LOCK, "unknown", "")
    around.working = ("1234 terraform plan",)

    assert before(around).is_clean


def test_an_apply_that_still_runs_is_left_alone(around: FakeTools) -> None:
    running = around.journals.begin(header(VPC))

    with pytest.raises(StateLocked, match="another apply of staging is still at work") as refusal:
        before(around)

    assert refusal.value.exit_code == 5
    running.close()


def test_a_terraform_whose_snowops_was_killed_is_waited_for(around: FakeTools) -> None:
    killed(around, *VPC_MADE)
    leave(around)
    around.working = ("1234 terraform apply",)

    with pytest.raises(StateLocked, match="its Terraform is still at work") as refusal:
        before(around)

    assert refusal.value.details == ("1234 terraform apply",)
    assert (around.folder / "errored.tfstate").exists()


@pytest.mark.parametrize(
    ("holder", "hint"),
    [("unknown", "`snowops unlock staging` once you know"), ("alive", "wait for them")],
)
def test_a_lock_that_stayed_behind_is_named(around: FakeTools, holder: Holder, hint: str) -> None:
    killed(around, *VPC_MADE)
    around.held = Held(LOCK, holder, "no Terraform works here")

    with pytest.raises(StateLocked) as refusal:
        before(around)

    assert refusal.value.summary == (
        "the state of staging is locked by ana@desk since 2026-11-28T09:59:00Z"
    )
    assert hint in refusal.value.hint


def test_the_note_of_a_dead_process_stops_nobody(around: FakeTools) -> None:
    killed(around, *VPC_MADE)
    around.held = Held(LOCK, "gone", "its process has ended")

    assert len(before(around).unsettled) == 1


def test_a_state_is_moved_to_safety_before_anything_is_rendered(around: FakeTools) -> None:
    leave(around)

    (kept,) = before(around).kept

    assert kept.path.parent == around.folder / ".applies"
    assert not (around.folder / "errored.tfstate").exists()


def test_the_last_apply_is_the_last_that_began_something(around: FakeTools) -> None:
    killed(around, *VPC_MADE, of=replace(header(VPC), targets=("module.network",)))
    killed(around, of=header(STREAM))

    last = before(around).last

    assert last is not None
    assert last.journal.header.targets == ("module.network",)


# --- Bringing back


def test_what_is_named_after_others_is_found_once_they_are_known(around: FakeTools) -> None:
    killed(around, ResourceStarted(RULE.address, "create"), of=header(RULE))
    named = {"security_group_id": "sg-1", "type": "egress", "protocol": "tcp"}
    named |= {"from_port": "443", "to_port": "443", "cidr_blocks": "0.0.0.0/0"}
    around.engine.answer = fakes.plan(replace(change(RULE.address), identity=named))
    prepared = Prepared(STAGING, around.artifact, around.folder, around.engine)
    given = PlanOptions(imports=(Import(VPC.address, "vpc-9"),))

    _, found = plan_with(prepared, around.tools(), around.folder / "plan", given, brought(around))

    first, second = [asked[2].imports for asked in around.engine.asked if asked[0] == "plan"]
    rule = Import(RULE.address, "sg-1_egress_tcp_443_443_0.0.0.0/0")
    assert first == given.imports
    assert set(second) == {rule, *given.imports}
    assert found.imports == (rule,)


def test_where_nothing_is_missing_one_plan_is_enough(around: FakeTools) -> None:
    prepared = Prepared(STAGING, around.artifact, around.folder, around.engine)

    plan_with(prepared, around.tools(), around.folder / "plan", PlanOptions(), Brought())

    assert len(around.engine.asked) == 1


def test_what_the_state_does_not_know_is_found(around: FakeTools) -> None:
    killed(around, *VPC_MADE, ResourceStarted(RULE.address, "create"))

    found = brought(around)

    assert found.imports == (Import(STREAM.address, "good"), Import(VPC.address, "vpc-1"))
    assert {each.address: each.fate for each in found.missing} == {
        VPC.address: "done",
        RULE.address: "running",
        STREAM.address: "unseen",
    }
    assert {each.address for each in found.surely} == {VPC.address, RULE.address}


def test_what_the_plan_takes_in_or_finds_missing_is_not_for_a_person(around: FakeTools) -> None:
    killed(around, *VPC_MADE, ResourceStarted(RULE.address, "create"))
    found = brought(around)
    taken = replace(change(VPC.address, "keep"), import_id="vpc-1")
    plan = fakes.plan(unchanged=(taken,), refused_imports={STREAM.address: ""})

    assert [each.address for each in found.by_hand(plan)] == [RULE.address]


def test_what_terraform_refuses_to_take_in_is_for_a_person(around: FakeTools) -> None:
    killed(around, *VPC_MADE, of=header(VPC))
    plan = fakes.plan(refused_imports={VPC.address: "Not supported"})

    assert [each.address for each in brought(around).by_hand(plan)] == [VPC.address]


def test_a_state_that_could_not_be_saved_is_pushed_and_then_known(around: FakeTools) -> None:
    killed(around, *VPC_MADE)
    leave(around, serial=8)
    around.engine.known = StateFacts("4f-1", 7)

    found = brought(around)

    assert [kept.facts.serial for kept in found.pushed if kept.facts] == [8]
    assert [each.address for each in found.missing] == [RULE.address]
    assert around.kept.waiting() == ()
    assert ("push", found.pushed[0].path) in around.engine.asked


@pytest.mark.parametrize("lineage", ["4f-1", pytest.param("", id="never saved")])
def test_a_state_is_pushed_where_there_was_none_before(around: FakeTools, lineage: str) -> None:
    leave(around, lineage=lineage)

    assert len(brought(around).pushed) == 1


def test_nothing_is_pushed_without_a_yes(around: FakeTools) -> None:
    leave(around)
    prepared = Prepared(STAGING, around.artifact, around.folder, around.engine)

    def refuse(_kept: tuple[KeptState, ...]) -> None:
        raise Refused("not confirmed")

    with pytest.raises(Refused):
        bring_back(prepared, around.applies(STAGING), before(around), refuse)

    assert len(around.kept.waiting()) == 1
    assert ("push",) not in [asked[:1] for asked in around.engine.asked]


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(StateFacts("4f-1", 9), id="changed since"),
        pytest.param(StateFacts("4f-1", 8), id="never begun, as its backup could not be written"),
        pytest.param(StateFacts("another", 3), id="of another pipeline"),
    ],
)
def test_a_state_that_was_overtaken_is_compared_and_stays(
    around: FakeTools, now: StateFacts
) -> None:
    leave(around, serial=8)
    around.engine.known = now
    found_before = before(around)

    found = brought(around, found_before)

    assert found.pushed == ()
    assert found.imports == (
        Import("aws_kinesis_stream.good", "good"),
        Import("aws_vpc.this", "vpc-1"),
    )
    assert len(around.kept.waiting()) == 1
    settle(around.applies(STAGING), found_before, found)
    assert around.kept.waiting() == ()
    assert [path.suffix for path in (around.folder / ".applies").iterdir()] == [".overtaken"]


def test_a_state_that_was_pushed_by_hand_only_goes(around: FakeTools) -> None:
    leave(around, serial=8)
    facts = read_state((around.folder / "errored.tfstate").read_text())
    assert facts is not None
    around.engine.known = facts

    assert brought(around) == Brought()
    assert around.kept.waiting() == ()


def test_a_state_that_a_full_disk_cut_short_is_put_aside_for_the_kept_one(
    around: FakeTools, tmp_path: Path
) -> None:
    leave(around)
    around.damaged = tmp_path / "terraform.tfstate"
    around.damaged.write_text('{"version": 4, "ser')
    found = before(around)

    mend(around.applies(STAGING), found, agree)

    assert len(brought(around, found).pushed) == 1
    (aside,) = (around.folder / ".applies").glob("*.damaged")
    assert aside.read_text() == '{"version": 4, "ser'


def test_without_a_kept_state_a_damaged_one_is_for_a_person(
    around: FakeTools, tmp_path: Path
) -> None:
    killed(around, *VPC_MADE)
    around.damaged = tmp_path / "terraform.tfstate"
    around.damaged.write_text("{")

    with pytest.raises(StateDamaged) as refusal:
        mend(around.applies(STAGING), before(around), agree)

    assert f"{around.damaged}.backup" in refusal.value.hint
    assert around.damaged.exists()


def test_a_state_that_is_whole_stays_where_it_is(around: FakeTools) -> None:
    killed(around, *VPC_MADE)

    mend(around.applies(STAGING), before(around), agree)

    assert not list((around.folder / ".applies").glob("*.damaged"))


def test_what_was_looked_after_is_settled(around: FakeTools) -> None:
    killed(around, *VPC_MADE)
    found = before(around)

    settle(around.applies(STAGING), found, Brought())

    assert before(around).is_clean
