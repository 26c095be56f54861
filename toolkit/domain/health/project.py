"""Judges an operations repository: its commit, the provider's lock, what was left unfinished."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.domain.environment import Environment
from toolkit.domain.health.check import Result, failed, passed, skipped, warned

# A block of `.terraform.lock.hcl` (Terraform documentation, "Dependency Lock File").
_PROVIDER = re.compile(r'^provider "[^"]*/hashicorp/aws" \{(.*?)^\}', re.MULTILINE | re.DOTALL)
_VERSION = re.compile(r'^\s*version\s*=\s*"([0-9][^"]*)"', re.MULTILINE)
_SHOWN = 12


def here(folder: str, names: Sequence[str]) -> Result:
    """The operations repository and its environments."""
    if not names:
        return failed(
            f"{folder} holds no environment",
            "write one: `snowops init DIR` lays down three to begin with",
        )
    return passed(f"{folder}: {', '.join(names)}")


def environment_file(environment: Environment) -> Result:
    """An environment whose file, and those that it names, hold no mistake."""
    aws = environment.aws
    marks = [mark for mark in ("protected", "embedded") if getattr(environment, mark)]
    said = ", ".join([f"account {aws.account_id}, {aws.region}", *marks])
    if len(set(aws.account_id)) == 1:
        return warned(
            f"account {aws.account_id} is an example's",
            "write your own: `aws.account_id`, `aws.region`, buckets and domain",
        )
    return passed(said)


def checkout(revision: str) -> Result:
    """The commit that plans and artifacts name."""
    if revision == "none":
        return skipped("nothing is committed in git here: plans and artifacts name no commit")
    commit, changed = revision.removesuffix("-dirty")[:_SHOWN], revision.endswith("-dirty")
    if changed:
        return passed(f"commit {commit} with changes of your own: artifacts are marked dirty")
    return passed(f"commit {commit}, nothing changed since")


def locked_version(lock: str) -> str | None:
    """The AWS provider's version in the text of a dependency lock file."""
    block = _PROVIDER.search(lock)
    version = _VERSION.search(block.group(1)) if block else None
    return version.group(1) if version else None


def provider(constraint: str, lock: str | None, folder: str) -> Result:
    """The provider in a workspace's lock file against what the templates ask for."""
    if lock is None:
        return skipped(f"{constraint}; the first plan chooses a release and locks it")
    locked = locked_version(lock)
    if locked is None:
        return warned(
            f"{folder}/.terraform.lock.hcl names no AWS provider",
            f"delete that file; the next plan writes it with a provider {constraint}",
        )
    if not _fits(locked, constraint):
        return failed(
            f"AWS provider {locked} is locked, and the templates ask for {constraint}",
            f"`terraform -chdir={folder} init -upgrade`, then commit the lock if you keep it",
        )
    return passed(f"{locked} is locked ({constraint})")


def unfinished(left: Mapping[str, tuple[str, ...]]) -> Result:
    """What applies left behind, by environment: states that wait to be saved, applies cut short."""
    if not any(left.values()):
        return passed("every apply came to its end")
    names = [name for name, found in left.items() if found]
    found = [each for of in left.values() for each in of]
    return warned(
        f"an apply of {', '.join(names)} was cut short, and nobody has looked after it since",
        f"`snowops apply {names[0] if len(names) == 1 else 'ENV'} --resume` does; until then do "
        "not apply from another machine",
        *found,
    )


def _fits(version: str, constraint: str) -> bool:
    """Whether a release fits `3.39.0` or `~> 6.0`, the two forms that the templates use."""
    wanted = _numbers(constraint.removeprefix("~>").strip())
    found = _numbers(version)
    if not constraint.startswith("~>"):
        return found == wanted
    fixed = len(wanted) - 1
    return found[:fixed] == wanted[:fixed] and found >= wanted


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdecimal())
