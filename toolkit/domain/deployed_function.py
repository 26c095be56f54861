"""A function as it runs, and what comparing it with a rebuild says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from toolkit.domain.artifact import Platform

COMMIT_TAG = "snowops:commit"
ARTIFACT_TAG = "snowops:artifact"

Verdict = Literal["match", "mismatch", "unknown"]


@dataclass(frozen=True)
class Deployed:
    """What an alias sends its traffic to.

    `code_sha256` holds Lambda's CodeSha256 (base64) of each version that the alias may send
    traffic to; more than one while it shifts traffic.
    """

    function: str
    alias: str
    version: str
    code_sha256: frozenset[str]
    platform: Platform
    commit: str = ""
    """The commit that the function's tag names; empty without one."""


@dataclass(frozen=True)
class Verification:
    """What is known about one deployed function: a verdict and the sentence that explains it."""

    function: str
    verdict: Verdict
    sentence: str
    version: str = ""
    commit: str = ""

    def values(self) -> dict[str, Any]:
        """The verification as `--json` shows it."""
        return {
            "function": self.function,
            "verdict": self.verdict,
            "explanation": self.sentence,
            "version": self.version,
            "commit": self.commit,
        }


def overall(verifications: tuple[Verification, ...]) -> Verdict:
    """One word for all: a mismatch outweighs what is unknown, which outweighs a match."""
    verdicts = {each.verdict for each in verifications}
    if "mismatch" in verdicts:
        return "mismatch"
    return "match" if verdicts == {"match"} else "unknown"


def function_names(prefix: str) -> tuple[str, ...]:
    """Names of an environment's functions, one for each Firehose path; as modules/lambda has it."""
    paths = ("enriched-good", "enriched-bad", "raw-bad")
    return tuple(f"{prefix}-pseudonymizer-{path}" for path in paths)
