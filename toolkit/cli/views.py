"""Turns plans and outputs into what is on the screen, or into documented JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.cli.findings_views import findings_json, findings_view
from toolkit.cli.screen import indented, talk
from toolkit.domain.environment import Environment
from toolkit.domain.guardrails.finding import Finding
from toolkit.domain.plan import Action, AttributeChange, Change, Plan, Summary
from toolkit.domain.plan_words import MARKS, in_order, short_address, summary_text
from toolkit.domain.visible import visible
from toolkit.workflows.applying import Applied

STYLES: dict[Action, str] = {
    "create": "green",
    "update": "yellow",
    "delete": "red",
    "replace": "bold red",
    "read": "dim",
    "forget": "bold red",
    "keep": "dim",
}
_SHOWN_ATTRIBUTES = 8


def plan_json(
    environment: str,
    plan: Plan,
    *,
    findings: tuple[Finding, ...] = (),
) -> dict[str, Any]:
    """The plan for machines; documented in docs/operations.md."""
    return {
        "schema": "snowops.plan/v1",
        "environment": environment,
        "terraform_version": plan.terraform_version,
        "meaning": plan.meaning,
        "summary": _counts_json(plan.summary),
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
        "summary": _counts_json(applied.summary),
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
    for stage in in_order(change.stage for change in plan.changes):
        changes = [change for change in plan.changes if change.stage == stage]
        parts.append(Text(stage or "root", style="bold"))
        parts += [line for change in changes for line in _lines(change)]
    if plan.imports:
        parts.append(Text("taken into the state, as it is in AWS already", style="bold"))
        parts += [Text(f"  {each.address} ({each.import_id})") for each in plan.imports]
    parts += guardrails
    parts.append(Text(f"{environment.name}: {summary_text(plan.summary)}", style="bold"))
    return Group(*parts)


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


def after_apply(environment: str, plan: Plan | None) -> None:
    """Says what to type next where the secret is new: without a salt no event is delivered."""
    changes = plan.changes if plan else ()
    made = {each.type for each in changes if each.action in ("create", "replace")}
    if "aws_secretsmanager_secret" in made:
        talk().print(Text(f"next: snowops salt init {environment}", style="dim"))


def _counts_json(summary: Summary) -> dict[str, int]:
    return {
        "create": summary.create,
        "update": summary.update,
        "delete": summary.delete,
        "replace": summary.replace,
        "forget": summary.forget,
        "import": summary.imports,
    }


def _lines(change: Change) -> Iterable[RenderableType]:
    mark = f"  {MARKS[change.action]} "
    address = visible(short_address(change.address))
    yield Text.assemble((mark, STYLES[change.action]), address)
    yield from attribute_lines(change.attributes)


def attribute_lines(attributes: Sequence[AttributeChange]) -> Iterable[RenderableType]:
    """Attributes before and after; of many the first ones."""
    for attribute in attributes[:_SHOWN_ATTRIBUTES]:
        yield _attribute(attribute)
    more = len(attributes) - _SHOWN_ATTRIBUTES
    if more > 0:
        yield indented(6, Text(f"and {more} more", style="dim"))


def _attribute(attribute: AttributeChange) -> RenderableType:
    before, after = (visible(side or "(none)") for side in (attribute.before, attribute.after))
    line = Text.assemble(f"{visible(attribute.name)}: ", (before, "dim"), " -> ", after)
    if attribute.forces_replacement:
        line.append("  forces replacement", style="bold red")
    return indented(6, line)


def _rows(value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{key}: ", _text(item)
    else:
        yield "", _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
