"""An apply that did not end well says what it has done, and the one command that is safe next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests import fakes
from tests.fakes import FakeTools, change
from tests.unit.applies.test_state_file import resource, state
from tests.unit.environment.changed import changed
from toolkit.adapters.kept_state import KeptStates
from toolkit.cli.errors import show_error
from toolkit.domain.journal import Ended, standing
from toolkit.domain.plan import Plan
from toolkit.domain.progress import (
    Diagnostic,
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    StateDumped,
)
from toolkit.domain.state_file import InState, KeptState, StateFacts
from toolkit.domain.state_lock import read_lock
from toolkit.errors import (
    ConfigError,
    Interrupted,
    ServiceError,
    SnowopsError,
    StalePlan,
    StateLocked,
    TerraformError,
)
from toolkit.workflows.applying import Aims, apply_plan
from toolkit.workflows.planning import SavedPlan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.unlocking import Held

STREAM = "module.streams.aws_kinesis_stream.good"
VPC = "module.network.aws_vpc.this"
ROLE = "module.firehose.aws_iam_role.this"
LOCK = read_lock('{"ID":"4f-1","Who":"ana@desk","Created":"2026-11-28T09:59:00Z"}')
ERROR = TerraformError("terraform apply failed", details=("no route",), hint="read the words above")

AIMS = Aims()
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"

Apply = Callable[..., SnowopsError]


def plan() -> Plan:
    named = {STREAM: {"name": "acme-good"}, VPC: {"tags.Name": "acme"}, ROLE: {"name": "acme"}}
    return fakes.plan(*(replace(change(each), identity=named[each]) for each in named))


def known(**ids: str) -> StateFacts:
    """A state that knows the role or the network, by these ids."""
    of = {"role": ROLE, "network": VPC}
    held = {of[name]: InState(of[name], "", id_, {}) for name, id_ in ids.items()}
    return StateFacts("lineage", 1, held)


@pytest.fixture
def around(tmp_path: Path) -> FakeTools:
    made = FakeTools(tmp_path)
    made.engine.answer = plan()
    return made


@pytest.fixture
def apply(around: FakeTools, tmp_path: Path) -> Apply:
    """Applies a plan that ends in an error, after Terraform has said something."""

    def apply(error: SnowopsError, *says: Event, aims: Aims = AIMS) -> SnowopsError:
        environment = changed("staging", {})
        prepared = Prepared(environment, around.artifact, around.folder, around.engine)
        around.engine.says = says
        around.engine.fails["apply"] = error
        saved = SavedPlan(around.engine.answer, tmp_path / "plan")
        with pytest.raises(SnowopsError) as raised:
            apply_plan(prepared, around.tools(), saved, aims=aims)
        assert type(raised.value) is type(error)
        return raised.value

    return apply


def told(error: SnowopsError) -> str:
    return "\n".join([error.summary, *(f"  {line}" for line in error.details), error.hint])


BEGUN = (
    ResourceStarted(ROLE, "create"),
    ResourceDone(ROLE, "create", 1, "acme"),
    ResourceStarted(VPC, "create"),
    ResourceStarted(STREAM, "create"),
)


def test_what_is_done_failed_running_and_left_is_told(
    apply: Apply, around: FakeTools, snapshot: SnapshotAssertion
) -> None:
    around.engine.known = known(role="acme")

    error = apply(ERROR, *BEGUN, ResourceFailed(VPC, "create"))

    assert told(error) == snapshot


def test_nothing_is_lost_where_terraform_came_to_an_end(
    apply: Apply, around: FakeTools, snapshot: SnapshotAssertion
) -> None:
    around.engine.known = known(role="acme", network="vpc-1")

    error = apply(
        Interrupted("stopped during terraform apply"),
        *BEGUN[:3],
        ResourceDone(VPC, "create", 12, "vpc-1"),
    )

    assert told(error) == snapshot
    assert error.exit_code == 130


def test_a_state_that_could_not_be_saved_is_kept_and_counts_as_the_state(
    apply: Apply, around: FakeTools, snapshot: SnapshotAssertion
) -> None:
    (around.folder / "errored.tfstate").write_text(
        state(
            resource({"attributes": {"id": "acme"}}, kind="aws_iam_role", module="module.firehose")
        )
    )

    error = apply(ERROR, *BEGUN)

    (kept,) = around.kept.waiting()
    assert told(error).replace(str(kept.path), "KEPT") == snapshot
    assert ("state",) not in around.engine.asked


def test_a_state_that_terraform_could_only_print_is_kept(apply: Apply, around: FakeTools) -> None:
    text = state(resource({"attributes": {"id": "acme"}}, kind="aws_iam_role"), serial=9)
    (around.folder / "errored.tfstate").write_text(text[:40])

    error = apply(ERROR, *BEGUN, StateDumped(text))

    (kept,) = around.kept.waiting()
    assert kept.path.read_text() == text
    assert f"  {kept.path}: serial 9, 1 resource" in error.details
    assert any("cut short by a full disk" in line for line in error.details)
    assert "swordfish" not in told(error)


class Stuck(KeptStates):
    """A disk on which nothing can be moved any more."""

    def adopt(self) -> tuple[KeptState, ...]:
        raise ConfigError("errored.tfstate could not be put where it is safe", hint="copy it")


def test_a_state_that_could_not_even_be_moved_hides_nothing_else(
    apply: Apply, around: FakeTools
) -> None:
    around.engine.known = known(role="acme")
    around.keeping = Stuck

    error = apply(ERROR, *BEGUN)

    assert "errored.tfstate could not be put where it is safe" in error.details
    assert "copy it" in error.details
    assert any(VPC in line for line in error.details)


def test_a_lock_that_stayed_behind_comes_first(apply: Apply, around: FakeTools) -> None:
    around.held = Held(LOCK, "unknown", "no Terraform works here")

    error = apply(ERROR, *BEGUN)

    assert "the lock is held: by ana@desk since 2026-11-28T09:59:00Z" in error.details
    assert error.hint == (
        "read the words above; then `snowops unlock staging` once you know that nobody works; "
        "then `snowops apply staging --resume`"
    )


def test_the_note_of_a_dead_process_is_no_lock(apply: Apply, around: FakeTools) -> None:
    around.held = Held(LOCK, "gone", "its process has ended")

    error = apply(ERROR, *BEGUN)

    assert "the lock was released" in error.details
    assert "unlock" not in error.hint


def test_what_nobody_could_look_at_is_not_claimed(
    apply: Apply, around: FakeTools, snapshot: SnapshotAssertion
) -> None:
    around.engine.fails["state"] = ServiceError("AWS could not be reached")
    around.fails["lock"] = ServiceError("AWS could not be reached")

    error = apply(ServiceError("AWS could not be reached", hint="check the network"), *BEGUN)

    assert told(error) == snapshot


def test_a_destroy_goes_on_as_a_destroy(apply: Apply, around: FakeTools) -> None:
    started = ResourceStarted(VPC, "delete", "vpc-1")

    error = apply(ERROR, started, aims=Aims("destroy", ("module.network",)))

    assert error.hint.endswith("`snowops destroy staging --target 'module.network'`")


@pytest.mark.parametrize(
    "error",
    [StateLocked("the state is locked", hint="wait"), StalePlan("no longer fits", hint="plan")],
)
def test_an_apply_that_terraform_refused_has_nothing_to_tell(
    error: SnowopsError, apply: Apply, around: FakeTools
) -> None:
    told_error = apply(error)

    assert (told_error.details, told_error.hint) == (error.details, error.hint)
    assert around.journals.unsettled() == ()


def test_an_apply_that_changed_nothing_needs_no_resume(apply: Apply, around: FakeTools) -> None:
    error = apply(ServiceError("AWS gave no credentials", hint="log in"))

    assert "nothing was changed" in error.details
    assert error.hint == "log in"
    assert around.journals.unsettled() == ()


def test_the_journal_is_written_while_terraform_speaks(apply: Apply, around: FakeTools) -> None:
    apply(ERROR, ResourceDone("data.x.y", "read", 0), *BEGUN)

    (found,) = around.journals.unsettled()
    *events, end = found.journal.entries
    assert tuple(events) == BEGUN
    assert isinstance(end, Ended)
    assert end.how == "failed"
    assert [planned.name for planned in standing(found.journal).done] == ["acme"]
    assert not found.alive


def test_an_apply_that_ended_well_leaves_nothing_to_look_after(
    around: FakeTools, tmp_path: Path
) -> None:
    prepared = Prepared(changed("staging", {}), around.artifact, around.folder, around.engine)
    around.engine.says = BEGUN

    apply_plan(prepared, around.tools(), SavedPlan(plan(), tmp_path / "plan"))

    (found,) = around.journals.all()
    assert found.journal.is_applied
    assert list(found.path.parent.iterdir()) == [found.path]


def test_a_refresh_that_could_not_save_the_state_keeps_it(
    around: FakeTools, tmp_path: Path
) -> None:
    prepared = Prepared(changed("staging", {}), around.artifact, around.folder, around.engine)
    around.engine.fails["refresh"] = TerraformError("the disk is full")
    (around.folder / "errored.tfstate").write_text(state())

    apply_plan(prepared, around.tools(), SavedPlan(plan(), tmp_path / "plan"))

    (kept,) = around.kept.waiting()
    warnings = [event.summary for event in around.events if isinstance(event, Diagnostic)]
    said = "applied, but the state was not refreshed: the disk is full"
    assert warnings == [f"{said}; {kept.path}: serial 7, 0 resources"]


def test_a_refresh_that_was_stopped_says_that_everything_is_applied(
    around: FakeTools, tmp_path: Path
) -> None:
    prepared = Prepared(changed("staging", {}), around.artifact, around.folder, around.engine)
    around.engine.fails["refresh"] = Interrupted("stopped during terraform apply")

    with pytest.raises(Interrupted, match="everything was applied"):
        apply_plan(prepared, around.tools(), SavedPlan(plan(), tmp_path / "plan"))

    assert around.journals.unsettled() == ()


def test_the_documentation_shows_what_is_printed(
    apply: Apply, around: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = change("module.firehose.aws_iam_role_policy.this")
    around.engine.answer = fakes.plan(*plan().changes, policy)
    around.engine.known = known(role="acme")
    killed = TerraformError(
        "the AWS provider ended while it was at work",
        details=(f"Plugin did not respond ({STREAM})",),
    )

    error = apply(killed, *BEGUN, ResourceFailed(VPC, "create"), ResourceFailed(STREAM, "create"))

    show_error(error)
    text = OPERATIONS.read_text(encoding="utf-8")
    shown = text.partition("<!-- aftermath:")[2].partition("```\n")[2].partition("```")[0]
    assert capsys.readouterr().err == shown
