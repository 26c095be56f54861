"""One worker: an interpreter that has loaded one version of one function."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING
from uuid import uuid4

from toolkit.embedded.lambda_exec.bootstrap import ANSWER, REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator

_INIT_SECONDS = 10.0
_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


@dataclass(frozen=True)
class Function:
    """One version of a function, as its configuration states it."""

    arn: str
    name: str
    version: str
    handler: str
    code: bytes = field(repr=False)
    code_sha256: str
    environment: tuple[tuple[str, str], ...] = field(repr=False)
    timeout_seconds: int
    memory_mb: int
    region: str
    log_group: str


@dataclass(frozen=True)
class Outcome:
    """What an invocation came to."""

    payload: bytes = field(repr=False)
    """JSON: the handler's answer, or the error."""
    failed: bool
    """Whether the function, not the service, failed: an `Unhandled` error."""
    log: str = field(repr=False)
    log_stream: str


class Worker:
    """A running interpreter; it answers one event at a time and pays for its start once."""

    def __init__(self, function: Function, folder: Path, environment: dict[str, str]) -> None:
        self.function = function
        self.log_stream = f"{time.strftime('%Y/%m/%d')}/[{function.version}]{uuid4().hex}"
        # Without a name, so that what a function prints is never left behind on the disk.
        self._log = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._overdue = False
        read_end, write_end = os.pipe()
        self._answers: IO[bytes] = os.fdopen(read_end, "rb")
        self._process = subprocess.Popen(
            [sys.executable, "-ISu", _BOOTSTRAP, function.handler, _libraries(), str(write_end)],
            cwd=folder,
            env={**environment, "AWS_LAMBDA_LOG_STREAM_NAME": self.log_stream},
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            pass_fds=(write_end,),
        )
        os.close(write_end)
        self._ready = False

    @property
    def usable(self) -> bool:
        """Whether it can answer another event."""
        return not self._overdue and self._process.poll() is None

    def answer(self, event: bytes) -> Outcome:
        """Let the function answer `event`; a function that takes too long is killed."""
        request_id = str(uuid4())
        begun = time.monotonic()
        answer = self._exchange(request_id, event) if self._started() else None
        failed, kilobytes, payload = answer or (True, 0, self._demise(request_id))
        milliseconds = (time.monotonic() - begun) * 1000
        log = (
            f"START RequestId: {request_id} Version: {self.function.version}\n{self._written()}"
            f"END RequestId: {request_id}\n"
            f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
            f"Memory Size: {self.function.memory_mb} MB\t"
            f"Max Memory Used: {kilobytes // 1024} MB\n"
        )
        return Outcome(payload, failed, log, self.log_stream)

    def end(self) -> None:
        """Let the interpreter go; kill it if it does not."""
        with suppress(BrokenPipeError):
            self._stdin.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        self._log.close()

    @property
    def _stdin(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise RuntimeError("a worker is always started with a pipe")
        return self._process.stdin

    def _started(self) -> bool:
        if not self._ready:
            with self._limited(_INIT_SECONDS):
                self._ready = self._answers.read(1) == b"+"
        return self._ready

    def _exchange(self, request_id: str, event: bytes) -> tuple[bool, int, bytes] | None:
        """Whether it failed, its memory in KiB and its answer; None if the interpreter died."""
        with suppress(BrokenPipeError), self._limited(self.function.timeout_seconds):
            self._send(request_id, event)
            header = self._answers.read(ANSWER.size)
            if len(header) == ANSWER.size:
                failed, kilobytes, size = ANSWER.unpack(header)
                payload = self._answers.read(size)
                return (failed, kilobytes, payload) if len(payload) == size else None
        return None

    def _send(self, request_id: str, event: bytes) -> None:
        context = {
            "aws_request_id": request_id,
            "deadline": time.time() + self.function.timeout_seconds,
            "function_name": self.function.name,
            "function_version": self.function.version,
            "invoked_function_arn": self.function.arn,
            "log_group_name": self.function.log_group,
            "log_stream_name": self.log_stream,
            "memory_limit_in_mb": str(self.function.memory_mb),
        }
        facts = json.dumps(context).encode()
        self._stdin.write(REQUEST.pack(len(facts), len(event)) + facts)
        self._stdin.write(event)
        self._stdin.flush()

    @contextmanager
    def _limited(self, seconds: float) -> Iterator[None]:
        def overdue() -> None:
            self._overdue = True
            self._process.kill()

        timer = Timer(seconds, overdue)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _demise(self, request_id: str) -> bytes:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        self._process.kill()
        code = self._process.wait()
        if self._overdue:
            seconds = self.function.timeout_seconds if self._ready else _INIT_SECONDS
            kind = "Sandbox.Timedout"
            message = f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds"
        else:
            kind = "Runtime.ExitError"
            message = f"RequestId: {request_id} Error: Runtime exited with exit status {code}"
        return json.dumps({"errorType": kind, "errorMessage": message}).encode()

    def _written(self) -> str:
        # The interpreter shares this position in the file and goes on writing at its start.
        self._log.seek(0)
        text = self._log.readall().decode(errors="replace")
        self._log.seek(0)
        self._log.truncate()
        return text if not text or text.endswith("\n") else text + "\n"


def _libraries() -> str:
    import boto3

    return str(Path(boto3.__file__).parent.parent)
