"""The scanners, in an environment of their own: their pins would fight the project's."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

from tests.aws6_provider.install import SetUpFailed, once
from toolkit.embedded.cache import cache_folder

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def environment() -> Path:
    """The folder of the scanners' virtual environment, whether it is there or not."""
    interpreter = f"{sys.base_prefix} {platform.python_version()}"
    digest = hashlib.sha256(interpreter.encode() + REQUIREMENTS.read_bytes()).hexdigest()[:16]
    return cache_folder(os.environ) / "scanners" / f"python-{digest}"


def install() -> Path:
    """The folder of the scanners' virtual environment, made where it is missing."""
    folder = environment()
    once(folder, "scanners", _say, _make)
    return folder


def _make(folder: Path) -> None:
    _run([sys.executable, "-m", "venv", str(folder)])
    python = str(folder / "bin" / "python")
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    _run([python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(REQUIREMENTS)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetUpFailed(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
