"""Compares what runs in production with a rebuild of the commit that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from toolkit.domain.artifact import Platform
from toolkit.domain.deployed_function import Deployed, Verdict, Verification
from toolkit.errors import SnowopsError

ALIAS = "live"


class DeployedFunctions(Protocol):
    """Where functions run."""

    def deployed(self, function: str, alias: str) -> Deployed | None:
        """The function behind an alias, or None where there is none."""
        ...


class Rebuild(Protocol):
    """Builds a commit's artifact anew."""

    def __call__(self, commit: str, platform: Platform, narrow_columns: str) -> str:
        """The base64 SHA-256 of the artifact.

        Raises SnowopsError where that commit cannot be built here.
        """
        ...


@dataclass(frozen=True)
class VerificationRequest:
    """Which functions to verify.

    `narrow_columns` are the values that the environment may have had, the present one first: it
    decides the rules, and it may have changed since the commit that a function names.
    """

    functions: Sequence[str]
    narrow_columns: Sequence[str]


def verify(
    request: VerificationRequest, functions: DeployedFunctions, rebuild: Rebuild
) -> tuple[Verification, ...]:
    """A verdict on each function; one rebuild serves all that name the same commit."""
    built = cache(rebuild)
    return tuple(
        _verify(name, functions.deployed(name, ALIAS), request.narrow_columns, built)
        for name in request.functions
    )


def _verify(
    name: str, deployed: Deployed | None, narrow_columns: Sequence[str], rebuild: Rebuild
) -> Verification:
    if deployed is None:
        return Verification(name, "unknown", f"there is no function with an alias '{ALIAS}'")
    if reason := _no_commit(deployed.commit):
        return _verdict(deployed, "unknown", reason)
    try:
        return _compare(deployed, narrow_columns, rebuild)
    except SnowopsError as error:
        return _verdict(deployed, "unknown", f"cannot build its commit here: {error.summary}")


def _no_commit(commit: str) -> str:
    if not commit:
        return "its tags name no commit"
    if commit.endswith("-dirty"):
        return "it was built from a tree with uncommitted changes, which no commit holds"
    return ""


def _compare(deployed: Deployed, narrow_columns: Sequence[str], rebuild: Rebuild) -> Verification:
    seen: list[str] = []
    for value in narrow_columns:
        digest = rebuild(deployed.commit, deployed.platform, value)
        if deployed.code_sha256 == {digest}:
            note = "" if not seen else f", built when narrow_columns was '{value}'"
            return _verdict(deployed, "match", f"runs what its commit builds{note}")
        seen.append(digest)
    running = " and ".join(sorted(deployed.code_sha256))
    return _verdict(deployed, "mismatch", f"runs {running}; its commit builds {seen[0]}")


def _verdict(deployed: Deployed, verdict: Verdict, sentence: str) -> Verification:
    return Verification(deployed.function, verdict, sentence, deployed.version, deployed.commit)
