"""What an operations repository holds: its environments, its commit, what was left unfinished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.health import project as judge
from toolkit.domain.health.check import Result
from toolkit.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.cli.doctor.subject import Subject

_LOCK = ".terraform.lock.hcl"
_UNSAVED = "errored.tfstate"


def names(subject: Subject) -> tuple[str, ...]:
    """The environments whose files are looked at: the one that was named, else all."""
    if subject.name is not None:
        return (subject.name,)
    try:
        return _all(subject)
    except ConfigError:
        return ()


def here(subject: Subject) -> Result:
    """Whether there is a repository, and with which environments."""
    return judge.here(str(subject.project), _all(subject))


def checkout(subject: Subject) -> Result:
    """The commit."""
    from toolkit.adapters.git import revision

    return judge.checkout(revision(subject.project))


def file(subject: Subject, name: str) -> Result:
    """One environment: its file, those it extends, and its allowlist."""
    from toolkit.adapters.allowlist_files import load_allowlist
    from toolkit.domain.allowlist import compile_rules

    loaded = subject.services.environment(name).environment
    function = loaded.lambda_
    allowlist = load_allowlist(subject.settings.environments / function.allowlist)
    compile_rules(allowlist, function.narrow_columns)
    return judge.environment_file(loaded)


def provider(subject: Subject) -> Result:
    """The AWS provider that is locked for the environment."""
    from toolkit.rendering.dialect import dialect

    environment = subject.environment
    folder = subject.project / "build" / environment.name
    wanted = dialect(environment.terraform.provider).provider_version
    return judge.provider(wanted, _text(folder / _LOCK), f"build/{environment.name}")


def plugins(subject: Subject) -> Path:
    """Where providers are kept for the next workspace."""
    return subject.project / ".snowops" / "plugins"


def unfinished(subject: Subject) -> Result:
    """States that could not be saved, and applies that were cut short."""
    from toolkit.cli.left_behind import left_behind

    build = subject.project / "build"
    left: dict[str, tuple[str, ...]] = {
        file.parent.name: (str(file),) for file in sorted(build.glob(f"*/{_UNSAVED}"))
    }
    for name in names(subject):
        try:
            environment = subject.services.environment(name).environment
        except ConfigError:
            continue
        left[name] = left_behind(subject.services, environment)
    return judge.unfinished(left)


def _all(subject: Subject) -> tuple[str, ...]:
    from toolkit.adapters.environment_files import environment_names

    return environment_names(subject.settings.environments)


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
