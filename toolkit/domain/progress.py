"""What Terraform says while it runs, as facts that a screen can show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class StepStarted:
    """One of our own steps begins, such as packaging or init."""

    name: str


@dataclass(frozen=True)
class ResourceStarted:
    """Terraform begins to create, change, delete or read a resource."""

    address: str
    action: str
    id: str = ""
    """What AWS calls it, where it is there already."""


@dataclass(frozen=True)
class ResourceDone:
    """Terraform finished with a resource."""

    address: str
    action: str
    seconds: float
    id: str = ""
    """What AWS calls it, where it is still there."""


@dataclass(frozen=True)
class ResourceFailed:
    """Terraform could not do what it wanted with a resource."""

    address: str
    action: str


@dataclass(frozen=True)
class Diagnostic:
    """An error or a warning in Terraform's own words."""

    severity: Literal["error", "warning"]
    summary: str
    detail: str = ""
    address: str = ""
    place: str = ""
    """`file:line` in the rendered tree, if Terraform names one."""


@dataclass(frozen=True)
class Stopping:
    """An interrupt was passed on; Terraform finishes what runs, saves the state and unlocks."""


@dataclass(frozen=True)
class StateDumped:
    """The state in full, which Terraform could save nowhere: this is the only copy."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Said:
    """Any other line of Terraform's."""

    text: str


Event = (
    StepStarted
    | ResourceStarted
    | ResourceDone
    | ResourceFailed
    | Diagnostic
    | Stopping
    | StateDumped
    | Said
)
