"""Turns plans and outputs into what is on the screen, or into documented JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.cli.findings_views import findings_json, findings_view
from toolkit.cli.screen import talk
from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.plan import STAGES, AttributeChange, Change, Plan, Summary
from toolkit.workflows.applying import Applied

_MARKS = {
    "create": ("+", "green"),
    "update": ("~", "yellow"),
    "delete": ("-", "red"),
    "replace": ("±", "bold red"),
    "read": ("?", "dim"),
    "forget": ("!", "bold red"),
}
_SHOWN_ATTRIBUTES = 8

# Up to the dot or the key that follows the outermost module's name.
_MODULE = re.compile(r"^module\.[\w-]+\.?")


def plan_json(
    environment: str,
    plan: Plan,
    *,
    findings: tuple[Finding, ...] = (),
    schema: str = "snowops.plan/v1",
) -> dict[str, Any]:
    """The plan for machines; documented in docs/operations.md."""
    return {
        "schema": schema,
        "environment": environment,
        "terraform_version": plan.terraform_version,
        "meaning": plan.meaning,
        "summary": _counts(plan.summary),
        "changes": [
            {"address": change.address, "actions": list(change.actions)} for change in plan.changes
        ],
        "findings": findings_json(findings),
    }


def applied_json(environment: str, applied: Applied) -> dict[str, Any]:
    """What an apply did, for machines; documented in docs/operations.md."""
    return {
        "schema": "snowops.apply/v1",
        "environment": environment,
        "summary": _counts(applied.summary),
        "outputs": applied.outputs,
    }


def plan_view(
    environment: Environment, plan: Plan, findings: tuple[Finding, ...] = ()
) -> RenderableType:
    """The plan, stage by stage in the order an event travels, then what speaks against it."""
    guardrails = [findings_view(findings)] if findings else []
    if plan.is_empty:
        return Group(*guardrails, Text(f"{environment.name}: no changes.", style="green"))
    parts: list[RenderableType] = []
    for stage in _stages(plan.changes):
        changes = [change for change in plan.changes if change.stage == stage]
        parts.append(Text(stage or "root", style="bold"))
        parts += [line for change in changes for line in _lines(change)]
    parts += guardrails
    parts.append(Text(f"{environment.name}: {summary_text(plan.summary)}", style="bold"))
    return Group(*parts)


def drift_view(environment: Environment, plan: Plan) -> RenderableType:
    """What was changed outside Terraform."""
    if not plan.changes:
        return Text(f"{environment.name}: no drift.", style="green")
    lines = [line for change in plan.changes for line in _lines(change)]
    count = len(plan.changes)
    verb = "resource differs" if count == 1 else "resources differ"
    last = Text(f"{environment.name}: {count} {verb} from the state", style="bold")
    return Group(*lines, last)


def applied_view(environment: Environment, applied: Applied, verb: str) -> RenderableType:
    """One line after an apply or destroy."""
    done = "destroyed" if verb == "destroy" else "applied"
    counts = summary_text(applied.summary, done=True)
    return Text(f"{environment.name} {done}: {counts}", style="bold green")


def outputs_view(outputs: dict[str, Any]) -> Table:
    """Outputs as a table of name and value."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in outputs.items():
        for index, (label, text) in enumerate(_rows(value)):
            table.add_row(name if index == 0 else "", Text(f"{label}{text}"))
    return table


def after_plan(environment: str, plan: Plan, out: Path | None) -> None:
    """Says what to type next."""
    if plan.is_empty:
        return
    saved = f" {out}" if out else ""
    talk().print(Text(f"next: snowops apply {environment}{saved}", style="dim"))


def summary_text(summary: Summary, *, done: bool = False) -> str:
    """Counts as words, such as `3 to create, 1 to replace`; if `done`, `3 created, 1 replaced`."""
    words = {
        ("to create", "created"): summary.create,
        ("to change", "changed"): summary.update,
        ("to replace", "replaced"): summary.replace,
        ("to delete", "deleted"): summary.delete,
        ("to forget", "forgotten"): summary.forget,
    }
    parts = [f"{count} {pair[done]}" for pair, count in words.items() if count]
    return ", ".join(parts) or "outputs only"


def _counts(summary: Summary) -> dict[str, int]:
    return {
        "create": summary.create,
        "update": summary.update,
        "delete": summary.delete,
        "replace": summary.replace,
        "forget": summary.forget,
    }


def _stages(changes: Iterable[Change]) -> list[str]:
    found = {change.stage for change in changes}
    others = sorted(found - {*STAGES, ""})
    return [stage for stage in (*STAGES, *others, "") if stage in found]


def _lines(change: Change) -> Iterable[Text]:
    mark, style = _MARKS[change.action]
    yield Text.assemble(("  " + mark + " ", style), _short(change.address))
    for attribute in change.attributes[:_SHOWN_ATTRIBUTES]:
        yield _attribute(attribute)
    more = len(change.attributes) - _SHOWN_ATTRIBUTES
    if more > 0:
        yield Text(f"      and {more} more", style="dim")


def _attribute(attribute: AttributeChange) -> Text:
    line = Text.assemble(
        f"      {attribute.name}: ",
        (attribute.before or "(none)", "dim"),
        " -> ",
        attribute.after or "(none)",
    )
    if attribute.forces_replacement:
        line.append("  forces replacement", style="bold red")
    return line


def _short(address: str) -> str:
    """The address without its module, under whose heading it stands."""
    return _MODULE.sub("", address)


def _rows(value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{key}: ", _text(item)
    else:
        yield "", _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
