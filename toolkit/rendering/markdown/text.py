"""Foreign text as GitLab's Markdown that means nothing: no mention, link, list, table or command.

GitLab looks for references, emoji and the like in all text but that of code (GitLab source,
`lib/banzai/filter/references/reference_filter.rb`), and for commands at the beginnings of lines.
So only plain words stay words; everything else is code, and none of it ever begins a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.domain.visible import visible

# What may stand between backticks, in tables too.
_SPAN = re.compile(r"""(?=\S)[\w ./:=,;@#!?+*~^(){}\[\]"'-]+(?<=\S)""")
# Brackets, then what was in backticks or a word, then punctuation.
_TOKEN = re.compile(r"(\(*)(`[^`\n]+`|\S*?)([),.;:?]*)(?:\s+|$)")
_WORD = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?|[^\W\d_]+(?:['-][^\W\d_]+)*")
_NUMBERED = re.compile(r"\d+[.)]\S*")
_COMMIT = re.compile(r"[0-9a-fA-F]{7,}")
_MENTION = re.compile(r"@\w[\w.-]*(?:/\w[\w.-]*)*", re.ASCII)
_SHORT = 12
_ADDRESS = re.compile(r"https?://[\w./:@~%?&=#+-]+", re.ASCII)


def code(text: str) -> str:
    """The text as code on one line, in a table too."""
    shown = _on_one_line(text)
    return f"`{shown}`" if _SPAN.fullmatch(shown) else html_code(text)


def short_commit(commit: str) -> str:
    """As many characters of a commit as people compare, and whether it was changed."""
    name, dash, dirty = commit.partition("-")
    return f"{name[:_SHORT]}{dash}{dirty}"


def html_code(text: str) -> str:
    """The same where GitLab reads HTML and no Markdown."""
    shown = _on_one_line(text)
    if not shown.strip():
        return "(empty)"
    return f"<code>{''.join(map(_spelled, shown))}</code>"


def words(text: str) -> str:
    """A sentence: plain words as they are, the rest as code; it may stand where a list would."""
    tokens = (_token(*match.groups()) for match in _TOKEN.finditer(visible(text).strip()))
    found = [each for each in tokens if each] or ["(empty)"]
    if _NUMBERED.fullmatch(found[0]):
        found[0] = code(found[0])
    return " ".join(found)


def clipped(text: str, longest: int) -> str:
    """No more of a text than this, and whether there was more."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()}..."


def fenced(lines: Iterable[str]) -> str:
    """Lines as they are; indented, so that none of them is a command."""
    text = "\n".join(f"  {line}".rstrip() for each in lines for line in visible(each).split("\n"))
    ticks = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{ticks}text\n{text}\n{ticks}"


def link(label: str, address: str) -> str:
    """Markdown that leads to an address; the label alone where it is none."""
    return f"[{label}]({address})" if _ADDRESS.fullmatch(address) else label


def mention(name: str) -> str:
    """A user or group whom GitLab shall notify."""
    return name if _MENTION.fullmatch(name) else code(name)


def fold(summary: str, content: str) -> str:
    """Markdown that opens when its summary, which is HTML, is clicked."""
    return f"<details>\n<summary>{summary}</summary>\n\n{content}\n\n</details>"


def _on_one_line(text: str) -> str:
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _spelled(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    entity = f"&#{ord(character)};"
    # GitLab finds addresses for mail in code too, unless something stands in between.
    return f"<span>{entity}</span>" if character == "@" else entity


def _token(brackets: str, core: str, end: str) -> str:
    while end.startswith(")") and core.count("(") > core.count(")"):
        core, end = f"{core})", end[1:]
    if not core or (_WORD.fullmatch(core) and not _COMMIT.fullmatch(core)):
        return f"{brackets}{core}{end}"
    quoted = core[0] in "`'" and core.find(core[0], 1) == len(core) - 1 > 1
    return f"{brackets}{code(core[1:-1] if quoted else core)}{end}"
