"""A document's generated parts, between two marks that no reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def with_part(text: str, name: str, body: str) -> str:
    """The document with another body for its part; the part must be there."""
    marked = _pattern(name)
    if not marked.search(text):
        raise LookupError(f"no part {name!r} between marks")
    return marked.sub(lambda match: f"{match[1]}\n{body.strip()}\n\n{match[2]}", text)


def _pattern(name: str) -> re.Pattern[str]:
    start = re.escape(f"<!-- generated: {name} -->\n")
    return re.compile(f"({start}).*?(<!-- end of {re.escape(name)} -->)", re.DOTALL)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; line breaks and bars in cells are made harmless."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
