"""A note read as GitLab reads it: Markdown, then the text in which references are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
CODE = "\N{REPLACEMENT CHARACTER}"
"""Stands for code, in which GitLab looks for nothing."""

_HTML_CODE = re.compile(r"<code>(?:[^<>]|</?span>)*</code>")
_TAG = re.compile(r"</?[a-z]+>|<!--.*?-->")


class Note:
    """What is seen of a note."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = _MARKDOWN.parse(source)
        self.inline = [child for token in self.tokens for child in token.children or ()]

    @property
    def lines(self) -> list[str]:
        return self.source.split("\n")

    @property
    def seen(self) -> list[str]:
        """Without what GitLab does not show."""
        return [line for line in self.lines if line and not line.startswith("<!--")]

    @property
    def blocks(self) -> set[str]:
        return {token.type for token in self.tokens}

    @property
    def headings(self) -> list[str]:
        return [
            self.tokens[at + 1].content
            for at, token in enumerate(self.tokens)
            if token.type == "heading_open"
        ]

    @property
    def html(self) -> list[str]:
        """Blocks of HTML, line by line."""
        found = [token.content for token in self.tokens if token.type == "html_block"]
        return [line for block in found for line in block.split("\n") if line]

    @property
    def tags(self) -> list[str]:
        """HTML within lines."""
        return [token.content for token in self.inline if token.type == "html_inline"]

    @property
    def links(self) -> set[str]:
        return {str(token.attrs["href"]) for token in self.inline if token.type == "link_open"}

    @property
    def fences(self) -> list[str]:
        return [token.content for token in self.tokens if token.type == "fence"]

    @property
    def outside(self) -> list[str]:
        """Text outside of code, in which GitLab finds people, issues, emoji and the like."""
        folds = (_TAG.sub("", _HTML_CODE.sub(CODE, line)) for line in self.html)
        texts = [_outside(token.children or []) for token in self.tokens if token.type == "inline"]
        return [unescape(each) for each in folds] + texts

    @property
    def words(self) -> str:
        """Everything that is read."""
        texts = [_words(token.children or []) for token in self.tokens if token.type == "inline"]
        folds = [unescape(_TAG.sub("", line)) for line in self.html]
        return "\n".join([*folds, *texts, *self.fences])

    @property
    def rows(self) -> list[str]:
        """The mark of every change within a fold."""
        return [mark for fold in self.folds for mark in _marks(fold)]

    @property
    def folds(self) -> list[list[Token]]:
        """What stands between `<details>` and `</details>`."""
        found: list[list[Token]] = []
        inside = False
        for token in self.tokens:
            if token.type == "html_block" and token.content.startswith("<details>"):
                inside = True
                found.append([])
            elif token.type == "html_block" and token.content.startswith("</details>"):
                inside = False
            elif inside:
                found[-1].append(token)
        return found

    @property
    def summaries(self) -> list[str]:
        found = (re.fullmatch(r"<summary>(.*)</summary>", line) for line in self.html)
        return [unescape(_TAG.sub("", match[1])) for match in found if match]

    @property
    def cells(self) -> list[list[int]]:
        """How many cells each row of each table has, as they are written."""
        tables = groupby(self.lines, key=lambda line: line.startswith("|"))
        return [
            [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
            for is_table, lines in tables
            if is_table
        ]


def _marks(tokens: list[Token]) -> Iterator[str]:
    """The first piece of code of each item of the outermost list."""
    for at, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1:
            first = (tokens[at + 2].children or [])[0]
            assert first.type == "code_inline"
            yield first.content


def _outside(tokens: list[Token]) -> str:
    """In a row, code and what HTML says is code left out."""
    said, in_code = "", False
    for token in tokens:
        if token.type == "html_inline" and token.content in ("<code>", "</code>"):
            in_code = token.content == "<code>"
            said += CODE
        elif token.type == "code_inline":
            said += CODE
        elif not in_code:
            said += "\n" if token.content == "<br>" else token.content
    assert not in_code
    return said


def _words(tokens: list[Token]) -> str:
    return "".join(
        "\n" * (token.content == "<br>") if token.type == "html_inline" else token.content
        for token in tokens
    )
