"""Which environments the difference of two commits affects, each with the reasons why.

Whether an environment is affected never hangs on history: two trees are compared. Where one of them
cannot be read the environment counts as affected, never as untouched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "environment", "extends", "allowlist", "templates", "runtime", "lock", "snowops", "base"
]
State = Literal["affected", "unaffected", "removed"]


@dataclass(frozen=True)
class Reason:
    """One reason why an environment is affected, or removed."""

    kind: Kind
    path: str
    """From the repository's root; empty where no file is the reason."""
    sentence: str


@dataclass(frozen=True)
class EnvironmentAt:
    """An environment as one commit has it; paths are from the repository's root."""

    name: str
    files: tuple[str, ...]
    """Its own file, then those that it extends, nearest first."""
    values: Mapping[str, Any] | None = field(default=None, repr=False)
    """What the files say together; None where they cannot be loaded."""
    allowlist: str = ""
    protected: bool = True
    """Also where it cannot be loaded: then nobody knows better."""
    embedded: bool = False


Environments = Mapping[str, EnvironmentAt]


@dataclass(frozen=True)
class Repository:
    """Where a repository holds what all of its environments share; `""` is its root."""

    project: str = ""
    """The folder that holds `environments/`."""
    code: str | None = None
    """The folder with `toolkit/` and `templates/`, where snowops runs from this repository."""


@dataclass(frozen=True)
class Verdict:
    """What becomes of one environment."""

    name: str
    state: State
    reasons: tuple[Reason, ...] = ()
    protected: bool = True
    embedded: bool = False


def affected(
    base: Environments | None,
    head: Environments,
    changed: Collection[str],
    repository: Repository,
) -> tuple[Verdict, ...]:
    """A verdict on every environment of two commits, by name.

    `base`: None where the commit to compare with cannot be had. `changed`: the paths that differ,
    both names of what was renamed.
    """
    if base is None:
        why = Reason("base", "", "the commit to compare with cannot be had")
        return tuple(_verdict(head[name], (why,)) for name in sorted(head))
    shared = [reason for path in sorted(changed) for reason in _shared(path, repository)]
    present = (
        _verdict(
            environment,
            (
                *_of_files(base.get(name), environment, changed),
                *shared,
                *_provider_lock(name, changed, repository),
            ),
        )
        for name, environment in head.items()
    )
    gone = (_removed(base[name]) for name in base if name not in head)
    return tuple(sorted((*present, *gone), key=lambda verdict: verdict.name))


def removal(name: str) -> str:
    """What to do about an environment whose file is to go."""
    return (
        f"what it made stays in AWS: bring the file back, `snowops destroy {name}`, then remove it"
    )


def _verdict(environment: EnvironmentAt, reasons: tuple[Reason, ...]) -> Verdict:
    state: State = "affected" if reasons else "unaffected"
    return Verdict(environment.name, state, reasons, environment.protected, environment.embedded)


def _removed(environment: EnvironmentAt) -> Verdict:
    why = Reason("environment", environment.files[0], "its file is gone")
    return Verdict(environment.name, "removed", (why,), environment.protected, environment.embedded)


def _of_files(
    before: EnvironmentAt | None, after: EnvironmentAt, changed: Collection[str]
) -> Iterator[Reason]:
    """What the environment's own files and its allowlist say otherwise than before."""
    own = after.files[0]
    if before is None:
        yield Reason("environment", own, "the environment is new")
        return
    if before.values is None or after.values is None:
        yield Reason("environment", own, "it cannot be loaded from both commits")
    elif before.values != after.values:
        yield from _where_it_differs(before, after, changed)
    for allowlist in sorted({before.allowlist, after.allowlist} & set(changed)):
        yield Reason("allowlist", allowlist, "its allowlist changed")


def _where_it_differs(
    before: EnvironmentAt, after: EnvironmentAt, changed: Collection[str]
) -> Iterator[Reason]:
    own = after.files[0]
    parents = {*before.files, *after.files} - {own}
    found = [Reason("extends", path, "it extends this file") for path in parents & set(changed)]
    if own in changed or not found:
        yield Reason("environment", own, "its values changed")
    yield from sorted(found, key=lambda reason: reason.path)


def _provider_lock(name: str, changed: Collection[str], repository: Repository) -> Iterator[Reason]:
    lock = f"{_below(repository.project)}build/{name}/.terraform.lock.hcl"
    if lock in changed:
        yield Reason("lock", lock, "its provider lock changed")


# What says which snowops runs, in which image: beside environments/, or at the repository's root.
_PINS = re.compile(
    r"(requirements[^/]*\.(txt|in)|requirements/.*|constraints[^/]*\.txt|pyproject\.toml"
    r"|(uv|poetry|pdm)\.lock|Pipfile(\.lock)?|\.gitlab-ci\.yml|\.gitlab/.*"
    r"|\.python-version|\.tool-versions|\.terraform-version)"
)


def _shared(path: str, repository: Repository) -> Iterator[Reason]:
    """Reasons that hold for every environment."""
    pinned = {path, path.removeprefix(_below(repository.project))}
    if any(_PINS.fullmatch(each) for each in pinned):
        yield Reason("snowops", path, "it says which snowops runs")
    if repository.code is not None and path.startswith(_below(repository.code)):
        yield from _of_code(path, path.removeprefix(_below(repository.code)))


def _of_code(path: str, inside: str) -> Iterator[Reason]:
    """Everything that snowops is made of counts; the kind tells a reader where to look."""
    if inside == "toolkit/runtime/requirements.txt":
        yield Reason("lock", path, "the function's dependencies changed")
    elif inside.startswith("toolkit/runtime/"):
        yield Reason("runtime", path, "the function's code changed")
    elif inside.startswith(("templates/root/", "templates/modules/")):
        yield Reason("templates", path, "a template changed")
    elif inside.startswith("toolkit/"):
        yield Reason("snowops", path, "snowops itself changed")


def _below(folder: str) -> str:
    return f"{folder}/" if folder else ""
