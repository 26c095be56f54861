"""What an environment stands on and who holds its lock, for people and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.bootstrap.seal_keys import seal_wish
from toolkit.domain.environment import Environment
from toolkit.domain.salt.instants import duration_text, instant_text
from toolkit.workflows.bootstrapping import Found
from toolkit.workflows.unlocking import Held


def ground_view(environment: Environment, found: Sequence[Found]) -> RenderableType:
    """What is there and what would be made."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for each in found:
        state, style = _status(each)
        table.add_row(each.thing.kind, each.thing.name, Text(state, style=style))
        for gap in each.gaps:
            mark = "by hand" if gap.by_hand else "+"
            table.add_row("", Text(f"{mark} {gap.fix}", style="dim"), Text(gap.part, style="dim"))
    head = Text(f"{environment.name} in account {environment.aws.account_id}", style="bold")
    return Group(head, table)


def bootstrapped_view(
    environment: Environment, found: Sequence[Found], *, dry_run: bool
) -> RenderableType:
    """What was done, and what to write and to type next."""
    lines = [Text(_outcome(environment, found, dry_run=dry_run), style="bold green")]
    if _unnamed(environment):
        key = seal_wish(environment).key
        lines.append(Text(f"write into environments/{environment.name}.yaml, so that CI can seal:"))
        lines += [Text("seal:"), Text(f"  kms_key: {key}")]
    return Group(*lines)


def ground_json(
    environment: Environment, found: Sequence[Found], *, dry_run: bool
) -> dict[str, Any]:
    """The same for machines; documented in docs/operations.md."""
    lacking = any(each.gaps for each in found)
    return {
        "schema": "snowops.bootstrap/v1",
        "environment": environment.name,
        "account": environment.aws.account_id,
        "parts": [
            {
                "kind": each.thing.kind,
                "name": each.thing.name,
                "found": _status(each)[0],
                "gaps": [asdict(gap) for gap in each.gaps],
            }
            for each in found
        ],
        "write": {"seal.kms_key": seal_wish(environment).key} if _unnamed(environment) else {},
        "changed": lacking and not dry_run,
        "would_change": lacking,
        "dry_run": dry_run,
    }


def held_view(environment: Environment, held: Held, now: datetime) -> RenderableType:
    """Who holds the lock."""
    lock = held.lock
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 2))
    since = "unknown"
    if lock.created is not None:
        since = f"{instant_text(lock.created)} ({duration_text(now - lock.created)} ago)"
    for name, value in (
        ("by", lock.who or "nobody knows: the lock cannot be read"),
        ("since", since),
        ("for", _operation(lock.operation)),
        ("id", lock.id),
        ("holder", f"{held.holder}: {held.because}"),
    ):
        if value:
            table.add_row(name, Text(value, overflow="fold"))
    return Group(Text(f"the state of {environment.name} is locked", style="bold yellow"), table)


def unlocked_view(
    environment: Environment, held: Held | None, *, released: bool, dry_run: bool
) -> RenderableType:
    """What became of the lock, and what to type next."""
    name = environment.name
    if held is None:
        return Text(f"{name}: nobody holds the lock", style="green")
    if dry_run:
        return Text(f"{name}: nothing was released", style="green")
    if not released:
        return Text(f"{name}: the lock was gone before it was released", style="green")
    resume = f"next: snowops apply {name} --resume, if an apply was cut short"
    return Group(Text(f"{name}: the lock is released", style="bold green"), Text(resume))


def unlocked_json(
    environment: Environment, held: Held | None, *, released: bool, dry_run: bool
) -> dict[str, Any]:
    """The same for machines; documented in docs/operations.md."""
    return {
        "schema": "snowops.unlock/v1",
        "environment": environment.name,
        "lock": _lock(held) if held else None,
        "released": released,
        "dry_run": dry_run,
    }


def _lock(held: Held) -> dict[str, Any]:
    lock = held.lock
    return {
        "id": lock.id or None,
        "who": lock.who or None,
        "since": instant_text(lock.created) if lock.created else None,
        "operation": _operation(lock.operation) or None,
        "terraform_version": lock.version or None,
        "path": lock.path or None,
        "holder": held.holder,
        "because": held.because,
    }


def _operation(word: str) -> str:
    """Terraform's word for what it does: `OperationTypeApply` is `apply`."""
    return word.removeprefix("OperationType").lower()


def _status(found: Found) -> tuple[str, str]:
    if not found.gaps:
        return "ready", "green"
    if any(gap.by_hand for gap in found.gaps):
        return "unusable", "red"
    return ("missing", "yellow") if found.missing else ("incomplete", "yellow")


def _outcome(environment: Environment, found: Sequence[Found], *, dry_run: bool) -> str:
    name = environment.name
    if not found:
        return f"{name} is embedded: its state is a file, and apply makes its artifact bucket"
    if not any(each.gaps for each in found):
        return f"{name}: everything is there"
    return f"{name}: nothing was changed" if dry_run else f"{name}: everything is there now"


def _unnamed(environment: Environment) -> bool:
    return environment.seal.kms_key is None and not environment.embedded
