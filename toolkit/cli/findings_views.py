"""Turns findings and rules into what is on the screen, or into documented JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.judge import refuses
from toolkit.domain.position import Position, dotted


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for machines; documented in docs/operations.md."""
    return [
        {
            "id": each.rule.id,
            "severity": each.rule.severity,
            "address": each.address,
            "finding": each.sentence,
            "why": each.rule.why,
            "fix": each.rule.fix,
            "cause": _cause_json(each),
            "status": each.status,
            "reason": each.reason or None,
        }
        for each in findings
    ]


def findings_view(findings: tuple[Finding, ...]) -> RenderableType:
    """Findings, those that refuse first; a rule's why and fix once."""
    lines: list[Text] = [Text("guardrails", style="bold")]
    explained: set[str] = set()
    for each in findings:
        lines += _finding(each, explain=refuses(each) and each.rule.id not in explained)
        explained.add(each.rule.id)
    return Group(*lines)


def rules_json(rules: Iterable[Rule]) -> dict[str, Any]:
    """Rules for machines."""
    return {
        "schema": "snowops.guardrails/v1",
        "rules": [
            {
                "id": rule.id,
                "severity": rule.severity,
                "title": rule.title,
                "why": rule.why,
                "fix": rule.fix,
            }
            for rule in rules
        ],
    }


def rules_view(rules: Iterable[Rule]) -> Table:
    """Rules as a table of id, severity and title."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for rule in rules:
        table.add_row(rule.id, rule.severity, rule.title)
    return table


def rule_view(rule: Rule) -> RenderableType:
    """One rule in full."""
    return Group(
        Text.assemble((rule.id, "bold"), f"  {rule.severity}"),
        Text(f"{rule.title}."),
        Text.assemble(("why  ", "dim"), rule.why),
        Text.assemble(("do   ", "dim"), rule.fix),
        Text.assemble(("pass ", "dim"), f'--allow {rule.id}@ADDRESS --reason "..."'),
    )


def _finding(each: Finding, *, explain: bool) -> Iterator[Text]:
    if not refuses(each):
        yield Text(f"  {each.status} {each.name}: {each.sentence} ({each.reason})", style="dim")
        return
    yield Text.assemble(("  ✗ ", "bold red"), (each.name, "red"))
    yield Text(f"      {each.sentence}")
    if each.path is not None:
        where = f" ({_file(each.origin)}:{each.origin.line})" if each.origin else ""
        yield Text(f"      set by {dotted(each.path)}{where}", style="dim")
    if explain:
        yield Text(f"      {each.rule.why}", style="dim")
        yield Text(f"      {each.rule.fix}", style="dim")


def _cause_json(each: Finding) -> dict[str, Any] | None:
    if each.path is None:
        return None
    return {
        "key": dotted(each.path),
        "file": _file(each.origin) if each.origin else None,
        "line": each.origin.line if each.origin else None,
    }


def _file(origin: Position) -> str:
    """A file as seen from the repository: environments lie in one folder."""
    return "/".join(origin.file.parts[-2:])
