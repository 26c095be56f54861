"""What Terraform does with an altered plan, and what becomes of one in a sealed bundle."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import FakeTools
from tests.terraform.trees import Terraform
from tests.unit.environment.changed import changed
from tests.unit.seal.bundles import Desk
from toolkit.adapters.bundle_file import read_bundle, write_bundle
from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.cli import Terraform as Engine
from toolkit.domain.plan import PlanOptions
from toolkit.domain.seal.statement import Statement
from toolkit.errors import StalePlan
from toolkit.workflows.applying import apply_plan
from toolkit.workflows.planning import SavedPlan, make_plan
from toolkit.workflows.preparing import Prepared
from toolkit.workflows.sealing import Terms, plan_again, seal, unseal

pytestmark = pytest.mark.terraform

ROOT = """
variable "watched" {
  type = string
}

variable "other" {
  type = string
}

resource "terraform_data" "watched" {
  input = var.watched
}

resource "terraform_data" "other" {
  input = var.other
}

output "watched" {
  value = terraform_data.watched.output
}
"""


@dataclass
class Root:
    """A root without any provider, driven by the real adapter."""

    terraform: Terraform
    folder: Path
    engine: Engine
    prepared: Prepared
    around: FakeTools
    desk: Desk

    def write(self, watched: str, other: str = "first_") -> None:
        values = {"watched": watched, "other": other}
        (self.folder / "terraform.tfvars.json").write_text(json.dumps(values))

    def plan(self, name: str = "saved") -> SavedPlan:
        out = self.folder.parent / name
        return make_plan(self.prepared, self.around.tools(), out, PlanOptions())

    def apply(self) -> None:
        self.engine.apply(self.plan("applied").file)

    def seal(self, saved: SavedPlan) -> Statement:
        terms = Terms(timedelta(hours=1), PlanOptions())
        tools, sealing = self.around.tools(), self.desk.sealing()
        return seal(self.prepared, tools, saved, self.desk.bundle, terms, sealing)

    def again(self, saved: SavedPlan, statement: Statement) -> Callable[[], SavedPlan]:
        file = self.folder.parent / "again"
        return lambda: plan_again(self.prepared, self.around.tools(), saved, statement, file)


@pytest.fixture
def root(terraform: Terraform, tmp_path: Path) -> Root:
    """Both resources are applied with `first`; a plan for `second` comes next."""
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "main.tf").write_text(ROOT)
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(terraform.settings)}
    engine = Engine(
        Binary(terraform.binary, "1.15.5", "embedded"), folder, environment, lambda _: None
    )
    around = FakeTools(folder)
    (tmp_path / "desk").mkdir()
    desk = Desk(tmp_path / "desk")
    prepared = Prepared(changed("staging", {}), around.artifact, folder, engine)
    made = Root(terraform, folder, engine, prepared, around, desk)
    made.write("first_")
    engine.init()
    made.apply()
    made.write("second")
    return made


def tampered(plan: bytes) -> bytes:
    """The plan with one value altered in its `tfplan`, as anybody with a text editor could."""
    with zipfile.ZipFile(io.BytesIO(plan)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert b"second" in members["tfplan"]
    members["tfplan"] = members["tfplan"].replace(b"second", b"forged")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_terraform_itself_applies_a_tampered_plan(root: Root) -> None:
    saved = root.plan()
    saved.file.write_bytes(tampered(saved.file.read_bytes()))

    root.engine.apply(saved.file)

    assert root.engine.outputs() == {"watched": "forged"}


def test_a_sealed_plan_that_was_tampered_with_is_refused(root: Root) -> None:
    root.seal(root.plan())
    bundle = read_bundle(root.desk.bundle)
    write_bundle(root.desk.bundle, replace(bundle, plan=tampered(bundle.plan)))

    with pytest.raises(StalePlan, match="altered after it was sealed"):
        unseal(root.prepared.environment, root.desk.bundle, root.desk.sealing())

    assert root.engine.outputs() == {"watched": "first_"}


def test_a_sealed_plan_is_applied_as_it_was_reviewed(root: Root) -> None:
    root.seal(root.plan())
    bundle = unseal(root.prepared.environment, root.desk.bundle, root.desk.sealing())
    file = root.folder.parent / "opened"
    file.write_bytes(bundle.plan)

    applied = apply_plan(
        root.prepared, root.around.tools(), SavedPlan(root.engine.read(file), file)
    )

    assert applied.outputs == {"watched": "second"}


def test_a_plan_goes_on_where_only_the_state_has_moved(root: Root) -> None:
    saved = root.plan()
    statement = root.seal(saved)
    for step in ("taint", "untaint"):
        assert root.terraform.run(root.folder, step, "terraform_data.other").returncode == 0

    with pytest.raises(StalePlan, match="no longer fits the state"):
        apply_plan(root.prepared, root.around.tools(), saved)
    applied = apply_plan(root.prepared, root.around.tools(), saved, root.again(saved, statement))

    assert applied.outputs == {"watched": "second"}


def test_a_plan_that_would_do_something_else_by_now_is_shown_and_not_applied(root: Root) -> None:
    saved = root.plan()
    statement = root.seal(saved)
    root.write("third_", other="third_")
    root.apply()
    root.write("second", other="third_")

    with pytest.raises(StalePlan) as refused:
        apply_plan(root.prepared, root.around.tools(), saved, root.again(saved, statement))

    assert refused.value.exit_code == 4
    assert refused.value.details[0] == (
        "~ terraform_data.watched: input third_ -> second, reviewed first_ -> second; "
        "output third_ -> (known after apply), reviewed first_ -> (known after apply)"
    )
    assert root.engine.outputs() == {"watched": "third_"}
