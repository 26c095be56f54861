"""What was looked at and put right, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.cli.screen import indented
from toolkit.domain.health.check import Check, worst
from toolkit.workflows.doctoring import Probe, Repaired

_MARKS = {
    "passed": ("ok", "green"),
    "warned": ("WARN", "bold yellow"),
    "failed": ("FAIL", "bold red"),
    "skipped": ("-", "dim"),
}
_SHOWN = 12


def checks_view(checks: Sequence[Check], repaired: Sequence[Repaired] = ()) -> RenderableType:
    """Every check on a line, group by group, with what puts it right below."""
    width = max(len(check.name) for check in checks)
    parts: list[RenderableType] = []
    for group in dict.fromkeys(check.group for check in checks):
        mine = [check for check in checks if check.group == group]
        parts += [Text(group, style="bold"), _table(mine, width)]
    if repaired:
        parts += [Text("put right", style="bold"), _repairs(repaired, width)]
    return Group(*parts, _count(checks))


def ill_view(checks: Sequence[Check], ill: Sequence[Probe]) -> RenderableType:
    """What would be put right."""
    names = {probe.name for probe in ill}
    mine = [check for check in checks if check.name in names]
    return _table(mine, max(map(len, names)))


def checks_json(
    environment: str | None, checks: Sequence[Check], repaired: Sequence[Repaired]
) -> dict[str, Any]:
    """The same for machines; documented in docs/operations.md."""
    counts: Counter[str] = Counter(check.outcome for check in checks)
    return {
        "schema": "snowops.doctor/v1",
        "environment": environment,
        "outcome": worst(checks),
        "summary": {outcome: counts[outcome] for outcome in _MARKS},
        "checks": [
            {
                "name": check.name,
                "group": check.group,
                "outcome": check.outcome,
                "sentence": check.result.sentence,
                "fix": check.result.fix or None,
                "details": list(check.result.details),
                "fixable": check.result.fixable,
            }
            for check in checks
        ],
        "repaired": [
            {"name": each.name, "done": each.done, "sentence": each.sentence} for each in repaired
        ],
    }


def _table(checks: Sequence[Check], width: int) -> Table:
    table = _rows(width)
    for check in checks:
        mark, style = _MARKS[check.outcome]
        said = Text(check.result.sentence, style="dim" if check.outcome == "skipped" else "")
        table.add_row(Text(mark, style=style), check.name, said)
        for line in _below(check):
            table.add_row("", "", line)
    return table


def _below(check: Check) -> Iterator[RenderableType]:
    details = check.result.details
    for line in details[:_SHOWN]:
        yield indented(2, Text(line, style="dim"))
    if len(details) > _SHOWN:
        yield Text(f"  and {len(details) - _SHOWN} more; --json has them all", style="dim")
    if check.result.fix:
        yield Text.assemble(("fix: ", "bold yellow"), check.result.fix)


def _repairs(repaired: Sequence[Repaired], width: int) -> Table:
    table = _rows(width)
    for each in repaired:
        mark, style = ("done", "green") if each.done else _MARKS["failed"]
        table.add_row(Text(mark, style=style), each.name, Text(each.sentence))
    return table


def _rows(width: int) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(width=6, no_wrap=True, justify="right")
    table.add_column(min_width=width, no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _count(checks: Sequence[Check]) -> Text:
    counts: Counter[str] = Counter(check.outcome for check in checks)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _MARKS if counts[outcome])
    return Text(said, style=_MARKS[worst(checks)][1])
