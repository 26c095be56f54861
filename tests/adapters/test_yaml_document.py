"""Positions point at the text that they are about, whatever the file looks like."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from toolkit.adapters.yaml_document import parse_document, read_document
from toolkit.domain.position import KeyPath, Position
from toolkit.errors import ConfigError

# Words that YAML never quotes and that say nothing but themselves.
_words = st.from_regex(r"[a-zäßжλ漢]{1,6}[0-9]{2}", fullmatch=True)
_values = st.recursive(
    _words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=10,
)
_documents = st.dictionaries(_words, _values, min_size=1, max_size=4)


def written(value: dict[str, Any], *, flow: bool) -> str:
    """YAML text of a value, in indented or in bracketed style."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.allow_unicode = True
    text = io.StringIO()
    yaml.dump(value, text)
    return text.getvalue()


def texts(value: Any, path: KeyPath = ()) -> list[tuple[KeyPath, str]]:
    """Every scalar with its path."""
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in texts(item, (*path, key))]
    if isinstance(value, list):
        return [found for at, item in enumerate(value) for found in texts(item, (*path, at))]
    return [(path, value)]


@given(_documents, st.booleans())
def test_every_value_is_where_its_position_says(value: dict[str, Any], flow: bool) -> None:
    text = written(value, flow=flow)

    document = _read(text)

    assert document.value == value
    for path, word in texts(value):
        assert _at(text, document.positions.values[path]).startswith(word)


@given(_documents, st.booleans())
def test_every_key_is_where_its_position_says(value: dict[str, Any], flow: bool) -> None:
    text = written(value, flow=flow)

    keys = _read(text).positions.keys

    assert len(keys) >= len(value)
    for path, position in keys.items():
        assert _at(text, position).startswith(str(path[-1]))


def _read(text: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "file.yaml")
        file.write_text(text, encoding="utf-8")
        return read_document(file)


def _at(text: str, position: Position) -> str:
    return text.splitlines()[position.line - 1][position.column - 1 :]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: yes", {"a": "yes"}, id="yes is a word"),
        pytest.param("a: 012", {"a": 12}, id="a leading zero makes no octal number"),
        pytest.param("a: 2.10.0", {"a": "2.10.0"}, id="a release is a text"),
        pytest.param("1: a", {"1": "a"}, id="keys are texts"),
        pytest.param("a: &x [1]\nb: *x", {"a": [1], "b": [1]}, id="an alias is what it names"),
        pytest.param("a:", {"a": None}, id="nothing is nothing"),
        pytest.param("\ufeffa: b", {"a": "b"}, id="a byte order mark is no text"),
        pytest.param("# only a comment", {}, id="a file may be empty"),
    ],
)
def test_values_are_those_of_yaml_1_2(text: str, value: dict[str, Any]) -> None:
    document = _read(text)

    assert document.value == value
    assert document.mistakes == ()


def test_an_alias_that_is_used_twice_is_no_circle() -> None:
    document = _read("a: &x {b: 1}\nc: [*x, *x]\n")

    assert document.value["c"] == [{"b": 1}, {"b": 1}]
    assert document.mistakes == ()


def test_a_text_that_was_read_before_is_read_as_if_it_were_new() -> None:
    text = "a: [1]\nb: !!int word\n"
    first = parse_document(text, Path("one.yaml"))
    first.value["a"].append(2)

    second = parse_document(text, Path("two.yaml"))

    assert second.value == {"a": [1], "b": None}
    assert second.positions.values["a",] == Position(Path("two.yaml"), 1, 4)
    assert [each.sentence for each in second.mistakes] == [each.sentence for each in first.mistakes]
    assert [each.position for each in second.mistakes] == [Position(Path("two.yaml"), 2, 4)]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "prod.yaml"
    folder.mkdir()

    with pytest.raises(ConfigError, match=r"cannot read .*prod\.yaml: Is a directory"):
        read_document(folder)
