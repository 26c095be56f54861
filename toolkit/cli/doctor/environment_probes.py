"""What is looked at of one environment: its account, its state, what of it runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from toolkit.cli.doctor import account, machine, pipeline, project
from toolkit.cli.doctor.groups import ACCOUNT, MACHINE, PIPELINE, PROJECT
from toolkit.domain.environment.terraform import LocalBackend
from toolkit.domain.health.check import Result, warned
from toolkit.errors import ServiceError
from toolkit.workflows.doctoring import Probe, Repair

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.adapters.kept_bucket import KeptBucket
    from toolkit.cli.doctor.subject import Subject

    Look = Callable[[Subject], Result]

_RUNS = (("functions", pipeline.functions), ("secret", pipeline.secret), ("keys", pipeline.keys))


def of_environment(subject: Subject, file: str) -> tuple[Probe, ...]:
    """Everything to look at of the environment in a file; nothing where that is not right."""
    environment = subject.known
    embedded = environment is not None and environment.embedded
    door = "embedded AWS" if embedded else "credentials"
    ground = _embedded(subject, file) if embedded else _real(subject, file)
    runs = tuple(_asked(subject, name, PIPELINE, look, door) for name, look in _RUNS)
    provider = Probe("AWS provider", PROJECT, partial(project.provider, subject), (file,))
    return (provider, *ground, *runs)


def key_file(subject: Subject, *needs: str) -> Probe:
    """The key that seals plans on this machine."""

    def close() -> str:
        file = machine.key_file()
        file.close()
        return f"took {file.path} from everybody but you"

    return Probe("seal key", MACHINE, partial(machine.seal_key, subject), needs, Repair(close))


def _embedded(subject: Subject, file: str) -> tuple[Probe, ...]:
    """The embedded AWS asks for no permission, and each apply makes its artifact bucket."""
    return (
        Probe("embedded AWS", ACCOUNT, partial(account.embedded, subject), (file,)),
        Probe("state", ACCOUNT, partial(account.file_lock, subject), (file,)),
        _seal(subject, file, "embedded AWS"),
    )


def _real(subject: Subject, file: str) -> tuple[Probe, ...]:
    door = "credentials"
    return (
        Probe("clock", MACHINE, partial(machine.clock, subject), (file,)),
        Probe(door, ACCOUNT, partial(account.credentials, subject), (file,)),
        _asked(subject, "permissions", ACCOUNT, account.permissions, door),
        *_state(subject, file, door),
        _bucket(subject, "artifact bucket", account.artifact_bucket, door),
        _seal(subject, file, door),
    )


def _state(subject: Subject, file: str, door: str) -> tuple[Probe, ...]:
    environment = subject.known
    if environment and isinstance(environment.terraform.backend, LocalBackend):
        return (Probe("state", ACCOUNT, partial(account.file_lock, subject), (file,)),)
    bucket = _bucket(subject, "state bucket", account.state_bucket, door)
    return (bucket, _asked(subject, "lock", ACCOUNT, account.lock, bucket.name))


def _seal(subject: Subject, file: str, door: str) -> Probe:
    environment = subject.known
    if environment is None or environment.seal.kms_key is None:
        return key_file(subject, file)
    return _asked(subject, "seal key", ACCOUNT, account.seal_key, door)


def _bucket(
    subject: Subject, name: str, bucket: Callable[[Subject], KeptBucket], door: str
) -> Probe:
    repair = Repair(lambda: account.put_right(bucket(subject)), in_account=True)
    look = _told(subject, lambda given: account.bucket(given, bucket(given)))
    return Probe(name, ACCOUNT, look, (door,), repair)


def _asked(subject: Subject, name: str, group: str, look: Look, needs: str) -> Probe:
    return Probe(name, group, _told(subject, look), (needs,))


def _told(subject: Subject, look: Look) -> Callable[[], Result]:
    """Who may plan need not be allowed to look at everything: that is no failure."""

    def told() -> Result:
        from toolkit.adapters.aws import denied

        try:
            return look(subject)
        except ServiceError as error:
            if not denied(error.__cause__):
                raise
            fix = "run this with credentials that may look; nobody can tell with these"
            return warned(error.summary, fix, *error.details)

    return told
