"""Downloads wheels with pip for a platform that need not be this machine's."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from toolkit.domain.artifact import Platform
from toolkit.errors import ConfigError, Refused, ServiceError, SnowopsError

# glibc 2.17 runs on both Lambda systems: Amazon Linux 2 (Python 3.11) and 2023 (3.12 and later).
_TAGS = ("manylinux_2_17", "manylinux2014")
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
_UNREACHABLE = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "SSLError",
    "connection broken",
)
_ADDRESS = re.compile(r"\S*://\S+")


def pip_download(lock: Path, platform: Platform, folder: Path) -> None:
    """Fetches a lock's wheels for a platform into a folder; nothing is built or run.

    pip takes its index from the user's own settings. Raises Refused at a wrong hash, ServiceError
    without a connection, ConfigError where there is no such wheel or no pip.
    """
    done = subprocess.run(
        _command(lock, platform, folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise failure(done.stderr, platform)


def failure(said: str, platform: Platform) -> SnowopsError:
    """What pip's error output means; addresses are left out, since they may hold a password."""
    for marks, meaning in _MEANINGS:
        if any(mark in said for mark in marks):
            return meaning(platform, _last_words(said))
    return ServiceError("pip could not fetch the function's wheels", details=_last_words(said))


def _command(lock: Path, platform: Platform, folder: Path) -> list[str]:
    machine = _MACHINES[platform.architecture]
    # -I: neither a `pip` folder in the working directory nor PYTHONPATH is imported.
    command = [sys.executable, "-I", "-m", "pip", "download", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--implementation", "cp", "--retries", "2"]
    command += ["--python-version", platform.python_version]
    for tag in _TAGS:
        command += ["--platform", f"{tag}_{machine}"]
    return [*command, "--dest", str(folder), "--requirement", str(lock)]


def _last_words(said: str) -> tuple[str, ...]:
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    return tuple(_ADDRESS.sub("<address>", line).removeprefix("ERROR: ") for line in errors[-2:])


def _wrong_hash(platform: Platform, details: tuple[str, ...]) -> SnowopsError:
    return Refused(
        f"the package index serves a wheel for {platform} that is none of those locked by hash",
        details=details,
        hint="is that platform locked at all? If it is, find out who changed the file",
    )


def _unreachable(_: Platform, details: tuple[str, ...]) -> SnowopsError:
    return ServiceError(
        "the function's wheels are not in the cache and the package index cannot be reached",
        details=details,
        hint="run `snowops package` once with a connection; after that none is needed",
    )


def _no_wheel(platform: Platform, details: tuple[str, ...]) -> SnowopsError:
    return ConfigError(
        f"the package index has no locked wheel of the function for {platform}",
        details=details,
        hint="choose another lambda.python_version or lambda.architecture, or lock a newer release",
    )


def _no_pip(*_: object) -> SnowopsError:
    return ConfigError(
        "this Python has no pip, which fetches the function's wheels",
        hint=f"{sys.executable} -m ensurepip",
    )


_MEANINGS: tuple[
    tuple[tuple[str, ...], Callable[[Platform, tuple[str, ...]], SnowopsError]], ...
] = (
    (("No module named pip",), _no_pip),
    (("DO NOT MATCH THE HASHES",), _wrong_hash),
    (_UNREACHABLE, _unreachable),
    (("No matching distribution",), _no_wheel),
)
