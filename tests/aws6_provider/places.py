"""Where the set-up keeps what it made, by the digest of what each thing is made from."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.embedded.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
REQUIREMENTS = HERE / "requirements.txt"
WHEEL = HERE / "wheel.txt"
TYPES = HERE / "types.txt"
SERVED = HERE / "served"

_READERS = ("extract.py", "known.py", "provider_block.py", "schema.py", "typescript.py")
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True)
class Places:
    """The folders of one set-up. Each exists only when it is complete."""

    environment: Path
    wheel: Path
    schema: Path
    provider: Path

    @property
    def python(self) -> Path:
        """The interpreter that the provider runs on."""
        return self.environment / "bin" / "python"

    @property
    def mirror(self) -> Path:
        """The folder for `terraform init -plugin-dir=`."""
        return self.provider / "mirror"

    @property
    def versions(self) -> Path:
        """The folder in the mirror that holds one folder, named by the provider's version."""
        return self.mirror / "registry.terraform.io" / "hashicorp" / "aws"


def cache() -> Path:
    """The folder of all set-ups, beside what else is made once per user."""
    return cache_folder(os.environ) / "aws6"


def places(root: Path) -> Places:
    """The places for the present inputs: another digest, another folder."""
    interpreter = f"{sys.base_prefix} {platform.python_version()}"
    environment = _digest([REQUIREMENTS], interpreter)
    wheel = _digest([WHEEL])
    schema = _digest([TYPES, *(HERE / name for name in _READERS)], wheel)
    provider = _digest(
        [HERE / "install.py", *sorted(SERVED.glob("*.py"))], f"{root} {environment} {schema}"
    )
    return Places(
        environment=root / f"python-{environment}",
        wheel=root / f"wheel-{wheel}",
        schema=root / f"schema-{schema}",
        provider=root / f"provider-{provider}",
    )


def target() -> str:
    """This machine in the words of Terraform's mirrors, such as linux_amd64."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{_ARCHITECTURES.get(machine, machine)}"


def _digest(files: Iterable[Path], also: str = "") -> str:
    state = hashlib.sha256(also.encode())
    for path in files:
        state.update(hashlib.sha256(path.read_bytes()).digest())
    return state.hexdigest()[:16]
