"""Runs one step of Terraform: python-terraform builds the words, our own process runs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_terraform import IsFlagged
from python_terraform import Terraform as PythonTerraform

from toolkit.adapters.terraform.binary import Binary
from toolkit.adapters.terraform.events import parse_line
from toolkit.adapters.terraform.failures import failure, interrupted, killed
from toolkit.adapters.terraform.initialised import Initialised
from toolkit.adapters.terraform.process import Finished, run
from toolkit.domain.progress import Diagnostic, Event, Stopping

# python-terraform reads the state as soon as it is made, and with it what is secret there.
_NO_STATE = ".no-state-file"


@dataclass
class Driver:
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

    @property
    def _initialised(self) -> Initialised:
        return Initialised(self.workspace, self.binary, self.plugin_dir)

    def _run(self, step: str, options: Mapping[str, Any], *args: str, events: bool = False) -> None:
        words: dict[str, Any] = {"input": False, "no_color": IsFlagged, **options}
        if step == "validate":
            del words["input"]
        if events:
            words["json"] = IsFlagged
        # An apply that is under way comes to its end even where we are killed.
        outlives = step == "apply"
        self._diagnostics = []
        self._finish(step, self._start(step, words, args, self._line, outlives=outlives))

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
        *,
        outlives: bool = False,
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
            outlives=outlives,
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
        if finished.code < 0:
            raise killed(step, -finished.code)
        if finished.code != 0:
            raise failure(step, self._diagnostics, finished.stderr)
