"""The one door to Terraform: python-terraform builds the words, our own process runs them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged
from python_terraform import Terraform as PythonTerraform

from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.events import parse_line
from toolkit.adapters.terraform.failures import failure, interrupted
from toolkit.adapters.terraform.initialised import Initialised
from toolkit.adapters.terraform.plan_json import parse_drift, parse_plan
from toolkit.adapters.terraform.process import Finished, run
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.progress import Diagnostic, Event, Stopping

# python-terraform reads the state as soon as it is made, and with it what is secret there.
_NO_STATE = ".no-state-file"


@dataclass
class Terraform:
    """Terraform in one workspace folder.

    python-terraform 0.10 cannot stream, loses the child on Ctrl-C and sends flags that Terraform
    has dropped, so it only turns options into arguments here.
    """

    binary: Binary
    workspace: Path
    env: Mapping[str, str]
    on_event: Callable[[Event], None]
    plugin_dir: Path | None = None
    lock_timeout: str = "10s"
    """How long to wait for somebody else's lock, in Terraform's words."""
    _diagnostics: list[Diagnostic] = field(default_factory=list)

    def init(self) -> None:
        """Installs the provider and connects the backend, unless that was done for this tree."""
        if self._initialised.holds():
            return
        options: dict[str, Any] = {"reconfigure": IsFlagged}
        if self.plugin_dir is not None:
            options["plugin_dir"] = str(self.plugin_dir)
        self._run("init", options)
        self._initialised.remember()

    @property
    def _initialised(self) -> Initialised:
        return Initialised(self.workspace, self.binary, self.plugin_dir)

    def validate(self) -> None:
        """Checks the tree without looking at AWS."""
        self._run("validate", {})

    def plan(self, out: Path, options: PlanOptions) -> Plan:
        """Plans into the file `out` (mode 0600) and reads back what the plan would do."""
        words: dict[str, Any] = {"out": str(out), "lock_timeout": self.lock_timeout}
        if options.targets:
            words["target"] = list(options.targets)
        if options.destroy:
            words["destroy"] = IsFlagged
        if options.refresh_only:
            words["refresh_only"] = IsFlagged
        out.parent.mkdir(parents=True, exist_ok=True)
        out.touch(mode=0o600)
        try:
            self._run("plan", words, events=True)
        finally:
            _keep_for_its_owner(out)
        return self.read(out, drift=options.refresh_only)

    def read(self, plan: Path, *, drift: bool = False) -> Plan:
        """What a saved plan would do; with `drift`, what it found changed outside Terraform."""
        text = self._capture("show", {"json": IsFlagged}, str(plan))
        return parse_drift(text) if drift else parse_plan(text)

    def words(self, plan: Path) -> str:
        """A saved plan in Terraform's own words, sensitive values masked by Terraform."""
        return self._capture("show", {}, str(plan))

    def apply(self, plan: Path) -> None:
        """Applies a saved plan, and nothing but it."""
        self._run("apply", {"lock_timeout": self.lock_timeout}, str(plan), events=True)

    def refresh(self) -> None:
        """Lets the state catch up with what AWS says of the resources."""
        words = {"refresh_only": IsFlagged, "auto_approve": IsFlagged}
        self._run("apply", {**words, "lock_timeout": self.lock_timeout}, events=True)

    def outputs(self) -> dict[str, Any]:
        """Output values by name; those marked sensitive are left out."""
        raw = json.loads(self._capture("output", {"json": IsFlagged}))
        return {name: item["value"] for name, item in raw.items() if not item["sensitive"]}

    def _run(self, step: str, options: Mapping[str, Any], *args: str, events: bool = False) -> None:
        words: dict[str, Any] = {"input": False, "no_color": IsFlagged, **options}
        if step == "validate":
            del words["input"]
        if events:
            words["json"] = IsFlagged
        self._diagnostics = []
        self._finish(step, self._start(step, words, args, self._line))

    def _capture(self, step: str, options: Mapping[str, Any], *args: str) -> str:
        lines: list[str] = []
        self._diagnostics = []
        words = {"no_color": IsFlagged, **options}
        self._finish(step, self._start(step, words, args, lines.append))
        return "".join(lines)

    def _start(
        self,
        step: str,
        options: Mapping[str, Any],
        args: Sequence[str],
        on_line: Callable[[str], None],
    ) -> Finished:
        wrapper = PythonTerraform(
            working_dir=str(self.workspace),
            terraform_bin_path=str(self.binary.path),
            state=_NO_STATE,
        )
        return run(
            wrapper.generate_cmd_string(step, *args, **options),
            cwd=self.workspace,
            env={**self.env, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"},
            on_line=on_line,
            on_interrupt=lambda: self.on_event(Stopping()),
        )

    def _line(self, line: str) -> None:
        event = parse_line(line)
        if isinstance(event, Diagnostic):
            self._diagnostics.append(event)
        if event is not None:
            self.on_event(event)

    def _finish(self, step: str, finished: Finished) -> None:
        if finished.interrupted or finished.code != 0:
            self._initialised.forget()
        if finished.interrupted:
            raise interrupted(step)
        if finished.code != 0:
            raise failure(step, self._diagnostics, finished.stderr)


def _keep_for_its_owner(plan: Path) -> None:
    """Leaves a plan to its owner alone, and no empty file where there is none."""
    if plan.stat().st_size:
        plan.chmod(0o600)
    else:
        plan.unlink()
