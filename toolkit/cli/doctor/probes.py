"""Which things are looked at, in which order, and what each of them needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from toolkit.adapters import folders
from toolkit.cli.doctor import gitlab, machine, project
from toolkit.cli.doctor.environment_probes import key_file, of_environment
from toolkit.cli.doctor.groups import GITLAB, MACHINE, PROJECT
from toolkit.domain.health.machine import folder
from toolkit.workflows.doctoring import Probe, Repair

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.cli.doctor.subject import Subject
    from toolkit.domain.health.check import Result

_REPOSITORY = ("project",)


def probes_of(subject: Subject) -> tuple[Probe, ...]:
    """Everything to look at: of machine and project, and of an environment if one is named."""
    files = tuple(
        Probe(f"{name}.yaml", PROJECT, partial(project.file, subject, name), _REPOSITORY)
        for name in project.names(subject)
    )
    own = of_environment(subject, files[0].name) if subject.name else (key_file(subject),)
    token = Probe("token", GITLAB, gitlab.token)
    return (*_machine(subject), *_project(subject), *files, *own, token)


def _machine(subject: Subject) -> tuple[Probe, ...]:
    return (
        Probe("Python", MACHINE, machine.python),
        Probe("snowops", MACHINE, partial(machine.snowops, subject)),
        Probe("Terraform", MACHINE, partial(machine.terraform, subject)),
        _folder("cache", MACHINE, machine.cache, "wheels, providers and the embedded Terraform"),
        Probe("disk", MACHINE, partial(machine.disk, subject)),
    )


def _project(subject: Subject) -> tuple[Probe, ...]:
    plugins = partial(project.plugins, subject)
    return (
        Probe("project", PROJECT, partial(project.here, subject)),
        Probe("checkout", PROJECT, partial(project.checkout, subject), _REPOSITORY),
        _folder("plugin cache", PROJECT, plugins, "providers", _REPOSITORY),
        Probe("unfinished work", PROJECT, partial(project.unfinished, subject), _REPOSITORY),
    )


def _folder(
    name: str, group: str, where: Callable[[], Path], holds: str, needs: tuple[str, ...] = ()
) -> Probe:
    def look() -> Result:
        return folder(folders.look(where()), holds)

    def make() -> str:
        folders.make(where())
        return f"made {where()}"

    return Probe(name, group, look, needs, Repair(make))
