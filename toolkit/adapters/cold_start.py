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

_REPEATS = 5
_MACHINES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64", "AMD64": "x86_64"}
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
    interpreter = _interpreter(platform)
    if interpreter is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(artifact) as archive:
            archive.extractall(folder)
        times = [_import(interpreter, folder) for _ in range(_REPEATS)]
    measured = [each for each in times if each is not None]
    return statistics.median(measured) if measured else None


def _interpreter(platform: Platform) -> str | None:
    here = _MACHINES.get(machine.machine())
    if sys.platform != "linux" or here != platform.architecture:
        return None
    if f"{sys.version_info.major}.{sys.version_info.minor}" == platform.python_version:
        return sys.executable
    return shutil.which(f"python{platform.python_version}")


def _import(interpreter: str, folder: str) -> float | None:
    done = subprocess.run(
        [interpreter, "-I", "-S", "-B", "-c", _IMPORT, folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return float(done.stdout) if done.returncode == 0 else None
