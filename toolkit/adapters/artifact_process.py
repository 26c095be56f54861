"""A packaged artifact at work in an interpreter of its own, as Lambda would run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from toolkit.domain.transformation import Kind
from toolkit.errors import SnowopsError

_CHILD = Path(__file__).with_name("artifact_child.py")

# What an interpreter may need to start; of the rest, such as credentials, it sees nothing.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TZ")


@dataclass(frozen=True)
class Invocation:
    """What one invocation gave: its value, or its traceback; and all that it logged."""

    value: dict[str, Any] | None
    error: str
    log: str


class ArtifactProcess:
    """One warm container: `python -I -S` sees the artifact, the standard library and no more.

    The keyring's text goes through a pipe and is kept nowhere.
    """

    def __init__(self, artifact: Path, kind: Kind, keyring: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="snowops-")
        with zipfile.ZipFile(artifact) as archive:
            archive.extractall(self._folder.name)
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", str(_CHILD), self._folder.name, kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        self._send(json.dumps(keyring))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self._child.communicate()
        self._folder.cleanup()

    def invoke(self, event: dict[str, Any]) -> Invocation:
        """Invokes the handler; raises SnowopsError where the process itself ended."""
        try:
            self._send(json.dumps(event))
            line = _stream(self._child.stdout).readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise SnowopsError(
                "the packaged artifact does not run here",
                details=tuple(_stream(self._child.stderr).read().splitlines()[-5:]),
                hint="package it anew: snowops package",
            )
        answer = json.loads(line)
        return Invocation(answer.get("value"), answer.get("error", ""), answer["log"])

    def _send(self, line: str) -> None:
        stdin = _stream(self._child.stdin)
        stdin.write(f"{line}\n")
        stdin.flush()


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the process was started without a pipe")
    return stream
