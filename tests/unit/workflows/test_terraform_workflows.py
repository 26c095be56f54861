"""Prepare, plan and apply: what happens, in order, and what never happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fakes
from tests.fakes import FakeEngine, FakeTools, change
from tests.unit.environment.changed import changed
from toolkit.domain.environment import Environment
from toolkit.domain.plan import PlanOptions, Summary
from toolkit.domain.progress import Diagnostic
from toolkit.errors import ConfigError, StalePlan, TerraformError
from toolkit.workflows.applying import apply_plan
from toolkit.workflows.planning import SavedPlan, make_plan, read_plan
from toolkit.workflows.preparing import Prepared, prepare


@pytest.fixture
def staging() -> Environment:
    return changed("staging", {})


@pytest.fixture
def around(tmp_path: Path) -> FakeTools:
    return FakeTools(tmp_path)


@pytest.fixture
def prepared(staging: Environment, around: FakeTools) -> Prepared:
    prepared = prepare(staging, around.tools())
    around.done.clear()
    around.events.clear()
    around.engine.asked.clear()
    return prepared


def test_preparing_goes_in_a_straight_line(staging: Environment, around: FakeTools) -> None:
    prepared = prepare(staging, around.tools())

    assert around.done == ["package", "render", "write", "engine"]
    assert around.engine.asked == [("init",)]
    assert around.steps == ["package the Lambda artifact", "render", "terraform init"]
    assert prepared == Prepared(staging, around.artifact, around.folder, around.engine)


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("package", ["package"]),
        ("render", ["package", "render"]),
        ("write", ["package", "render", "write"]),
    ],
)
def test_a_step_that_fails_is_the_last(
    staging: Environment, around: FakeTools, step: str, left: list[str]
) -> None:
    around.fails[step] = ConfigError("no")

    with pytest.raises(ConfigError):
        prepare(staging, around.tools())

    assert around.done == left
    assert around.engine.asked == []


def test_a_plan_is_saved_where_it_was_asked_for(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    options = PlanOptions(targets=("module.storage",), destroy=True)

    saved = make_plan(prepared, around.tools(), tmp_path / "plan", options)

    assert saved == SavedPlan(around.engine.answer, tmp_path / "plan")
    assert around.engine.asked == [("plan", tmp_path / "plan", options)]
    assert around.done == []


def test_a_saved_plan_is_read_again(prepared: Prepared, around: FakeTools, tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.touch()

    saved = read_plan(prepared, around.tools(), file)

    assert saved == SavedPlan(around.engine.answer, file)
    assert around.engine.asked == [("read", file)]


@pytest.mark.parametrize("sha256", [pytest.param("f0" * 32, id="another"), None])
def test_a_saved_plan_of_another_artifact_is_stale(
    prepared: Prepared, around: FakeTools, tmp_path: Path, sha256: str | None
) -> None:
    file = tmp_path / "plan"
    file.touch()
    around.engine.answer = fakes.plan(change(), sha256=sha256)

    with pytest.raises(StalePlan) as refusal:
        read_plan(prepared, around.tools(), file)

    assert refusal.value.exit_code == 4
    assert refusal.value.details == (f"plan:     {sha256}", f"checkout: {'a1' * 32}")
    assert refusal.value.hint


def test_a_plan_that_is_not_there_is_named(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="there is no plan") as refusal:
        read_plan(prepared, around.tools(), tmp_path / "none")

    assert "snowops plan staging --out" in refusal.value.hint
    assert around.engine.asked == []


def test_applying_uploads_first_and_applies_the_saved_plan(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    saved = SavedPlan(fakes.plan(change(), change(action="replace")), tmp_path / "plan")
    around.engine.values = {"bucket": "acme-events"}

    applied = apply_plan(prepared, around.tools(), saved)

    assert around.done == ["upload a1a1"]
    assert around.engine.asked == [("apply", tmp_path / "plan"), ("refresh",), ("outputs",)]
    assert around.steps == [
        "upload the Lambda artifact",
        "terraform apply",
        "terraform refresh",
    ]
    assert applied.summary == Summary(create=1, replace=1)
    assert applied.outputs == {"bucket": "acme-events"}


def test_an_apply_is_done_although_the_state_could_not_catch_up(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    around.engine.fails["refresh"] = TerraformError("terraform apply failed")

    applied = apply_plan(prepared, around.tools(), SavedPlan(fakes.plan(change()), tmp_path / "p"))

    assert applied.summary == Summary(create=1)
    assert [event.summary for event in around.events if isinstance(event, Diagnostic)] == [
        "applied, but the state was not refreshed: terraform apply failed"
    ]


@pytest.mark.parametrize(
    ("actions", "uploads"),
    [
        pytest.param(["delete", "delete"], [], id="only deletions"),
        pytest.param(["delete", "update"], ["upload a1a1"], id="a deletion and a change"),
        pytest.param(["replace"], ["upload a1a1"], id="a replacement"),
        pytest.param([], [], id="outputs alone"),
    ],
)
def test_the_artifact_is_uploaded_where_something_may_want_it(
    prepared: Prepared, around: FakeTools, tmp_path: Path, actions: list[str], uploads: list[str]
) -> None:
    changes = [change(action=action) for action in actions]

    apply_plan(prepared, around.tools(), SavedPlan(fakes.plan(*changes), tmp_path / "plan"))

    assert around.done == uploads


def test_nothing_is_applied_where_the_upload_failed(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    around.fails["upload a1a1"] = ConfigError("no bucket")

    with pytest.raises(ConfigError):
        apply_plan(prepared, around.tools(), SavedPlan(fakes.plan(change()), tmp_path / "plan"))

    assert around.engine.asked == []


def test_a_failed_apply_is_not_followed_by_another_step(
    prepared: Prepared, around: FakeTools, tmp_path: Path
) -> None:
    around.engine.fails["apply"] = TerraformError("terraform apply failed")

    with pytest.raises(TerraformError):
        apply_plan(prepared, around.tools(), SavedPlan(fakes.plan(change()), tmp_path / "plan"))

    assert around.engine.asked == [("apply", tmp_path / "plan"), ("state",)]


def test_the_fake_is_an_engine(around: FakeTools) -> None:
    engine: FakeEngine = around.engine

    assert around.tools().engine(changed("staging", {}), around.folder) is engine
