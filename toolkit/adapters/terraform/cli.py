"""The one door to Terraform: what we ask of it, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged

from toolkit.adapters.terraform.drift_json import parse_drift
from toolkit.adapters.terraform.driver import Driver
from toolkit.adapters.terraform.imports import import_blocks, refused
from toolkit.adapters.terraform.plan_json import parse_plan
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.state_file import StateFacts, read_state
from toolkit.errors import StateDamaged, TerraformError


@dataclass
class Terraform(Driver):
    """Terraform's steps in one workspace folder."""

    def init(self) -> None:
        """Installs the provider and connects the backend, unless that was done for this tree."""
        if self._initialised.holds():
            return
        options: dict[str, Any] = {"reconfigure": IsFlagged}
        if self.plugin_dir is not None:
            options["plugin_dir"] = str(self.plugin_dir)
        self._run("init", options)
        self._initialised.remember()

    def validate(self) -> None:
        """Checks the tree without looking at AWS."""
        self._run("validate", {})

    def plan(self, out: Path, options: PlanOptions) -> Plan:
        """Plans into the file `out` (mode 0600) and reads back what the plan would do.

        What is to be imported and cannot be is left out, and named in the plan. Where AWS gives no
        answer nothing is left out: nobody knows then what is there.
        """
        words: dict[str, Any] = {"out": str(out), "lock_timeout": self.lock_timeout}
        if options.targets:
            words["target"] = list(options.targets)
        if options.destroy:
            words["destroy"] = IsFlagged
        refusals: dict[str, str] = {}
        while True:
            imports = tuple(each for each in options.imports if each.address not in refusals)
            try:
                with import_blocks(self.workspace, imports):
                    self._plan(out, words)
            except TerraformError:
                found = refused(self._diagnostics, imports)
                if not found:
                    raise
                refusals |= found
            else:
                return replace(self.read(out), refused_imports=refusals)

    def drift(self, out: Path) -> Plan:
        """What a plan, kept in `out`, found changed outside Terraform.

        A refresh-only plan would fail just where a resource is gone that an output names.
        """
        with import_blocks(self.workspace, ()):
            self._plan(out, {"out": str(out), "lock_timeout": self.lock_timeout})
        return parse_drift(self._json(out))

    def read(self, plan: Path) -> Plan:
        """What a saved plan would do."""
        return parse_plan(self._json(plan))

    def words(self, plan: Path) -> str:
        """A saved plan in Terraform's own words, sensitive values masked by Terraform."""
        return self._capture("show", {}, str(plan))

    def apply(self, plan: Path) -> None:
        """Applies a saved plan, and nothing but it."""
        self._run("apply", {"lock_timeout": self.lock_timeout}, str(plan), events=True)

    def refresh(self, targets: tuple[str, ...] = ()) -> None:
        """Lets the state catch up with what AWS says of the resources, or of some.

        Where half of the pipeline is missing, outputs about the other half cannot be computed.
        """
        words: dict[str, Any] = {"refresh_only": IsFlagged, "auto_approve": IsFlagged}
        if targets:
            words["target"] = list(targets)
        self._run("apply", {**words, "lock_timeout": self.lock_timeout}, events=True)

    def outputs(self) -> dict[str, Any]:
        """Output values by name; those marked sensitive are left out."""
        raw = json.loads(self._capture("output", {"json": IsFlagged}))
        return {name: item["value"] for name, item in raw.items() if not item["sensitive"]}

    def state(self) -> StateFacts:
        """What the state knows: addresses, ids and names. Raises StateDamaged."""
        facts = read_state(self._capture("state pull", {}))
        if facts is None:
            raise StateDamaged("the state cannot be read: it is none, or of another version")
        return facts

    def push(self, file: Path) -> None:
        """Saves a state that was kept in a file; Terraform takes none older than its own."""
        self._capture("state push", {"lock_timeout": self.lock_timeout}, str(file))

    def _plan(self, out: Path, words: Mapping[str, Any]) -> None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.touch(mode=0o600)
        out.chmod(0o600)
        try:
            self._run("plan", words, events=True)
        finally:
            _keep_for_its_owner(out)

    def _json(self, plan: Path) -> str:
        return self._capture("show", {"json": IsFlagged}, str(plan))


def _keep_for_its_owner(plan: Path) -> None:
    """Leaves a plan to its owner alone, and no empty file where there is none."""
    if plan.stat().st_size:
        plan.chmod(0o600)
    else:
        plan.unlink()
