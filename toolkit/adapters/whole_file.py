"""Files that appear whole or not at all, on the disk as well as in the folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

FOR_ITS_OWNER = 0o600
FOR_EVERYBODY = 0o644


def write_whole(path: Path, content: bytes, mode: int = FOR_ITS_OWNER) -> None:
    """Writes a file beside its place and renames it; until then only its owner can read it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
