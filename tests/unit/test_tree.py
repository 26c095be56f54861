"""A tree's digest names exactly its paths and texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.tree import Tree

_files = st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=6), max_size=4)


@given(_files, _files)
def test_two_trees_have_one_digest_only_where_they_are_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (Tree(one).digest == Tree(other).digest) == (one == other)


@given(_files, st.randoms())
def test_the_order_of_files_does_not_matter(files: dict[str, str], random: object) -> None:
    items = list(files.items())
    random.shuffle(items)  # type: ignore[attr-defined]

    assert Tree(dict(items)).digest == Tree(files).digest


def test_the_digest_is_one_for_all_times() -> None:
    digest = Tree({"main.tf": "a", "modules/b.tf": "é\n"}).digest

    assert digest == "86fccd694ccfad76d2ff20043dd9c726e717ade8ba90eb0dbbd659aa789535ec"
