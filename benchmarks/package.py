"""Packaging the function: cold, warm, and against `pip install --target` with zip.

Run it as `python -m benchmarks.package [REPEATS]`; the cold run needs a package index.
"""

from __future__ import annotations

import compileall
import hashlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from py_compile import PycInvalidationMode

from toolkit.adapters import zip_files
from toolkit.adapters.cold_start import interpreter_for, milliseconds_to_import
from toolkit.adapters.source_files import LOCK_FILE, RUNTIME, SourceFiles
from toolkit.adapters.wheels import LockedWheels
from toolkit.domain.artifact import Artifact, Platform
from toolkit.workflows.packaging import PackageRequest, package

PYTHON, ARCHITECTURE, TAG = "3.13", "arm64", "manylinux2014_aarch64"
MACHINE = "arm64" if platform.machine() == "aarch64" else platform.machine()
RULES = {"columns": ["one"]}


def main(repeats: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*ours(folder, repeats), *theirs(folder, repeats)]
        bytecode(folder)
    print(f"Python {PYTHON} on {ARCHITECTURE}, median of {repeats}")
    print(f"{'':34}{'seconds':>9}{'bytes':>12}  all builds")
    for label, seconds, size, equal in rows:
        same = "the same bytes" if equal else "other bytes"
        print(f"{label:34}{seconds:>9.2f}{size:>12,}  {same}")


def ours(folder: Path, repeats: int) -> list[tuple[str, float, int, bool]]:
    """Cold: no wheel is in the user's cache. Warm: all are."""

    def build(cache: Path, out: Path) -> Artifact:
        wheels = LockedWheels(RUNTIME / LOCK_FILE, cache)
        request = PackageRequest(PYTHON, ARCHITECTURE, RULES, out)
        return package(request, SourceFiles("0"), wheels, zip_files, lambda _: None)

    def cold() -> Path:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        return warm()

    def warm() -> Path:
        shutil.rmtree(folder / "out", ignore_errors=True)
        return build(folder / "cache", folder / "out").path

    return [timed("snowops, cold", cold, repeats), timed("snowops, warm", warm, repeats)]


def theirs(folder: Path, repeats: int) -> list[tuple[str, float, int, bool]]:
    """What a script would do; pip keeps its own cache, so only its first run is cold."""
    target = folder / "target"

    def install() -> Path:
        shutil.rmtree(target, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"]
        command += ["--disable-pip-version-check", "--platform", TAG, "--python-version", PYTHON]
        command += ["--only-binary", ":all:", "--target", str(target)]
        subprocess.run([*command, "-r", str(RUNTIME / LOCK_FILE)], check=True, capture_output=True)
        shutil.copytree(RUNTIME, target / "runtime")
        return Path(shutil.make_archive(str(folder / "theirs"), "zip", target))

    return [timed("pip install --target, then zip", install, repeats)]


def bytecode(folder: Path) -> None:
    """What .pyc files would save of a cold start, which the artifact does without (ADR 3)."""
    here = Platform(f"{sys.version_info.major}.{sys.version_info.minor}", MACHINE)
    if interpreter_for(here) is None:
        print("import of the handler: not measured on this system")
        return
    request = PackageRequest(here.python_version, here.architecture, RULES, folder / "here")
    wheels = LockedWheels(RUNTIME / LOCK_FILE, folder / "cache")
    artifact = package(request, SourceFiles("0"), wheels, zip_files, lambda _: None)
    task = folder / "task"
    with zipfile.ZipFile(artifact.path) as archive:
        archive.extractall(task)
    without = milliseconds_to_import(sys.executable, task) or 0
    compileall.compile_dir(task, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    brought = milliseconds_to_import(sys.executable, task) or 0
    print(f"import of the handler, {here}: {without:.0f} ms; with bytecode {brought:.0f} ms")


def timed(label: str, build: Callable[[], Path], repeats: int) -> tuple[str, float, int, bool]:
    """Label, median seconds, size in bytes, and whether all builds were equal."""
    times, digests, size = [], set(), 0
    for _ in range(max(repeats, 2)):
        start = time.perf_counter()
        content = build().read_bytes()
        times.append(time.perf_counter() - start)
        digests.add(hashlib.sha256(content).hexdigest())
        size = len(content)
        # A zip states times in steps of two seconds.
        time.sleep(2 if len(digests) == 1 and len(times) == 1 else 0)
    return label, statistics.median(times), size, len(digests) == 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
