"""What the Terraform workflows need from the outside, as Protocols and one bundle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from toolkit.domain.artifact import Artifact
from toolkit.domain.environment import Environment
from toolkit.domain.plan import Plan, PlanOptions
from toolkit.domain.progress import Event
from toolkit.domain.state_file import StateFacts
from toolkit.domain.tree import Tree
from toolkit.workflows.applies import Applies


class Engine(Protocol):
    """Terraform in one workspace."""

    def init(self) -> None:
        """Installs the provider and connects the backend."""

    def plan(self, out: Path, options: PlanOptions) -> Plan:
        """Saves a plan in `out` and tells what it would do."""

    def drift(self, out: Path) -> Plan:
        """Tells what was changed outside Terraform, by way of a plan that it saves in `out`."""

    def read(self, plan: Path) -> Plan:
        """Tells what a saved plan would do."""

    def words(self, plan: Path) -> str:
        """A saved plan in Terraform's own words."""

    def apply(self, plan: Path) -> None:
        """Applies a saved plan."""

    def refresh(self, targets: tuple[str, ...] = ()) -> None:
        """Lets the state catch up with AWS, or some addresses of it."""

    def outputs(self) -> dict[str, Any]:
        """Output values by name, without sensitive ones."""

    def state(self) -> StateFacts:
        """What the state knows; raises StateDamaged where it cannot be read."""

    def push(self, file: Path) -> None:
        """Saves a state that was kept in a file."""


@dataclass(frozen=True)
class Tools:
    """The collaborators of plan, apply, destroy, drift and output, for one environment."""

    render: Callable[[Environment], Tree]
    package: Callable[[Environment], Artifact]
    write: Callable[[Environment, Tree, Artifact], Path]
    """Writes the workspace and returns its folder."""
    engine: Callable[[Environment, Path], Engine]
    upload: Callable[[Environment, Artifact], None]
    """Puts the artifact where the function finds it; a no-op where it is there already."""
    report: Callable[[Event], None]
    applies: Callable[[Environment], Applies]
    """Journals, kept states and the lock."""
