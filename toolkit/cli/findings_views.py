"""Turns findings and rules into what is on the screen, or into documented JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from toolkit.cli.screen import indented
from toolkit.domain.guardrails import outside
from toolkit.domain.guardrails.finding import Finding, Rule
from toolkit.domain.guardrails.judge import refuses
from toolkit.domain.position import KeyPath, Position, dotted
from toolkit.domain.visible import visible


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
            "cause": cause_json(each.path, each.origin),
            "status": each.status,
            "reason": each.reason or None,
        }
        for each in findings
    ]


def findings_view(findings: tuple[Finding, ...]) -> RenderableType:
    """Findings, those that refuse first; a rule's why and fix once."""
    lines: list[RenderableType] = [Text("guardrails", style="bold")]
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
        Text.assemble(("pass ", "dim"), _way_past(rule)),
    )


def _way_past(rule: Rule) -> str:
    if rule in outside.RULES:
        return f"a waiver of {rule.id} in the environment's file: no plan is refused for it"
    return f'--allow {rule.id}@ADDRESS --reason "..."'


def _finding(each: Finding, *, explain: bool) -> Iterator[RenderableType]:
    if not refuses(each):
        told = f"{each.name}: {each.sentence} ({each.reason})"
        yield _marked(Text(f"{each.status} "), Text(visible(told)), style="dim")
        return
    yield _marked(Text("✗ ", style="bold red"), Text(visible(each.name), style="red"))
    yield indented(6, Text(visible(each.sentence)))
    if each.path is not None:
        yield indented(6, Text(cause_text(each.path, each.origin), style="dim"))
    if explain:
        yield indented(6, Text(each.rule.why, style="dim"))
        yield indented(6, Text(each.rule.fix, style="dim"))


def _marked(mark: Text, told: Text, style: str = "") -> RenderableType:
    """A mark, and beside it a text that is folded below itself."""
    row = Table.grid()
    row.style = style
    row.add_column(no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(mark, told)
    return indented(2, row)


def cause_json(path: KeyPath | None, origin: Position | None) -> dict[str, Any] | None:
    """The key that sets something, and where it stands, for machines."""
    if path is None:
        return None
    return {
        "key": dotted(path),
        "file": _file(origin) if origin else None,
        "line": origin.line if origin else None,
    }


def cause_text(path: KeyPath, origin: Position | None) -> str:
    """The same for people."""
    where = f" ({_file(origin)}:{origin.line})" if origin else ""
    return f"set by {dotted(path)}{where}"


def _file(origin: Position) -> str:
    """A file as seen from the repository: environments lie in one folder."""
    return "/".join(origin.file.parts[-2:])
