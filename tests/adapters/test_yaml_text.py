"""What is written as YAML is read alike by readers of YAML 1.1 and 1.2."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from toolkit.adapters.yaml_text import yaml_text

VALUES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"])) | st.booleans() | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex("[a-z][a-z ]{0,8}[a-z]", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=8,
)


def read(text: str, version: tuple[int, int]) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    return yaml.load(text)


@given(st.dictionaries(st.from_regex("[a-z]{3,9}", fullmatch=True), VALUES, max_size=4))
def test_what_is_written_is_read_again(value: dict[str, Any]) -> None:
    assert read(yaml_text(value), (1, 2)) == value


@pytest.mark.parametrize(
    "word", ["no", "on", "y", "yes", "off", "true", "null", "NO", "1e3", "1:30"]
)
def test_words_stay_words_in_the_older_yaml(word: str) -> None:
    assert read(yaml_text({"name": word, word: "x"}), (1, 1)) == {"name": word, word: "x"}


def test_the_same_value_twice_is_written_twice() -> None:
    same = ["one"]

    assert "&" not in yaml_text({"a": same, "b": same})


def test_keys_keep_their_order_and_lines_their_length() -> None:
    text = yaml_text({"b": "word " * 100, "a": 1})

    assert text.index("b:") < text.index("a:")
    assert len(text.splitlines()) == 2
