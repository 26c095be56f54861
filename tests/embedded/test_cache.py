from __future__ import annotations

from pathlib import Path

from toolkit.embedded.cache import cache_folder


def test_the_cache_lies_where_the_desktop_says() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/somewhere"}) == Path("/somewhere/snowops")


def test_without_a_word_of_the_desktop_the_cache_lies_at_home() -> None:
    assert cache_folder({}) == Path.home() / ".cache" / "snowops"


def test_a_relative_cache_folder_is_ignored() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "here"}) == Path.home() / ".cache" / "snowops"
