"""Which commits are compared, and what becomes of it where one of them cannot be had."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from toolkit.domain.ci.affected import EnvironmentAt, Repository
from toolkit.errors import ConfigError
from toolkit.workflows.comparing import Comparison, compare

STAGING = EnvironmentAt("staging", ("environments/staging.yaml",), {"streams": 1})


@dataclass
class FakeTrees:
    """Stands for a clone: which commits it holds, and which its origin would still give."""

    here: set[str]
    at_origin: set[str] = field(default_factory=set)
    ancestor: str | None = None
    asked: list[str] = field(default_factory=list)

    def commit(self, revision: str) -> str | None:
        return revision if revision in self.here else None

    def fetched(self, commit: str) -> str | None:
        self.asked.append(commit)
        return commit if commit in self.at_origin else None

    def common_ancestor(self, one: str, other: str) -> str | None:
        self.asked.append(f"{one}...{other}")
        return self.ancestor

    def changed(self, base: str, head: str) -> frozenset[str]:
        return frozenset() if base == head else frozenset({"environments/staging.yaml"})

    def environments(self, commit: str) -> dict[str, EnvironmentAt]:
        return {"staging": EnvironmentAt("staging", STAGING.files, {"commit": commit})}


def compared(trees: FakeTrees, base: str | None, *branches: str) -> Comparison:
    return compare(trees, base, "head", Repository(), branches)


def states(found: Comparison) -> list[str]:
    return [verdict.state for verdict in found.verdicts]


def test_two_commits_that_are_here_are_compared() -> None:
    trees = FakeTrees({"base", "head"})

    found = compared(trees, "base")

    assert (found.base, found.head) == ("base", "head")
    assert states(found) == ["affected"]
    assert trees.asked == []


def test_a_base_that_is_not_here_is_fetched() -> None:
    trees = FakeTrees({"head"}, at_origin={"base"})

    assert compared(trees, "base").base == "base"
    assert trees.asked == ["base"]


def test_a_base_that_cannot_be_had_affects_everything() -> None:
    found = compared(FakeTrees({"head"}), "base")

    assert found.base is None
    assert states(found) == ["affected"]


def test_without_a_base_it_is_where_the_branch_left_the_first_branch_that_is_here() -> None:
    trees = FakeTrees({"head", "main", "fork"}, ancestor="fork")

    assert compared(trees, None, "origin/main", "main").base == "fork"
    assert trees.asked == ["main...head"]


@pytest.mark.parametrize("here", [{"head"}, {"head", "main"}], ids=["no branch", "no ancestor"])
def test_without_a_base_that_can_be_found_everything_is_affected(here: set[str]) -> None:
    assert states(compared(FakeTrees(here), None, "main")) == ["affected"]


def test_the_same_commit_twice_affects_nothing() -> None:
    assert states(compared(FakeTrees({"head"}), "head")) == ["unaffected"]


def test_a_head_that_is_not_here_is_an_error() -> None:
    with pytest.raises(ConfigError, match="there is no commit 'head' here"):
        compared(FakeTrees({"base"}), "base")
