"""What of an environment runs: functions and their artifact, the salt's secret, the keys."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from toolkit.domain.health import keys as key_judge
from toolkit.domain.health import pipeline as judge
from toolkit.domain.health.check import Result

if TYPE_CHECKING:
    from toolkit.cli.doctor.subject import Subject


def functions(subject: Subject) -> Result:
    """What the functions run against what this checkout builds; the build is not kept."""
    from toolkit.cli.packaging import Instead, package

    deployed = subject.deployed
    if not subject.applied:
        return judge.nothing_runs()
    environment = subject.environment
    with TemporaryDirectory() as folder:
        built = package(subject.project, environment, _unsaid, Instead(out=Path(folder)))
    return judge.functions(deployed, built, environment.name)


def secret(subject: Subject) -> Result:
    """The salt's secret and its labels."""
    from toolkit.adapters.secrets import SecretsManager
    from toolkit.domain.salt.labels import secret_name

    environment = subject.environment
    name = secret_name(environment.prefix)
    facts = SecretsManager(subject.client("secretsmanager"), name).look_if_there()
    if facts is None:
        return judge.no_secret(name, environment.name, applied=subject.applied)
    return judge.salt(name, facts, environment.name, applied=subject.applied)


def keys(subject: Subject) -> Result:
    """The keys that encrypt."""
    from toolkit.adapters.kms import key_states

    environment = subject.environment
    states = key_states(subject.client("kms"), key_judge.key_aliases(environment))
    return key_judge.keys(states, environment.name, applied=subject.applied)


def _unsaid(_remark: str) -> None:
    """What packaging remarks is said by other checks."""
