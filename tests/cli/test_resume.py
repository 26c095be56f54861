"""`snowops apply ENV --resume`, and every other apply after one that was cut short.

Terraform and AWS are stand-ins; the journals, the kept states and the person are real.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests import fakes
from tests.cli.conftest import Snowops, Terminal
from tests.fakes import FakeTools, change
from tests.unit.applies.journals import RULE, STREAM, VPC, header
from tests.unit.applies.test_state_file import resource, state
from toolkit.adapters.journal_file import JournalFile, Journals
from toolkit.cli.changing import Done
from toolkit.cli.changing import change as change_environment
from toolkit.cli.left_behind import applies, warn_of_left_behind
from toolkit.cli.options import Settings
from toolkit.cli.resume_views import brought_json
from toolkit.cli.services import Services
from toolkit.cli.wishes import Wish, read_import
from toolkit.domain.journal import Header
from toolkit.domain.plan import Import, PlanOptions
from toolkit.domain.progress import ResourceDone, ResourceStarted
from toolkit.errors import ConfigError, Refused, StateLocked, TerraformError
from toolkit.workflows.tools import Tools

BEGUN = ResourceStarted(VPC.address, "create")
MADE = ResourceDone(VPC.address, "create", 1, "vpc-1")
TAKEN = replace(change(VPC.address, "keep"), import_id="vpc-1")
SUBNET = change("module.network.aws_subnet.this")


class Around(Services):
    """The services of a command, whose Terraform and AWS are stand-ins."""

    def __init__(self, project: Path, tools: FakeTools) -> None:
        super().__init__(Settings(project))
        self.stand_ins = tools

    def tools(self) -> Tools:
        return self.stand_ins.tools()


Asks = Callable[..., Done]


@pytest.fixture
def around(project: Path) -> FakeTools:
    folder = project / "build" / "staging"
    folder.mkdir(parents=True)
    return FakeTools(folder)


@pytest.fixture
def asks(project: Path, around: FakeTools) -> Asks:
    """Carries out what was asked for."""

    def asks(verb: str = "apply", yes: bool = True, **more: object) -> Done:
        options = more.pop("options", PlanOptions(destroy=verb == "destroy"))
        wish = Wish("staging", verb, options, yes, None, **more)  # type: ignore[arg-type]
        with Around(project, around) as services:
            return change_environment(services, wish)

    return asks


def cut_short(around: FakeTools, of: Header | None = None) -> JournalFile:
    """An apply that was killed while it made things."""
    journal = around.journals.begin(of or header(VPC, STREAM, RULE))
    journal.add(BEGUN)
    journal.add(MADE)
    journal.add(ResourceStarted(RULE.address, "create"))
    return journal


def killed(around: FakeTools, of: Header | None = None) -> None:
    cut_short(around, of).close()


def planned(around: FakeTools) -> PlanOptions:
    """What Terraform was asked to plan."""
    return next(asked[2] for asked in around.engine.asked if asked[0] == "plan")


def did(around: FakeTools) -> list[str]:
    return [str(asked[0]) for asked in around.engine.asked]


# --- Where there is nothing to resume


def test_an_apply_that_ended_well_is_not_resumed(
    asks: Asks, around: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = around.journals.begin(header(VPC))
    journal.end("applied")
    journal.close()

    done = asks(resume=True)

    assert done.plan is None
    assert around.engine.asked == []
    said = " ".join(capsys.readouterr().err.split())
    assert "the last apply of 2026-11-28T10:00:00+00:00 ended well, 1 of 1 changes done" in said


def test_where_no_apply_is_known_nobody_says_that_all_is_well(snowops: Snowops) -> None:
    shown = snowops("apply", "local", "--resume")

    assert shown.code == 1
    assert "no apply of local is known on this machine" in shown.err


@pytest.mark.parametrize("more", [["--target", "module.network"], ["a.plan"]])
def test_a_resume_decides_by_itself_what_it_plans(
    project: Path, snowops: Snowops, more: list[str]
) -> None:
    shown = snowops("apply", "local", "--resume", *more)

    assert shown.code == 64
    assert "--resume plans anew" in shown.err


# --- Resuming


def test_what_was_made_is_taken_in_and_the_rest_is_named(
    asks: Asks,
    around: FakeTools,
    capsys: pytest.CaptureFixture[str],
    snapshot: SnapshotAssertion,
) -> None:
    killed(around)
    around.engine.answer = fakes.plan(
        SUBNET, unchanged=(TAKEN,), refused_imports={STREAM.address: ""}
    )

    done = asks(resume=True)

    assert planned(around).imports == (Import(STREAM.address, "good"), Import(VPC.address, "vpc-1"))
    assert capsys.readouterr().err == snapshot
    assert brought_json(done.brought, done.plan) == {
        "pushed": [],
        "imported": [{"address": VPC.address, "key": "vpc-1"}],
        "by_hand": [
            {
                "address": RULE.address,
                "type": "aws_security_group_rule",
                "name": None,
                "id": None,
                "fate": "running",
            }
        ],
    }
    assert around.journals.unsettled() == ()
    assert around.journals.all()[-1].journal.is_applied


def test_what_was_cut_short_goes_on_with_its_own_targets(asks: Asks, around: FakeTools) -> None:
    killed(around, replace(header(VPC), targets=("module.network",)))

    asks(resume=True)

    assert planned(around).targets == ("module.network",)


def test_without_anything_to_change_it_is_settled_all_the_same(
    asks: Asks, around: FakeTools
) -> None:
    killed(around)

    asks(resume=True)

    assert around.journals.unsettled() == ()
    assert "apply" not in did(around)


def test_after_a_sealed_plan_a_person_is_told_that_another_one_is_made(
    asks: Asks, around: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(around, replace(header(VPC), bundle="staging.plan"))

    asks(resume=True)

    assert "of the sealed plan staging.plan; a resume makes a new plan" in capsys.readouterr().err


def test_nothing_is_settled_without_a_yes(asks: Asks, around: FakeTools) -> None:
    killed(around)
    around.engine.answer = fakes.plan(SUBNET)

    with pytest.raises(Refused, match="apply of staging was not confirmed"):
        asks(resume=True, yes=False)

    assert len(around.journals.unsettled()) == 1


def test_nothing_is_forgotten_where_the_next_one_fails_as_well(
    asks: Asks, around: FakeTools
) -> None:
    killed(around)
    around.engine.answer = fakes.plan(SUBNET)
    around.engine.says = (ResourceStarted(SUBNET.address, "create"),)
    around.engine.fails["apply"] = TerraformError("terraform apply failed")

    with pytest.raises(TerraformError):
        asks(resume=True)

    assert len(around.journals.unsettled()) == 2


def test_a_protected_environment_wants_its_name(
    asks: Asks, around: FakeTools, project: Path
) -> None:
    place = project / "environments" / "staging.yaml"
    place.write_text(place.read_text().replace("extends: base", "extends: base\nprotected: true"))
    killed(around)
    around.engine.answer = fakes.plan(SUBNET)

    with pytest.raises(Refused):
        asks(resume=True)


def test_a_destroy_that_was_cut_short_is_no_apply(asks: Asks, around: FakeTools) -> None:
    killed(around, replace(header(VPC), verb="destroy"))

    with pytest.raises(Refused, match="is a destroy of staging") as refusal:
        asks(resume=True)

    assert "`snowops destroy staging`" in refusal.value.hint


# --- The kept state


def leave(around: FakeTools) -> None:
    text = state(resource({"attributes": {"id": "vpc-1"}}, kind="aws_vpc"))
    (around.folder / "errored.tfstate").write_text(text)


def test_a_kept_state_is_shown_and_pushed_after_a_yes(
    asks: Asks, around: FakeTools, person: Callable[[str], Terminal]
) -> None:
    leave(around)
    seen = person("y\n")

    asks(yes=False)

    text = " ".join(seen.getvalue().split())
    assert "serial 7, 1 resource" in text
    assert "Push the kept state of staging?" in text
    assert did(around).index("push") < did(around).index("plan")
    assert around.kept.waiting() == ()


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_without_a_yes_it_waits_and_nothing_is_planned(
    answer: str, asks: Asks, around: FakeTools, person: Callable[[str], Terminal]
) -> None:
    leave(around)
    person(answer)

    with pytest.raises(Refused):
        asks(yes=False)

    assert len(around.kept.waiting()) == 1
    assert not {"push", "plan"}.intersection(did(around))


def test_where_nobody_can_be_asked_it_waits(
    asks: Asks, around: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(around)
    monkeypatch.setenv("CI", "true")

    with pytest.raises(Refused, match="push the kept state of staging was not confirmed"):
        asks(yes=False)

    assert len(around.kept.waiting()) == 1


# --- Any other apply, and a destroy


def test_an_ordinary_apply_looks_after_it_as_well(asks: Asks, around: FakeTools) -> None:
    killed(around)

    asks(options=PlanOptions(targets=("module.storage",)))

    assert planned(around).targets == ("module.storage",)
    assert Import(VPC.address, "vpc-1") in planned(around).imports
    assert around.journals.unsettled() == ()


def test_an_apply_beside_another_waits(asks: Asks, around: FakeTools) -> None:
    running = cut_short(around)

    with pytest.raises(StateLocked) as refusal:
        asks()

    assert refusal.value.exit_code == 5
    assert around.done == []
    running.close()


def test_a_destroy_says_what_it_does_not_know_and_leaves_it_to_be_looked_after(
    asks: Asks, around: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(around)
    around.engine.answer = fakes.plan(change(action="delete"))

    asks("destroy")

    assert planned(around).imports == ()
    assert VPC.address in capsys.readouterr().err
    assert len(around.journals.unsettled()) == 1


# --- What a person has looked up


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_vpc.this=vpc-1", Import("aws_vpc.this", "vpc-1")),
        (
            'module.a["x=y"].aws_route.b["c"]=rtb-1_0.0.0.0/0',
            Import('module.a["x=y"].aws_route.b["c"]', "rtb-1_0.0.0.0/0"),
        ),
        ("aws_iam_role.x=a=b", Import("aws_iam_role.x", "a=b")),
    ],
)
def test_an_import_is_read(text: str, expected: Import) -> None:
    assert read_import(text) == expected


@pytest.mark.parametrize("text", ["aws_vpc.this", "=vpc-1", "aws_vpc.this=", "a.b }=x"])
def test_half_an_import_is_none(text: str, snowops: Snowops, project: Path) -> None:
    shown = snowops("apply", "local", "--import", text)

    assert shown.code == 64
    assert "names nothing to import" in shown.err


def test_what_a_person_gives_counts_more_than_what_was_noted(asks: Asks, around: FakeTools) -> None:
    killed(around)
    given = (Import(VPC.address, "vpc-9"), Import(RULE.address, "sg-1_egress"))

    asks(resume=True, options=PlanOptions(imports=given))

    assert planned(around).imports == (Import(STREAM.address, "good"), *given)


def test_what_a_person_gives_and_is_not_there_stops_it(asks: Asks, around: FakeTools) -> None:
    around.engine.answer = fakes.plan(SUBNET, refused_imports={VPC.address: ""})

    with pytest.raises(ConfigError, match=r"cannot be taken into the state: there is no vpc-9"):
        asks(options=PlanOptions(imports=(Import(VPC.address, "vpc-9"),)))

    assert "apply" not in did(around)


def test_a_journal_is_beside_what_else_is_ours_and_for_nobody_else(project: Path) -> None:
    services = Services(Settings(project))
    staging = services.environment("staging").environment
    folder = project / ".snowops" / "applies" / "staging"

    with applies(services, staging).record(header(VPC)) as recording:
        services.report(BEGUN)
        modes = {
            path.suffix or path.name[:8]: path.stat().st_mode & 0o777 for path in folder.iterdir()
        }

    assert recording.journal.entries == (BEGUN,)
    assert modes == {".reserve": 0o600, ".jsonl": 0o600}
    assert [path.suffix for path in folder.iterdir()] == [".jsonl"]


# --- A plan in between


@pytest.mark.parametrize(
    ("verb", "command"),
    [("apply", "snowops apply staging --resume"), ("destroy", "snowops destroy staging")],
)
def test_a_plan_says_what_was_cut_short_and_what_mends_it(
    verb: str, command: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = left_in(project).begin(replace(header(VPC), verb=verb))
    left.add(BEGUN)
    left.close()

    said = warned(project, capsys)

    assert f"warning: the {verb} of 2026-11-28T10:00:00+00:00 was killed" in said
    assert f"may be in AWS already: `{command}` looks after it" in said


def test_a_plan_says_that_a_state_was_not_saved(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = project / ".snowops" / "applies" / "staging" / "kept.tfstate"
    kept.parent.mkdir(parents=True)
    kept.write_text(state(resource({"attributes": {"id": "vpc-1"}}, kind="aws_vpc")))

    said = warned(project, capsys)

    assert f"{kept}: serial 7, 1 resource" in said
    assert "`snowops apply staging --resume` looks after it" in said


def test_a_plan_is_silent_of_what_ended_well_or_is_at_work(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = left_in(project).begin(header(VPC))
    ended.end("applied")
    ended.close()
    at_work = left_in(project).begin(header(STREAM))

    assert warned(project, capsys) == ""
    at_work.close()


def left_in(project: Path) -> Journals:
    return Journals(project / ".snowops" / "applies" / "staging", lambda: datetime.now(UTC))


def warned(project: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a plan of staging warns of before it begins."""
    with Services(Settings(project)) as services:
        warn_of_left_behind(services, services.environment("staging").environment)
    return " ".join(capsys.readouterr().err.split())
