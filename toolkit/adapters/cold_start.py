"""Measures how long the artifact's handler takes to import, as a new container would."""

from __future__ import annotations

import platform as machine
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from toolkit.domain.artifact import Platform

_REPEATS = 7
_MACHINES = {"aarch64": "arm64", "x86_64": "x86_64"}
_IMPORT = """
import sys, time
sys.path.insert(0, sys.argv[1])
start = time.perf_counter()
import runtime.handler
print((time.perf_counter() - start) * 1000)
"""


def cold_start(artifact: Path, platform: Platform) -> float | None:
    """Median milliseconds to import the handler without bytecode: Lambda mounts code read-only.

    None where this machine has not the function's processor, system or Python.
    """
    interpreter = interpreter_for(platform)
    if interpreter is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(artifact) as archive:
            archive.extractall(folder)
        return milliseconds_to_import(interpreter, Path(folder))


def interpreter_for(platform: Platform) -> str | None:
    """A Python on this machine that can run a platform's shared objects; None without one."""
    if sys.platform != "linux" or _MACHINES.get(machine.machine()) != platform.architecture:
        return None
    if f"{sys.version_info.major}.{sys.version_info.minor}" == platform.python_version:
        return sys.executable
    return shutil.which(f"python{platform.python_version}")


def milliseconds_to_import(interpreter: str, folder: Path) -> float | None:
    """Median over new processes; None where the handler cannot be imported there."""
    times = [_import(interpreter, folder) for _ in range(_REPEATS)]
    measured = [each for each in times if each is not None]
    return statistics.median(measured) if measured else None


def _import(interpreter: str, folder: Path) -> float | None:
    done = subprocess.run(
        [interpreter, "-I", "-S", "-B", "-c", _IMPORT, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    return float(done.stdout) if done.returncode == 0 else None
