"""What a Terraform plan would do, without the values that nobody should see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Literal, Protocol

Action = Literal["create", "update", "delete", "replace", "read", "forget", "keep"]
"""`forget`: leaves the state and stays in AWS; `keep`: nothing happens."""

Facts = Mapping[str, Any]
"""The attributes of a resource that rules judge, as JSON values and `Withheld`."""


class Withheld(Enum):
    """Stands for a value that a plan does not know or must not show."""

    UNKNOWN = "(known after apply)"
    SENSITIVE = "(sensitive)"


# In the order an event travels; what is in no module comes last.
STAGES = (
    "network",
    "collectors",
    "streams",
    "enrichers",
    "salt",
    "lambda",
    "firehose",
    "storage",
)


@dataclass(frozen=True)
class Import:
    """Something in AWS that is to be taken into the state."""

    address: str
    key: str
    """By what Terraform finds it."""


@dataclass(frozen=True)
class Command:
    """A program of its own that Terraform runs for a resource, and the word for it."""

    address: str
    kind: str


@dataclass(frozen=True)
class PlanOptions:
    """What a plan may be asked for."""

    targets: tuple[str, ...] = ()
    """Addresses to plan alone, with what they depend on."""
    destroy: bool = False
    """Whether to plan the end of everything."""
    imports: tuple[Import, ...] = ()
    """What to take into the state on the way."""


@dataclass(frozen=True)
class AttributeChange:
    """One attribute of a resource; values as short text, never a sensitive one."""

    name: str
    before: str | None
    after: str | None
    forces_replacement: bool = False

    @property
    def outermost(self) -> str:
        """The attribute of the resource that holds it: `rule` of `rule[1].days`."""
        return re.split(r"[.\[]", self.name)[0]


@dataclass(frozen=True)
class Change:
    """What happens to one resource."""

    address: str
    type: str
    action: Action
    actions: tuple[str, ...]
    """Terraform's own words, such as `("delete", "create")`."""
    attributes: tuple[AttributeChange, ...] = ()
    before: Facts | None = field(default=None, repr=False)
    """What rules judge of the resource as it is; None where there is none yet."""
    after: Facts | None = field(default=None, repr=False)
    """The same as it will be; None where there is none any more."""
    previous_address: str = ""
    """Where a `moved` block found it."""
    meaning: str = ""
    """Digest of everything that happens to it, values included."""
    identity: Mapping[str, str] = field(default_factory=dict)
    """What names it in AWS, as far as the plan knows: names, never other values."""
    import_id: str = ""
    """By what it is taken into the state, where the plan does that."""

    @property
    def stage(self) -> str:
        """The module that holds the resource, as the stage of the pipeline it is."""
        parts = self.address.split(".")
        return parts[1].partition("[")[0] if parts[0] == "module" else ""


@dataclass(frozen=True)
class Summary:
    """How many resources a plan touches; a replacement counts as one replacement."""

    create: int = 0
    update: int = 0
    delete: int = 0
    replace: int = 0
    forget: int = 0
    imports: int = 0
    """Taken into the state; what is changed on the way counts as changed as well."""

    @property
    def total(self) -> int:
        """Resources touched."""
        return self.create + self.update + self.delete + self.replace + self.forget

    @property
    def steps(self) -> int:
        """What Terraform will report as done: a replacement is a deletion and a creation."""
        return self.create + self.update + self.delete + 2 * self.replace


@dataclass(frozen=True)
class Plan:
    """A plan as rules and people read it."""

    terraform_version: str
    changes: tuple[Change, ...]
    outputs_changed: bool = False
    artifact_sha256: str | None = None
    """Digest of the Lambda artifact that the plan was made with."""
    account_id: str | None = None
    """The account that the plan's variables name."""
    complete: bool = True
    """Whether it was made of everything, and not of targets alone."""
    unchanged: tuple[Change, ...] = ()
    """Resources that stay as they are; rules look at them beside the changes."""
    meaning: str = ""
    """Digest of all that applying it would do; two plans with one meaning do the same."""
    commands: tuple[Command, ...] = ()
    """Programs that it runs beside providers, whether or not their resource changes."""
    reads: tuple[Change, ...] = ()
    """Data sources whose answers the state would hold, of the types that rules judge."""
    refused_imports: Mapping[str, str] = field(default_factory=dict)
    """Addresses that were to be taken into the state and cannot be, and why; empty: not there."""

    @property
    def resources(self) -> tuple[Change, ...]:
        """Everything that the plan knows, changed or not."""
        return self.changes + self.unchanged

    @property
    def summary(self) -> Summary:
        """The counts of its changes."""
        return replace(summarize(self.changes), imports=len(self.imports))

    @property
    def imports(self) -> tuple[Change, ...]:
        """What it takes into the state that is in AWS already."""
        return tuple(change for change in self.resources if change.import_id)

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing, not even the state."""
        return not self.changes and not self.outputs_changed and not self.imports


class Acting(Protocol):
    """Anything that happens to a resource."""

    @property
    def action(self) -> Action:
        """What happens."""


def summarize(changes: Iterable[Acting]) -> Summary:
    """Counts changes by action; reads do not count."""
    counts = Counter(change.action for change in changes)
    return Summary(
        create=counts["create"],
        update=counts["update"],
        delete=counts["delete"],
        replace=counts["replace"],
        forget=counts["forget"],
    )
