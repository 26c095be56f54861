"""The salt for people. No salt is ever on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.salt.history import Record
from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.domain.salt.keyring import KeyringEntry
from toolkit.workflows.salt.bridging import Bridging
from toolkit.workflows.salt.initializing import Initialized
from toolkit.workflows.salt.repairing import Repair
from toolkit.workflows.salt.reporting import SaltStatus
from toolkit.workflows.salt.retiring import Retirement
from toolkit.workflows.salt.rolling_back import Rollback
from toolkit.workflows.salt.rotating import Rotation

_PHASES = {"done": "green", "begun": "yellow", "abandoned": "dim"}


def initialized(found: Initialized, *, dry_run: bool) -> Text:
    """What `salt init` did."""
    if not found.made:
        return Text(f"{found.secret} has a keyring already, with {found.id} as its newest entry")
    return Text(f"{_would(dry_run)}{found.secret}: first entry {found.id}")


def rotation(found: Rotation, *, dry_run: bool) -> Text:
    """What `salt rotate` did."""
    when = instant_text(found.active_from)
    if not found.made:
        says = f"{found.id} waits already and becomes active at {when}; nothing was added"
    else:
        says = f"{_would(dry_run)}{found.id} replaces {found.replaces} for events from {when} on"
    if found.proved:
        says += f"\nproved: events of {when} carry {found.id}, those before it {found.replaces}"
    elif not found.functions:
        says += "\nno function is deployed that could have tested it"
    return Text(says)


def rollback(found: Rollback, *, dry_run: bool) -> Text:
    """What `salt rollback` did."""
    lead = _would(dry_run) if found.made else "done before: "
    if found.removed:
        return Text(f"{lead}{found.removed} is removed; it never became active")
    when = instant_text(found.active_from) if found.active_from else ""
    says = f"{lead}{found.restored} brings the salt of {found.restores} back from {when} on"
    return Text(f"{says}\n{found.broken}" if found.broken else says)


def retirement(found: Retirement, *, dry_run: bool) -> Text:
    """What `salt retire` did or would do."""
    if dry_run:
        return Text(f"would retire {found.epoch.id}: {found.epoch.sentence()}")
    verb = "retired" if found.made else "was retired before:"
    left = found.unlabelled_versions
    kept = (
        f"\n{left} versions without a label hold it until Secrets Manager removes them; "
        "the secret's policy lets nobody read those"
        if left
        else ""
    )
    return Text(f"{verb} {found.epoch.id}: {found.epoch.sentence()}{kept}")


def repair(found: Repair, *, dry_run: bool) -> Text:
    """What `salt repair` found and did."""
    if not found.findings:
        return Text(f"{found.secret}: nothing to repair", style="green")
    lines = []
    for each in found.findings:
        mark = "needs a person: " if each.fix is None else ("would right: " if dry_run else "")
        lines.append(f"{mark}{each.sentence}{'; righted' if each.fix and not dry_run else ''}")
    return Text("\n".join(lines))


def bridging(found: Bridging, *, dry_run: bool) -> Text:
    """The bridge, or that there is none."""
    lead = _would(dry_run) if found.made else ""
    if found.mapping is None:
        return Text(f"{lead}{found.secret} has no bridge")
    bridge = found.mapping.bridge
    return Text(
        f"{lead}events from {instant_text(bridge.starts)} until {instant_text(bridge.ends)} carry "
        f"{', '.join(bridge.columns)} under {found.mapping.new_id} and {bridge.old_id}"
    )


def history(records: tuple[Record, ...]) -> RenderableType:
    """Every change, one line each."""
    if not records:
        return Text("nothing was ever recorded")
    table = Table("when", "what", "", "entries", "who", "why", box=None, padding=(0, 2, 0, 0))
    for each in records:
        phase = "cut short" if each.phase == "begun" else each.phase
        table.add_row(
            instant_text(each.at),
            each.action,
            Text(phase, style=_PHASES[each.phase]),
            Text(", ".join(each.ids)),
            Text(each.by),
            Text(each.reason),
        )
    return table


def status(found: SaltStatus) -> RenderableType:
    """Entries, labels, policy, readers, functions, faults."""
    return Group(*_sections(found))


def _sections(found: SaltStatus) -> Iterator[RenderableType]:
    yield Text(found.secret, style="bold")
    yield _entries(found)
    overdue = found.left.total_seconds() < 0
    limit = f"the active salt is {duration_text(found.now - found.active.active_from)} old"
    rest = f"{duration_text(abs(found.left))} {'over' if overdue else 'until'} the policy's limit"
    yield Text(f"{limit}, {rest}", style="bold red" if overdue else "")
    for version, labels in found.labels.items():
        yield Text(f"{' '.join(labels)}: version {version}", style="dim")
    yield _readers(found)
    yield from (_function(each.name, each.says) for each in found.functions)
    if not found.functions:
        yield Text("no function is deployed", style="dim")
    yield from (Text(f"! {fault}", style="bold red") for fault in found.faults)


def _entries(found: SaltStatus) -> Table:
    table = Table("entry", "keys events from", "until", "", box=None, padding=(0, 2, 0, 0))
    for entry in found.keyring.entries:
        until = found.keyring.until(entry.id)
        table.add_row(
            entry.id,
            instant_text(entry.active_from),
            instant_text(until) if until else "",
            _remark(found, entry),
        )
    return table


def _remark(found: SaltStatus, entry: KeyringEntry) -> Text:
    if entry is found.active:
        state, style = "active", "green"
    elif entry is found.scheduled:
        state, style = f"in {duration_text(entry.active_from - found.now)}", "yellow"
    else:
        state, style = "", ""
    back = f" brings {entry.restores} back" if entry.restores else ""
    bridge = f" bridge to {entry.bridge.old_id}" if entry.bridge else ""
    return Text(f"{state}{back}{bridge}".strip(), style=style)


def _readers(found: SaltStatus) -> Text:
    names = ", ".join(found.readers.principals) or "nobody by name"
    if found.readers.closed:
        return Text(f"may be read by: {names}")
    return Text(f"may be read by whoever IAM allows, and by: {names}", style="yellow")


def _function(name: str, says: str) -> Text:
    if says:
        return Text(f"{name}: {says}", style="bold red")
    return Text(f"{name}: has this keyring", style="green")


def _would(dry_run: bool) -> str:
    return "dry run: " if dry_run else ""
