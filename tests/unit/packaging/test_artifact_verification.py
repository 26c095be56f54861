from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from toolkit.domain.artifact import Platform
from toolkit.domain.deployed_function import Deployed, Verdict, Verification, overall
from toolkit.errors import ConfigError
from toolkit.workflows.artifact_verification import VerificationRequest, verify

COMMIT = "a" * 40
PLATFORM = Platform("3.13", "arm64")


@dataclass(frozen=True)
class Account:
    """Stands for Lambda: functions by name."""

    functions: Mapping[str, Deployed]

    def deployed(self, function: str, alias: str) -> Deployed | None:
        return self.functions.get(function)


@dataclass(frozen=True)
class Builder:
    """Stands for a rebuild: digests by commit and narrow_columns."""

    digests: Mapping[tuple[str, str], str]
    built: list[tuple[str, Platform, str]] = field(default_factory=list)

    def __call__(self, commit: str, platform: Platform, narrow_columns: str) -> str:
        self.built.append((commit, platform, narrow_columns))
        if (commit, narrow_columns) not in self.digests:
            raise ConfigError(f"commit {commit[:12]} is not in the history of this checkout")
        return self.digests[commit, narrow_columns]


def deployed(*digests: str, commit: str = COMMIT) -> Account:
    found = Deployed("f", "live", "7", frozenset(digests), PLATFORM, commit)
    return Account({"f": found})


def checked(account: Account, builder: Builder, *functions: str) -> tuple[Verification, ...]:
    request = VerificationRequest(functions or ("f",), ("empty", "hash"))
    return verify(request, account, builder)


@pytest.fixture
def builder() -> Builder:
    return Builder({(COMMIT, "empty"): "EMPTY=", (COMMIT, "hash"): "HASH="})


def test_a_function_that_runs_its_commit_matches(builder: Builder) -> None:
    (found,) = checked(deployed("EMPTY="), builder)

    assert found == Verification("f", "match", "runs what its commit builds", "7", COMMIT)
    assert builder.built == [(COMMIT, PLATFORM, "empty")]


def test_a_setting_that_changed_since_is_no_mismatch(builder: Builder) -> None:
    (found,) = checked(deployed("HASH="), builder)

    assert found.verdict == "match"
    assert found.sentence.endswith("built when narrow_columns was 'hash'")


def test_other_code_than_the_commit_builds_is_a_mismatch(builder: Builder) -> None:
    (found,) = checked(deployed("OTHER="), builder)

    assert found.verdict == "mismatch"
    assert found.sentence == "runs OTHER=; its commit builds EMPTY="


def test_an_alias_that_shifts_traffic_to_other_code_is_a_mismatch(builder: Builder) -> None:
    (found,) = checked(deployed("EMPTY=", "OTHER="), builder)

    assert found.verdict == "mismatch"
    assert "EMPTY= and OTHER=" in found.sentence


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        (Account({}), "there is no function with an alias 'live'"),
        (deployed("EMPTY=", commit=""), "its tags name no commit"),
        (deployed("EMPTY=", commit=f"{COMMIT}-dirty"), "uncommitted changes"),
        (deployed("EMPTY=", commit="b" * 40), "bbbbbbbbbbbb is not in the history"),
    ],
    ids=["not deployed", "no tag", "dirty", "unknown commit"],
)
def test_what_cannot_be_compared_is_unknown_and_says_why(
    account: Account, sentence: str, builder: Builder
) -> None:
    (found,) = checked(account, builder)

    assert found.verdict == "unknown"
    assert sentence in found.sentence


def test_functions_of_one_commit_are_rebuilt_once(builder: Builder) -> None:
    function = deployed("EMPTY=").functions["f"]

    checked(Account({"f": function, "g": function}), builder, "f", "g")

    assert len(builder.built) == 1


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("match", "match"), "match"),
        (("match", "unknown"), "unknown"),
        (("unknown", "mismatch", "match"), "mismatch"),
        ((), "unknown"),
    ],
)
def test_the_worst_verdict_speaks_for_all(verdicts: tuple[Verdict, ...], expected: Verdict) -> None:
    assert overall(tuple(Verification("f", each, "") for each in verdicts)) == expected
