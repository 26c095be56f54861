"""Records from a file, one a line, and where they belong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import ConfigError


def read_records(file: Path) -> Iterator[bytes]:
    """The lines of a file without their newlines; empty lines are no records."""
    try:
        with file.open("rb") as lines:
            for line in lines:
                if record := line.rstrip(b"\r\n"):
                    yield record
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error


def first_record(file: Path) -> bytes:
    """The first record of a file.

    Raises ConfigError where there is none.
    """
    for record in read_records(file):
        return record
    raise ConfigError(f"{file} holds no records", hint="one enriched event or bad row a line")
