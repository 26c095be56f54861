"""Foreign text is literal: words stay words, everything else is code."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.reviews import names
from tests.unit.rendering.notes import CODE, Note
from toolkit.rendering.markdown.text import (
    clipped,
    code,
    fenced,
    html_code,
    link,
    mention,
    short_commit,
    words,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('module.streams.aws_x.this["raw_good"]', '`module.streams.aws_x.this["raw_good"]`'),
        ("@all !123 :tada: [a](b)", "`@all !123 :tada: [a](b)`"),
        ("a|b", "<code>a&#124;b</code>"),
        ("a`b", "<code>a&#96;b</code>"),
        ("a\\", "<code>a&#92;</code>"),
        ("a@b|c", "<code>a<span>&#64;</span>b&#124;c</code>"),
        ("</code>", "<code>&#60;&#47;code&#62;</code>"),
        ("&amp;", "<code>&#38;amp&#59;</code>"),
        (" a", "<code> a</code>"),
        ("a\nb\tc", "<code>a&#92;nb&#92;tc</code>"),
        ("a\u202eb", "<code>a&#92;u202eb</code>"),
        ("%{project_path}", "<code>&#37;&#123;project&#95;path&#125;</code>"),
        ("Ärger", "`Ärger`"),
        ("", "(empty)"),
        ("  ", "(empty)"),
    ],
)
def test_code(text: str, written: str) -> None:
    assert code(text) == written


@given(names)
def test_code_is_one_piece_of_code_in_a_line_and_in_a_cell(text: str) -> None:
    note = Note(f"x {code(text)} y\n\n| a | b |\n| - | - |\n| {code(text)} | y |\n")

    shown = CODE if code(text) != "(empty)" else "(empty)"
    assert [each.replace(CODE * 2, CODE) for each in note.outside] == [
        f"x {shown} y", "a", "b", shown, "y",
    ]  # fmt: skip


@given(names)
def test_code_within_html_is_text(text: str) -> None:
    (line,) = Note(f"<summary>{html_code(text)}</summary>").outside

    assert line in (CODE, "(empty)")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("4 shards become 2.", "4 shards become 2."),
        ("It's re-read (twice), isn't it?", "It's re-read (twice), isn't it?"),
        ("Keep the `moved` block.", "Keep the `moved` block."),
        ("give (`--allow ID`)", "give (`--allow ID`)"),
        ("through 'a-b:live', not 'c'", "through `a-b:live`, not `c`"),
        ('at module.x.y["a"].', 'at `module.x.y["a"]`.'),
        ("(f(x))", "(`f(x)`)"),
        ("mail a@b.example or @all", "mail `a@b.example` or `@all`"),
        ("see #1, !2 and OPS-123", "see `#1`, `!2` and `OPS-123`"),
        ("at https://a.example/x?y.", "at `https://a.example/x?y`."),
        ("commit deadbeef 1234567", "commit `deadbeef` `1234567`"),
        ("| a", "<code>&#124;</code> a"),
        ("*x* __y__ ~z", "`*x*` `__y__` `~z`"),
        ("a\n/close\n\n- b", "a `/close` `-` b"),
        ("1. first", "`1.` first"),
        ("2) second", "`2)` second"),
        ("``` ''", "<code>&#96;&#96;&#96;</code> `''`"),
        ("lone ` tick", "lone <code>&#96;</code> tick"),
        ("", "(empty)"),
    ],
)
def test_words(text: str, written: str) -> None:
    assert words(text) == written


@given(names)
def test_words_are_one_paragraph_of_a_list(text: str) -> None:
    note = Note(f"- {words(text)}\n")

    assert [token.type for token in note.tokens] == [
        "bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close",
        "list_item_close", "bullet_list_close",
    ]  # fmt: skip
    assert set(note.tags) <= {"<code>", "</code>", "<span>", "</span>"}


@given(names)
def test_a_fence_holds_its_lines_and_none_begins_with_a_slash(text: str) -> None:
    note = Note(fenced([text, "last"]))

    (fence,) = note.fences
    assert [token.type for token in note.tokens] == ["fence"]
    assert fence.split("\n")[-2:] == ["  last", ""]
    assert [line for line in note.lines if line.startswith("/")] == []


def test_only_absolute_addresses_are_links() -> None:
    assert link("a", "https://a.example/x_y?z=%20#1") == "[a](https://a.example/x_y?z=%20#1)"
    assert link("a", "") == "a"
    assert link("a", "https://a.example/)[x](y") == "a"
    assert link("a", "javascript:x") == "a"


def test_only_names_are_mentioned() -> None:
    assert mention("@acme/privacy.team") == "@acme/privacy.team"
    assert mention("acme") == "`acme`"
    assert mention("@acme /close") == "`@acme /close`"


def test_a_commit_is_short_and_says_that_it_was_changed() -> None:
    assert short_commit("c0ffee" * 6) == "c0ffeec0ffee"
    assert short_commit("c0ffee" * 6 + "-dirty") == "c0ffeec0ffee-dirty"
    assert short_commit("none") == "none"


def test_what_is_clipped_says_so() -> None:
    assert clipped("shards", 6) == "shards"
    assert clipped("many shards", 5) == "many..."
