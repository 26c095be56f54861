"""Turns verdicts on environments into what is in a job's log, or into documented JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.ci.affected import Reason, State, Verdict, removal
from toolkit.workflows.comparing import Comparison

_STYLES: dict[State, str] = {"affected": "yellow", "unaffected": "dim", "removed": "bold red"}
_SHOWN = 3


def affected_json(found: Comparison) -> dict[str, Any]:
    """The verdicts for machines; documented in docs/ci.md."""
    return {
        "schema": "snowops.ci.affected/v1",
        "base": found.base,
        "head": found.head,
        "environments": [
            {
                "name": verdict.name,
                "state": verdict.state,
                "protected": verdict.protected,
                "embedded": verdict.embedded,
                "reasons": [_reason_json(reason) for reason in verdict.reasons],
            }
            for verdict in found.verdicts
        ],
    }


def compared(found: Comparison) -> str:
    """Which commits were compared."""
    base = found.base[:12] if found.base else "no commit: it cannot be had"
    return f"{found.head[:12]} compared with {base}"


def affected_view(verdicts: Sequence[Verdict]) -> RenderableType:
    """One line for each environment, and one for each further reason."""
    table = Table.grid(padding=(0, 2))
    for verdict in verdicts:
        style = _STYLES[verdict.state]
        first, *further = lines(verdict)
        table.add_row(verdict.name, Text(verdict.state, style=style), Text(first))
        for line in further:
            table.add_row("", "", Text(line))
    return table


def lines(verdict: Verdict) -> list[str]:
    """The reasons in words, a few of them."""
    if verdict.state == "unaffected":
        return ["its values, templates and code are the same"]
    words = [f"{each.path}: {each.sentence}" if each.path else each.sentence
             for each in verdict.reasons]  # fmt: skip
    more = len(words) - _SHOWN
    words = [*words[:_SHOWN], f"and {more} more"] if more > 0 else words
    return [*words, removal(verdict.name)] if verdict.state == "removed" else words


def _reason_json(reason: Reason) -> dict[str, Any]:
    return {"kind": reason.kind, "path": reason.path or None, "why": reason.sentence}
