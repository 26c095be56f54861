"""The locked wheels of the runtime, fetched once per user and checked every time."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.pip_download import pip_download
from toolkit.adapters.requirements_lock import Locked, read_lock
from toolkit.domain.artifact import Dependency, Platform
from toolkit.domain.artifact_contents import Wheel
from toolkit.errors import ConfigError, Refused, SnowopsError

Download = Callable[[Path, Platform, Path], None]
"""Brings the wheels of a lock file for a platform into a folder."""


@dataclass(frozen=True)
class LockedWheels:
    """The wheels that a lock file names, from the cache or, the first time, by download."""

    lock: Path
    cache: Path
    download: Download = pip_download

    def fetch(self, platform: Platform) -> tuple[Wheel, ...]:
        """The wheels for a platform; needs the network only where the cache has not all of them.

        Raises Refused where a file is not the locked one, ServiceError where the index cannot be
        reached, ConfigError where it has no wheel for the platform.
        """
        locked = read_lock(self.lock)
        folder = self._folder(platform)
        try:
            if not _complete(folder, locked):
                self._fill(folder, platform, locked)
            return tuple(_wheel(path, locked) for path in _wheel_files(folder))
        except OSError as error:
            raise ConfigError(
                f"cannot keep wheels in {folder}: {error.strerror or error}",
                hint="make room, or set XDG_CACHE_HOME to a folder that can be written",
            ) from error

    def _folder(self, platform: Platform) -> Path:
        digest = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        return self.cache / digest[:16] / f"{platform.python_version}-{platform.architecture}"

    def _fill(self, folder: Path, platform: Platform, locked: tuple[Locked, ...]) -> None:
        """Downloads beside and renames, so that two builds at once do not meet half a cache."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as name:
            beside = Path(name, "wheels")
            beside.mkdir()
            self.download(self.lock, platform, beside)
            _check(beside, locked, platform)
            _take_place(beside, folder, locked)


def _take_place(beside: Path, folder: Path, locked: tuple[Locked, ...]) -> None:
    """Renames a filled folder; what another build has put there meanwhile stays if it is good."""
    try:
        beside.rename(folder)
    except OSError:
        if not _complete(folder, locked):
            shutil.rmtree(folder)
            beside.rename(folder)


def _wheel_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.whl"))


def _complete(folder: Path, locked: tuple[Locked, ...]) -> bool:
    hashes = [_sha256(path) for path in _wheel_files(folder)]
    return len(hashes) == len(locked) and all(
        any(each in requirement.hashes for each in hashes) for requirement in locked
    )


def _check(folder: Path, locked: tuple[Locked, ...], platform: Platform) -> None:
    """Not taking pip's word for it: what was downloaded is what is locked."""
    files = {_sha256(path): path for path in _wheel_files(folder)}
    for requirement in locked:
        if not requirement.hashes & files.keys():
            named = [path for path in files.values() if _named(path)[0] == requirement.name]
            raise _not_locked(requirement, named, platform)


def _not_locked(requirement: Locked, files: list[Path], platform: Platform) -> SnowopsError:
    if files:
        return Refused(
            f"{files[0].name} is not the file that the lock names: its hash differs",
            hint="the index serves another file than when it was locked; find out why",
        )
    return ConfigError(f"there is no wheel of {requirement} for {platform}")


def _wheel(path: Path, locked: tuple[Locked, ...]) -> Wheel:
    name, version = _named(path)
    digest = _sha256(path)
    if not any(digest in requirement.hashes for requirement in locked):
        raise Refused(f"{path} changed while it was being packaged: its hash differs")
    return Wheel(Dependency(name, version, path.name, digest), _files(path))


def _named(path: Path) -> tuple[str, str]:
    """Name and version in a wheel's file name (PyPA, binary distribution format)."""
    name, version = path.name.split("-")[:2]
    return name.replace("_", "-").lower(), version


def _files(path: Path) -> dict[str, bytes]:
    """A wheel's files at the place where an installer would put them; its scripts stay out."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            placed = {name: _place(name) for name in names}
            return {place: archive.read(name) for name, place in placed.items() if place}
    except zipfile.BadZipFile as error:
        raise Refused(f"{path} is not a wheel") from error


def _place(name: str) -> str:
    first, _, rest = name.partition("/")
    if not first.endswith(".data"):
        return name
    scheme, _, path = rest.partition("/")
    return path if scheme in ("purelib", "platlib") else ""


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
