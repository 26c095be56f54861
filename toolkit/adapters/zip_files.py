"""Writes and reads zip files; what it writes is the same bytes on every machine."""

from __future__ import annotations

import filecmp
import hashlib
import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolkit.adapters.whole_file import FOR_EVERYBODY, write_whole
from toolkit.domain.artifact import file_name
from toolkit.domain.artifact_difference import Entry
from toolkit.errors import ConfigError

# The earliest time that a zip can state.
_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = stat.S_IFREG | 0o644

# What zipfile raises of damaged bytes, whichever of its compressions they claim to be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """A zip of entries by path: sorted, dated 1980, mode 0644, uncompressed.

    Uncompressed because the output of deflate differs between zlib versions and Lambda's limits
    are far away; entries are files only, folders need none.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(entries):
            archive.writestr(_entry(path), entries[path])
    return buffer.getvalue()


def store(content: bytes, path: Path) -> None:
    """Writes a file beside its place and renames it; a file that is equal already stays.

    Raises ConfigError, and leaves nothing behind, where the folder cannot take it.
    """
    if _holds(path, content):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content, FOR_EVERYBODY)
    except OSError as error:
        raise ConfigError(
            f"cannot write {path}: {error.strerror or error}",
            hint="make room, or choose another folder with --out",
        ) from error


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files in a zip by path. Raises ConfigError where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (*_BROKEN, OSError) as error:  # bz2 raises OSError.
        raise ConfigError(f"this is not a zip that can be read: {error}") from error


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a zip in its own order. Raises ConfigError where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(_read(archive, info) for info in archive.infolist())
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror or error}") from error
    except _BROKEN as error:
        raise ConfigError(f"{path} is not a zip that can be read: {error}") from error


@dataclass(frozen=True)
class ArtifactFolder:
    """A folder of artifacts, as `package` leaves it."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    def fetch(self, sha256: str) -> bytes | None:
        """The file with a hex digest; None where there is none, or other bytes under its name."""
        try:
            content = (self.folder / file_name(sha256)).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None


def same_bytes(a: Path, b: Path) -> bool:
    """Whether two files are byte for byte the same."""
    return filecmp.cmp(a, b, shallow=False)


def _entry(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _TIME)
    info.create_system = _UNIX
    info.external_attr = _MODE << 16
    info.compress_type = zipfile.ZIP_STORED
    return info


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    return Entry(
        path=info.filename,
        content=hashlib.sha256(archive.read(info)).hexdigest(),
        mode=info.external_attr >> 16,
        time=info.date_time,
        compression=info.compress_type,
        stored_size=info.compress_size,
    )
