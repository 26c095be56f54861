"""Where the history of a keyring is kept: beside the state."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from toolkit.adapters.aws import code_of, speaking
from toolkit.domain.salt.history import NoRecord, Record, read_record, write_record
from toolkit.errors import ServiceError

_THERE_ALREADY = "PreconditionFailed"


class BucketHistory:
    """One object for each record, written only where none is (`PutObject`, If-None-Match).

    `client` is a boto3 S3 client; `say` hears of objects that are no records.
    """

    def __init__(self, client: Any, bucket: str, prefix: str, say: Callable[[str], None]) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._say = say

    def append(self, record: Record) -> None:
        """Adds a record; one that is there stays as it is."""
        with speaking(f"write the history to the bucket {self._bucket}"):
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=f"{self._prefix}{record.key}.json",
                    Body=write_record(record).encode(),
                    ContentType="application/json",
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if code_of(error) != _THERE_ALREADY:
                    raise

    def records(self) -> tuple[Record, ...]:
        """All records."""
        with speaking(f"read the history in the bucket {self._bucket}"):
            return tuple(_read(self._lines(), self._say))

    def _lines(self) -> Iterator[tuple[str, str]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix
        )
        for page in pages:
            for found in page.get("Contents", ()):
                answer = self._client.get_object(Bucket=self._bucket, Key=found["Key"])
                yield found["Key"], answer["Body"].read().decode(errors="replace")


class FileHistory:
    """One line for each record, in a file that is only appended to."""

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path = path
        self._say = say

    def append(self, record: Record) -> None:
        """Adds a record."""
        line = write_record(record) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # A line is written by one call in append mode, so two writers never mix theirs.
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise _unusable(self._path, error) from error

    def records(self) -> tuple[Record, ...]:
        """All records."""
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unusable(self._path, error) from error
        named = ((f"{self._path}:{n}", line) for n, line in enumerate(text.splitlines(), start=1))
        return tuple(_read(named, self._say))


def _read(lines: Iterable[tuple[str, str]], say: Callable[[str], None]) -> Iterator[Record]:
    for place, line in lines:
        try:
            yield read_record(line)
        except NoRecord as error:
            say(f"{place} is left out of the history: {error}")


def _unusable(path: Path, error: OSError) -> ServiceError:
    return ServiceError(
        f"the history {path} cannot be used: {error.strerror}",
        hint="nothing was changed: a change that cannot be recorded is not made",
    )
