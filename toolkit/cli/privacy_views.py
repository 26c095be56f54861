"""What passes, what changed and what was proved, on the screen or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.allowlist.comparison import RulesChange
from toolkit.domain.allowlist.explanation import Explanation
from toolkit.domain.proof.judging import Proof

_WORDS = {
    "keep": ("passes untouched", "yellow"),
    "hash": ("pseudonymized", "green"),
    "empty": ("emptied: a pseudonym does not fit", "green"),
    "json": ("property by property", "green"),
}
_SHOWN = 20


def explanation_view(found: Sequence[Explanation]) -> RenderableType:
    """What happens to each attribute, and why."""
    table = Table(box=None, show_header=False)
    for item in found:
        word, style = _WORDS[item.treatment]
        table.add_row(Text(item.what, style="bold"), Text(word, style=style), Text(item.reason))
    return table


def change_view(change: RulesChange, revision: str) -> RenderableType:
    """What passes now and did not, and the other way round."""
    lines = [Text(f"+ {name}", style="yellow") for name in change.passes_now]
    lines += [Text(f"- {name}", style="green") for name in change.passes_no_more]
    lines += [Text(f"~ {name}", style="dim") for name in change.treated_otherwise]
    if not lines:
        return Text(f"the same attributes pass as at {revision}", style="green")
    counts = f"{len(change.passes_now)} pass now, {len(change.passes_no_more)} no more"
    return Group(*lines, Text(counts, style="bold"))


def proof_view(proof: Proof) -> RenderableType:
    """The verdict, and the first leaks and faults."""
    lines = [
        Text(f"leak: {leak.place}, {leak.variant}, in {leak.found_in}", style="bold red")
        for leak in proof.leaks[:_SHOWN]
    ]
    lines += [Text(f"fault: {fault.shape}: {fault.what}", style="red") for fault in proof.faults]
    more = len(proof.leaks) - _SHOWN
    if more > 0:
        lines.append(Text(f"and {more} more leaks", style="red"))
    tried = (
        f"{proof.marks} marks in {proof.records} records, {proof.searched_bytes:,} bytes searched; "
        f"artifact {proof.artifact[:12]}, rules {proof.rules[:12]}"
    )
    verdict = ("holds: nothing came through", "green") if proof.holds else ("FAILS", "bold red")
    return Group(*lines, Text.assemble("the proof ", verdict), Text(tried, style="dim"))


def proof_json(proof: Proof) -> dict[str, Any]:
    """The proof for machines and auditors."""
    return {"schema": "snowops.privacy.proof/v1", "holds": proof.holds, **asdict(proof)}
