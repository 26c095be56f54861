"""What this machine has: Python, snowops, Terraform, room, the time, a key of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.adapters import folders
from toolkit.cli.installed import installed
from toolkit.domain.health import keys
from toolkit.domain.health import machine as judge
from toolkit.domain.health.check import Result, passed, warned
from toolkit.errors import ConfigError, ServiceError

if TYPE_CHECKING:
    from toolkit.adapters.seal_key import KeyFile
    from toolkit.adapters.terraform.binary import Binary
    from toolkit.cli.doctor.subject import Subject


def python() -> Result:
    """The interpreter."""
    return judge.python(sys.version_info[:3])


def snowops(subject: Subject) -> Result:
    """What is installed."""
    needed = subject.known is not None and subject.known.embedded
    return judge.installation(installed(), local_needed=needed)


def terraform(subject: Subject) -> Result:
    """The Terraform that would be driven."""
    from toolkit.adapters.terraform.binary import find

    wished = subject.known.terraform.binary if subject.known else None
    binary = find(subject.settings.terraform or wished, _embedded)
    if binary.source == "embedded":
        return passed(f"{binary.version}, the embedded one")
    name = "OpenTofu " if "tofu" in binary.path.name else ""
    how = "found on PATH" if binary.source == "PATH" else "named"
    return passed(f"{name}{binary.version}, {how}: {binary.path}")


def cache() -> Path:
    """Where what is made once per user is kept."""
    from toolkit.embedded.cache import cache_folder

    return cache_folder(os.environ)


def disk(subject: Subject) -> Result:
    """The room where plans, providers and temporary files lie."""
    places = [cache(), Path(tempfile.gettempdir())]
    try:
        places.append(subject.project)
    except ConfigError:
        places.append(Path.cwd())
    return judge.room({str(place): folders.room(place) for place in places})


def clock(subject: Subject) -> Result:
    """The time here against that of AWS; nobody has to be logged in for it."""
    from toolkit.adapters.identity import ahead

    environment = subject.environment
    client = subject.services.hasty(environment).anonymous("sts")
    try:
        return judge.clock(ahead(client, lambda: datetime.now(UTC)))
    except ServiceError as error:
        return warned(error.summary, error.hint, *error.details)


def key_file() -> KeyFile:
    """The file of the key that seals this person's plans."""
    from toolkit.adapters.seal_key import KeyFile, default_key_file

    return KeyFile(default_key_file(os.environ, Path.home()))


def seal_key(subject: Subject) -> Result:
    """That file as it is."""
    environment = subject.known
    embedded = environment is not None and environment.embedded
    in_ci = os.environ.get("CI", "") not in ("", "false") and not embedded
    return keys.key_file(key_file().facts(), subject.name or "ENV", ci=in_ci)


def _embedded() -> Binary | None:
    """The embedded Terraform, without the executable that is made for it."""
    from toolkit.adapters.terraform.binary import Binary
    from toolkit.embedded import engine

    if not engine.available():
        return None
    return Binary(Path("terraform"), engine.TERRAFORM_VERSION, "embedded")
