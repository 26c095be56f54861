"""The journal of an apply: what was planned, what became of it, how it ended.

Written line by line while Terraform works, so that it can be read whatever ends it. It holds names
and ids of resources, and no other value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.domain.import_keys import import_key, name_of
from toolkit.domain.plan import Action, Change, Plan
from toolkit.domain.progress import ResourceDone, ResourceFailed, ResourceStarted

How = Literal["applied", "failed", "interrupted"]
Verb = Literal["apply", "destroy"]

CHANGES = ("create", "update", "delete")
"""Terraform's words for what it does to a resource; whatever else it reports changes nothing."""


@dataclass(frozen=True)
class Planned:
    """What was to happen to one resource."""

    address: str
    type: str
    action: Action
    name: str = ""
    """What people call it, where the plan knew."""
    key: str = ""
    """By what Terraform imports it, `{id}` standing for its id; empty where nobody can say."""
    imported: bool = False
    """Whether it is in AWS already, and was to be taken into the state."""


@dataclass(frozen=True)
class Header:
    """What an apply set out to do."""

    environment: str
    verb: Verb
    started: str
    """UTC, ISO 8601."""
    meaning: str
    """Digest of the plan's meaning."""
    terraform_version: str
    planned: tuple[Planned, ...]
    targets: tuple[str, ...] = ()
    bundle: str = ""
    """Where the sealed plan was, if it was one."""


@dataclass(frozen=True)
class Ended:
    """How Terraform came back; an apply that was killed has no such line."""

    how: How
    at: str


@dataclass(frozen=True)
class Settled:
    """Somebody has looked at what the apply left behind: nothing of it is unknown any more."""

    at: str


Entry = ResourceStarted | ResourceDone | ResourceFailed | Ended | Settled


@dataclass(frozen=True)
class Journal:
    """An apply as far as it is known."""

    header: Header
    entries: tuple[Entry, ...] = ()

    @property
    def ended(self) -> Ended | None:
        """How it ended; None where it runs, or was killed."""
        return next((each for each in self.entries if isinstance(each, Ended)), None)

    @property
    def is_applied(self) -> bool:
        """Whether everything was done."""
        return self.ended is not None and self.ended.how == "applied"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing left to look after."""
        if any(isinstance(each, Settled) for each in self.entries):
            return True
        imports = any(planned.imported for planned in self.header.planned)
        nothing_begun = self.entries[:1] == (self.ended,) and not imports
        return self.is_applied or (self.ended is not None and nothing_begun)


@dataclass(frozen=True)
class FoundJournal:
    """A journal of an earlier apply."""

    path: Path
    journal: Journal
    alive: bool
    """Whether a process of this machine still writes it."""


@dataclass(frozen=True)
class Standing:
    """Everything that was planned, by what became of it."""

    done: tuple[Planned, ...] = ()
    running: tuple[Planned, ...] = ()
    """Begun, and not heard of since."""
    failed: tuple[Planned, ...] = ()
    left: tuple[Planned, ...] = ()


def standing(journal: Journal) -> Standing:
    """How far an apply came."""
    if journal.is_applied:
        return Standing(done=journal.header.planned)
    became = _became(journal.entries)
    by_fate: dict[str, list[Planned]] = {"done": [], "running": [], "failed": [], "left": []}
    for planned in journal.header.planned:
        steps, fate = became.get(planned.address, (0, "left"))
        # A replacement is a deletion and a creation: after the first it is not done.
        unfinished = fate == "done" and planned.action == "replace" and steps < 2
        by_fate["left" if unfinished else fate].append(planned)
    return Standing(**{fate: tuple(found) for fate, found in by_fate.items()})


def _became(entries: Iterable[Entry]) -> dict[str, tuple[int, str]]:
    """For each address how many changes were done, and what was heard last."""
    steps: Counter[str] = Counter()
    last: dict[str, str] = {}
    for entry in entries:
        if isinstance(entry, Ended | Settled) or entry.action not in CHANGES:
            continue
        match entry:
            case ResourceStarted(address):
                last[address] = "running"
            case ResourceDone(address):
                last[address] = "done"
                steps[address] += 1
            case ResourceFailed(address):
                last[address] = "failed"
    return {address: (steps[address], fate) for address, fate in last.items()}


def planned(plan: Plan, region: str, account: str) -> tuple[Planned, ...]:
    """What a plan sets out to do, with the names that bring a lost resource back."""
    imported = tuple(change for change in plan.unchanged if change.import_id)
    return tuple(_planned(change, region, account) for change in (*plan.changes, *imported))


def _planned(change: Change, region: str, account: str) -> Planned:
    key = import_key(change.type, change.identity, region, account)
    return Planned(
        address=change.address,
        type=change.type,
        action=change.action,
        name=name_of(change.identity),
        key=change.import_id or key,
        imported=bool(change.import_id),
    )
