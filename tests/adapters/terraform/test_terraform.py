"""Real Terraform, driven through its adapter, on a root that needs no provider from elsewhere."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.adapters.processes import terraform_in
from toolkit.adapters.terraform.binary import Binary, find
from toolkit.adapters.terraform.cli import Terraform
from toolkit.domain.plan import Import, PlanOptions, Summary
from toolkit.domain.progress import Event, ResourceDone, ResourceStarted, Stopping
from toolkit.domain.state_file import StateFacts
from toolkit.embedded import engine
from toolkit.errors import (
    ConfigError,
    Interrupted,
    StalePlan,
    StateDamaged,
    StateLocked,
    TerraformError,
)

pytestmark = pytest.mark.terraform

CHECKOUT = Path(__file__).parents[3]

ROOT = """
variable "greeting" {
  default = "hello"
}

variable "password" {
  default   = "swordfish"
  sensitive = true
}

resource "terraform_data" "first" {
  input = var.greeting
}

resource "terraform_data" "second" {
  input = { greeting = terraform_data.first.output, password = var.password }
}

output "greeting" {
  value = terraform_data.first.output
}

output "password" {
  value     = var.password
  sensitive = true
}
"""

SLOW = """
resource "terraform_data" "first" {}

resource "terraform_data" "slow" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" {
    command = "sleep 60"
  }
}

resource "terraform_data" "never" {
  depends_on = [terraform_data.slow]
}
"""


@pytest.fixture(scope="session", params=["embedded", "PATH"])
def binary(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Binary:
    """The embedded Terraform, and the one on PATH where there is one."""
    if request.param == "embedded":
        if not engine.available():
            pytest.skip("the embedded Terraform is not installed")
        shim = engine.ensure_shim(tmp_path_factory.mktemp("cache"))
        return Binary(shim, engine.TERRAFORM_VERSION, "embedded")
    try:
        return find(None, lambda: None)
    except ConfigError:
        pytest.skip("no recent Terraform on PATH")


@pytest.fixture
def events() -> list[Event]:
    """What was reported."""
    return []


@pytest.fixture
def terraform(binary: Binary, tmp_path: Path, events: list[Event]) -> Terraform:
    """An initialised workspace, in a folder whose name is not easy."""
    workspace = tmp_path / "a workspace"
    workspace.mkdir()
    config = tmp_path / "terraform.rc"
    config.touch()
    (workspace / "main.tf").write_text(ROOT)
    env = {"PATH": os.defpath, "TF_CLI_CONFIG_FILE": str(config)}
    made = Terraform(binary, workspace, env, events.append, lock_timeout="0s")
    made.init()
    return made


@pytest.fixture
def saved(terraform: Terraform) -> Path:
    """A saved plan that creates everything."""
    file = terraform.workspace / "plans" / "the plan"
    terraform.plan(file, PlanOptions())
    return file


def test_a_plan_says_what_it_would_do_and_can_be_read_again(
    terraform: Terraform, binary: Binary, tmp_path: Path
) -> None:
    file = tmp_path / "plans" / "the plan"

    plan = terraform.plan(file, PlanOptions())

    assert plan.summary == Summary(create=2)
    assert plan.terraform_version == binary.version
    assert terraform.read(file) == plan


def test_a_plan_is_its_owner_s_alone(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600


def test_terraform_s_own_words_hide_what_is_sensitive(terraform: Terraform, saved: Path) -> None:
    words = terraform.words(saved)

    assert "terraform_data.first will be created" in words
    assert "swordfish" not in words
    assert "\x1b" not in words


def test_applying_a_plan_does_what_it_said_and_then_there_is_nothing_to_do(
    terraform: Terraform, saved: Path, events: list[Event]
) -> None:
    terraform.apply(saved)

    started = [event.address for event in events if isinstance(event, ResourceStarted)]
    done = [event.address for event in events if isinstance(event, ResourceDone)]
    assert started == done == ["terraform_data.first", "terraform_data.second"]
    assert terraform.plan(saved, PlanOptions()).is_empty


def test_outputs_come_without_the_sensitive_ones(terraform: Terraform, saved: Path) -> None:
    before = terraform.outputs()

    terraform.apply(saved)

    assert before == {}
    assert terraform.outputs() == {"greeting": "hello"}


def test_a_plan_can_be_about_one_address(terraform: Terraform, saved: Path) -> None:
    plan = terraform.plan(saved, PlanOptions(targets=("terraform_data.first",)))

    assert [change.address for change in plan.changes] == ["terraform_data.first"]


def test_a_plan_can_be_the_end_of_everything(terraform: Terraform, saved: Path) -> None:
    terraform.apply(saved)

    plan = terraform.plan(saved, PlanOptions(destroy=True))
    terraform.apply(saved)

    assert plan.summary == Summary(delete=2)
    assert terraform.plan(saved, PlanOptions()).summary == Summary(create=2)


def test_nothing_drifts_where_nobody_touched_anything(terraform: Terraform, saved: Path) -> None:
    terraform.apply(saved)

    assert terraform.drift(saved).is_empty


def test_a_plan_that_was_overtaken_is_stale(terraform: Terraform, saved: Path) -> None:
    other = saved.with_name("other")
    terraform.plan(other, PlanOptions())
    terraform.apply(other)

    with pytest.raises(StalePlan) as refusal:
        terraform.apply(saved)

    assert refusal.value.exit_code == 4


def test_a_file_that_is_no_plan_is_told_from_one(terraform: Terraform, saved: Path) -> None:
    saved.write_text("not a plan")

    with pytest.raises(ConfigError, match="not a saved plan") as refusal:
        terraform.read(saved)

    assert "\x1b" not in "".join(refusal.value.details)


def test_a_locked_state_says_who_holds_it(terraform: Terraform, saved: Path) -> None:
    terraform.apply(saved)

    with locked(terraform.workspace), pytest.raises(StateLocked) as refusal:
        terraform.plan(saved, PlanOptions())

    assert refusal.value.exit_code == 5
    assert "Who: ana@desk" in refusal.value.details


@contextmanager
def locked(workspace: Path) -> Iterator[None]:
    """Holds the lock of a local state, as another Terraform would."""
    holder = {"ID": "6a5ba5d6", "Who": "ana@desk", "Operation": "OperationTypeApply"}
    info = workspace / ".terraform.tfstate.lock.info"
    with (workspace / "terraform.tfstate").open("r+") as state:
        fcntl.lockf(state, fcntl.LOCK_EX)
        info.write_text(json.dumps(holder))
        yield
    info.unlink()


def test_a_broken_tree_is_named_by_its_line(terraform: Terraform, saved: Path) -> None:
    (terraform.workspace / "broken.tf").write_text('output "x" {\n  value = nowhere.at.all\n}\n')

    with pytest.raises(TerraformError, match="terraform plan failed") as refusal:
        terraform.plan(saved, PlanOptions())

    assert any("broken.tf:2" in line for line in refusal.value.details)


def test_a_plan_that_failed_leaves_no_file_that_looks_like_one(terraform: Terraform) -> None:
    (terraform.workspace / "broken.tf").write_text('output "x" {')
    file = terraform.workspace / "plans" / "failed"

    with pytest.raises(TerraformError):
        terraform.plan(file, PlanOptions())

    assert not file.exists()


def test_validation_needs_no_plan(terraform: Terraform) -> None:
    terraform.validate()

    (terraform.workspace / "broken.tf").write_text('output "x" {')
    with pytest.raises(TerraformError, match="terraform validate failed"):
        terraform.validate()


def test_an_interrupt_saves_the_state_and_releases_the_lock(
    terraform: Terraform, saved: Path, events: list[Event]
) -> None:
    (terraform.workspace / "main.tf").write_text(SLOW)
    plan = terraform.plan(saved, PlanOptions())
    assert plan.summary == Summary(create=3)
    pressing = replace(terraform, on_event=press_when("terraform_data.slow", events))

    with pytest.raises(Interrupted) as stop:
        pressing.apply(saved)

    assert stop.value.exit_code == 130
    assert events.count(Stopping()) == 1
    again = terraform.plan(saved, PlanOptions())
    left = {change.address: change.action for change in again.changes}
    assert left == {"terraform_data.slow": "replace", "terraform_data.never": "create"}


def press_when(address: str, events: list[Event]) -> Callable[[Event], None]:
    """Ctrl-C as soon as Terraform begins with a resource."""

    def hear(event: Event) -> None:
        events.append(event)
        if isinstance(event, ResourceStarted) and event.address == address:
            os.kill(os.getpid(), signal.SIGINT)

    return hear


def test_a_terraform_that_is_killed_says_so(
    terraform: Terraform, saved: Path, events: list[Event]
) -> None:
    (terraform.workspace / "main.tf").write_text(SLOW)
    terraform.plan(saved, PlanOptions())

    def kill(event: Event) -> None:
        if event == ResourceStarted("terraform_data.slow", "create"):
            for line in terraform_in(terraform.workspace) or ():
                os.kill(int(line.split()[0]), signal.SIGKILL)

    with pytest.raises(TerraformError, match=r"Terraform was killed .* \(SIGKILL\)"):
        replace(terraform, on_event=kill).apply(saved)


# Applies a saved plan as we do, and says when the resource that waits has begun.
APPLIES = """
import sys
from pathlib import Path
from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.cli import Terraform
binary, workspace, plan, config = sys.argv[1:]
env = {"PATH": "/usr/bin:/bin", "TF_CLI_CONFIG_FILE": config}
Terraform(Binary(Path(binary), "1.11.4", "named"), Path(workspace), env,
    lambda event: print(event, flush=True)).apply(Path(plan))
"""

WAITS = """
resource "terraform_data" "waits" {
  provisioner "local-exec" {
    command = "touch started; while [ ! -e go-on ]; do sleep 0.1; done; seq 20000"
  }
}

resource "terraform_data" "after" {
  depends_on = [terraform_data.waits]
}
"""


def test_an_apply_comes_to_its_end_where_we_are_killed(
    terraform: Terraform, saved: Path, tmp_path: Path
) -> None:
    workspace = terraform.workspace
    (workspace / "main.tf").write_text(WAITS)
    terraform.plan(saved, PlanOptions())
    words = (terraform.binary.path, workspace, saved, tmp_path / "terraform.rc")
    with subprocess.Popen(
        [sys.executable, "-c", APPLIES, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.DEVNULL,
    ) as parent:
        while not (workspace / "started").exists():
            assert parent.poll() is None
            time.sleep(0.05)
        parent.kill()

    (workspace / "go-on").touch()
    while terraform_in(workspace):
        time.sleep(0.05)

    assert set(terraform.state().resources) == {"terraform_data.waits", "terraform_data.after"}


def test_a_state_is_known_by_addresses_and_ids(terraform: Terraform, saved: Path) -> None:
    assert terraform.state() == StateFacts()
    terraform.apply(saved)

    found = terraform.state()

    assert set(found.resources) == {"terraform_data.first", "terraform_data.second"}
    assert found.resources["terraform_data.first"].id
    assert "swordfish" not in repr(found)


def test_a_state_that_was_cut_short_is_told_from_one_that_is_locked(
    terraform: Terraform, saved: Path
) -> None:
    terraform.apply(saved)
    state = terraform.workspace / "terraform.tfstate"
    state.write_bytes(state.read_bytes()[:100])

    with pytest.raises(StateDamaged):
        terraform.state()
    with pytest.raises(StateDamaged):
        terraform.plan(saved, PlanOptions())


def test_a_kept_state_is_pushed_unless_it_is_older(terraform: Terraform, saved: Path) -> None:
    terraform.apply(saved)
    state = terraform.workspace / "terraform.tfstate"
    kept = terraform.workspace / "kept"
    kept.write_bytes(state.read_bytes())
    state.unlink()

    terraform.push(kept)
    assert len(terraform.state().resources) == 2

    terraform.plan(saved, PlanOptions(destroy=True, targets=("terraform_data.second",)))
    terraform.apply(saved)
    with pytest.raises(TerraformError, match="the state has moved on"):
        terraform.push(kept)
    assert list(terraform.state().resources) == ["terraform_data.first"]


def test_what_is_there_is_taken_into_the_state(terraform: Terraform, saved: Path) -> None:
    there = Import("terraform_data.first", 'an "${id}"')

    plan = terraform.plan(saved, PlanOptions(imports=(there,)))
    terraform.apply(saved)

    assert [(change.address, change.import_id) for change in plan.imports] == [
        ("terraform_data.first", 'an "${id}"')
    ]
    assert terraform.state().resources["terraform_data.first"].id == 'an "${id}"'
    assert terraform.plan(saved, PlanOptions()).is_empty


def test_what_cannot_be_taken_in_is_left_out_and_named(terraform: Terraform, saved: Path) -> None:
    there = Import("terraform_data.first", "first")
    nowhere = Import("terraform_data.nowhere", "nowhere")
    taken = Import("terraform_data.second", "second")

    plan = terraform.plan(saved, PlanOptions(imports=(there, nowhere, taken)))

    assert [change.address for change in plan.imports] == [there.address, taken.address]
    assert list(plan.refused_imports) == [nowhere.address]
    assert "does not exist" in plan.refused_imports[nowhere.address]
    assert not list(terraform.workspace.glob("*imports*"))


def test_a_fault_that_is_not_an_import_s_is_told(terraform: Terraform, saved: Path) -> None:
    (terraform.workspace / "broken.tf").write_text('output "x" {\n  value = nowhere.at.all\n}\n')

    with pytest.raises(TerraformError, match="terraform plan failed"):
        terraform.plan(saved, PlanOptions(imports=(Import("terraform_data.first", "first"),)))

    assert not list(terraform.workspace.glob("*imports*"))


def test_a_workspace_without_a_binary_says_so(terraform: Terraform, tmp_path: Path) -> None:
    gone = replace(terraform, binary=Binary(tmp_path / "terraform", "1.11.0", "named"))

    with pytest.raises(TerraformError, match="cannot run"):
        gone.outputs()


def test_the_tree_can_be_moved_between_init_and_plan(terraform: Terraform, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(terraform.workspace, elsewhere)

    plan = replace(terraform, workspace=elsewhere).plan(elsewhere / "plan", PlanOptions())

    assert plan.summary == Summary(create=2)
