"""Judges what of an environment runs already: the salt's secret and the deployed functions."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.domain.artifact import Artifact
from toolkit.domain.deployed_function import Deployed
from toolkit.domain.health.check import Result, failed, passed, skipped, warned
from toolkit.domain.salt.instants import instant_text
from toolkit.domain.salt.labels import CURRENT, PENDING, SecretFacts

_SHOWN = 12


def salt(name: str, facts: SecretFacts, environment: str, *, applied: bool) -> Result:
    """The secret's labels; its values are not read."""
    if facts.deleted is not None:
        return failed(
            f"{name} was deleted on {instant_text(facts.deleted)}, and functions soon lose it",
            f"restore it now: `aws secretsmanager restore-secret --secret-id {name}`",
        )
    current, pending = facts.version(CURRENT), facts.version(PENDING)
    if current is None and facts.labels:
        return failed(f"no version of {name} is {CURRENT}", f"`snowops salt repair {environment}`")
    if current is None:
        judge = failed if applied else warned
        return judge(
            f"{name} has no keyring: no event is delivered until it has",
            f"make the first one: `snowops salt init {environment}`",
        )
    if pending not in (None, current):
        return warned(
            f"{PENDING} was left on version {pending} of {name}: no scheduled rotation can start",
            f"`snowops salt repair {environment}`",
        )
    return passed(f"{name} has a keyring, and its labels are in order")


def no_secret(name: str, environment: str, *, applied: bool) -> Result:
    """Secrets Manager knows no such secret."""
    if not applied:
        return skipped(f"{name} is made by the first apply")
    return failed(
        f"there is no secret {name}, and functions soon lose the keyring that they hold",
        f"find out who deleted it; `snowops plan {environment}` makes an empty one",
    )


def functions(found: Mapping[str, Deployed | None], artifact: Artifact, environment: str) -> Result:
    """What the deployed functions run against what this checkout builds."""
    here = [each for each in found.values() if each is not None]
    if missing := [name for name, each in found.items() if each is None]:
        return failed(
            f"{len(missing)} of {len(found)} functions are not there, or have no alias",
            f"`snowops apply {environment}` makes them",
            *missing,
        )
    other = [each for each in here if each.code_sha256 != {artifact.sha256_base64}]
    if other:
        return warned(
            f"{len(other)} of {len(found)} functions run another artifact than this checkout "
            f"builds ({artifact.sha256[:_SHOWN]})",
            f"if that should not be, `snowops plan {environment}`; `snowops artifact verify "
            f"{environment}` says what runs",
            *(f"{each.function}: version {each.version}, {_commit(each)}" for each in other),
        )
    return passed(f"all functions run what this checkout builds ({artifact.sha256[:_SHOWN]})")


def nothing_runs() -> Result:
    """Before the first apply."""
    return skipped("nothing is deployed yet")


def _commit(deployed: Deployed) -> str:
    return f"commit {deployed.commit[:_SHOWN]}" if deployed.commit else "of an unknown commit"
