"""Writes the tables of docs/privacy.md: every column, every known property, why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.domain.allowlist.decisions import Decision, column_decision, path_decision
from toolkit.domain.allowlist.model import Allowlist
from toolkit.domain.allowlist.properties import GITLAB_STANDARD, GITLAB_STANDARD_SCHEMA
from toolkit.runtime.fields import FIELDS

BEGIN = "<!-- generated: begin (tables of the allowlist) -->"
END = "<!-- generated: end -->"

_SHOWN = {
    "keep": "passes",
    "hash": "pseudonym",
    "empty": "emptied",
    "json": "property by property",
}


def with_tables(text: str, allowlist: Allowlist) -> str:
    """A document with the tables between its markers written anew; ValueError without markers."""
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n\n{tables(allowlist)}\n{END}{after}"


def tables(allowlist: Allowlist) -> str:
    """The tables in Markdown: columns, properties of gitlab_standard, other schemas."""
    parts = [
        "### Columns",
        _table(("column", "type", "treatment", "why"), _column_rows(allowlist)),
        f"### Properties of `{GITLAB_STANDARD_SCHEMA}`",
        _table(("property", "treatment", "why"), _gitlab_rows(allowlist)),
        "### Properties of other schemas that pass",
        _table(("schema", "property", "why"), _other_rows(allowlist)),
    ]
    return "\n\n".join(parts) + "\n"


def _column_rows(allowlist: Allowlist) -> Iterator[tuple[str, ...]]:
    for field in FIELDS:
        decision = column_decision(allowlist, field.name)
        width = f" ({field.max_length})" if field.max_length else ""
        yield _code(field.name), field.type + width, _SHOWN[decision.treatment], decision.reason


def _gitlab_rows(allowlist: Allowlist) -> Iterator[tuple[str, ...]]:
    for path, why_not in GITLAB_STANDARD.items():
        decision = path_decision(allowlist, GITLAB_STANDARD_SCHEMA, path) or Decision("hash", "")
        kept = decision.treatment == "keep"
        yield _code(path), _SHOWN[decision.treatment], decision.reason if kept else why_not


def _other_rows(allowlist: Allowlist) -> Iterator[tuple[str, ...]]:
    for entry in allowlist.schemas:
        if not GITLAB_STANDARD_SCHEMA.startswith(entry.schema_.rsplit("/", 1)[0]):
            for path, allowed in entry.paths.items():
                yield _code(entry.schema_), _code(path), allowed.reason
            if not entry.paths:
                yield _code(entry.schema_), "none", entry.reason


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`"
