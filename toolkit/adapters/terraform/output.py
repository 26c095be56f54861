"""What a child writes, line by line."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from typing import IO

_PAUSE = 0.02
_CHUNK = 1 << 16


class Memory:
    """A file without a name, in memory where the system has such.

    A child that writes into it does not notice our end. One that writes into a pipe is ended by its
    next line then, in the midst of what it does.
    """

    def __init__(self) -> None:
        self.handle = _nameless()

    def follow(self, child: subprocess.Popen[bytes]) -> Iterator[str]:
        """Every line, until the child has ended."""
        at, rest = 0, b""
        while True:
            ended = child.poll() is not None
            chunk = os.pread(self.handle, _CHUNK, at)
            at += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            yield from (_text(line + b"\n") for line in lines)
            if ended and not chunk:
                break
            if not chunk:
                time.sleep(_PAUSE)
        if rest:
            yield _text(rest)

    def text(self) -> str:
        """Everything so far."""
        return _text(os.pread(self.handle, os.fstat(self.handle).st_size, 0))

    def close(self) -> None:
        """Forgets it."""
        os.close(self.handle)


class Pipe:
    """A pipe: nothing of what the child writes is kept anywhere."""

    handle = subprocess.PIPE

    def follow(self, child: subprocess.Popen[bytes]) -> Iterator[str]:
        """Every line, until the child has closed its end."""
        stream: IO[bytes] | tuple[()] = child.stdout or ()
        for line in stream:
            yield _text(line)

    def close(self) -> None:
        """There is nothing to forget."""


def _nameless() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("terraform")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _text(line: bytes) -> str:
    return line.decode("utf-8", errors="replace").replace("\r\n", "\n")
