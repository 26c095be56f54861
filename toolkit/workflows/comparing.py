"""Two commits -> a verdict on every environment, also where one of the commits is not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from toolkit.domain.ci.affected import EnvironmentAt, Repository, Verdict, affected
from toolkit.errors import ConfigError


class Trees(Protocol):
    """The commits of a repository."""

    def commit(self, revision: str) -> str | None:
        """The full name of a commit that is here."""

    def fetched(self, commit: str) -> str | None:
        """The commit after it was asked for where the clone is from."""

    def common_ancestor(self, one: str, other: str) -> str | None:
        """The commit that two lines of work have in common, where it is here."""

    def changed(self, base: str, head: str) -> frozenset[str]:
        """The paths that differ."""

    def environments(self, commit: str) -> Mapping[str, EnvironmentAt]:
        """The environments of a commit."""


@dataclass(frozen=True)
class Comparison:
    """What was compared, and what came of it."""

    base: str | None
    """None where the commit to compare with cannot be had: then everything is affected."""
    head: str
    verdicts: tuple[Verdict, ...]


def compare(
    trees: Trees, base: str | None, head: str, repository: Repository, branches: tuple[str, ...]
) -> Comparison:
    """Compares two commits.

    `base`: None for where `head` left the first of `branches` that is here. Raises ConfigError
    where there is no `head`.
    """
    new = trees.commit(head)
    if new is None:
        raise ConfigError(f"there is no commit '{head}' here", hint="name one with --head")
    old = _left(trees, branches, new) if base is None else trees.commit(base) or trees.fetched(base)
    after = trees.environments(new)
    if old is None:
        return Comparison(None, new, affected(None, after, (), repository))
    changed = trees.changed(old, new)
    return Comparison(old, new, affected(trees.environments(old), after, changed, repository))


def _left(trees: Trees, branches: tuple[str, ...], head: str) -> str | None:
    for branch in branches:
        if trees.commit(branch) is not None:
            return trees.common_ancestor(branch, head)
    return None
