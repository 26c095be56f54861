"""The workers of all functions: started when needed, kept warm, bounded in number."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from toolkit.embedded.isolation import NO_REAL_AWS
from toolkit.embedded.lambda_exec.worker import Worker

if TYPE_CHECKING:
    from toolkit.embedded.lambda_exec.worker import Function, Outcome

_WARM = 4
_BUSY = 8


class Workers:
    """At most eight functions run at once, and four interpreters wait warm for the next event."""

    def __init__(self, folder: Path, endpoint: str) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._warm: list[Worker] = []
        self._lock = Lock()
        self._room = BoundedSemaphore(_BUSY)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def run(self, function: Function, event: bytes) -> Outcome:
        """Let `function` answer `event`, in a warm worker if one waits."""
        with self._room:
            worker = self._take(function) or self._start(function)
            try:
                return worker.answer(event)
            finally:
                self._give_back(worker)

    def end(self) -> None:
        """End every waiting worker."""
        with self._lock:
            waiting, self._warm = self._warm, []
        for worker in waiting:
            worker.end()

    def _take(self, function: Function) -> Worker | None:
        with self._lock:
            for worker in self._warm:
                if worker.function == function:
                    self._warm.remove(worker)
                    return worker
        return None

    def _give_back(self, worker: Worker) -> None:
        surplus = [worker]
        with self._lock:
            if worker.usable:
                self._warm.append(worker)
                surplus = self._warm[:-_WARM]
                self._warm = self._warm[-_WARM:]
        for each in surplus:
            each.end()

    def _start(self, function: Function) -> Worker:
        home = self._unpacked(function)
        return Worker(function, home, self._environment(function, home))

    def _unpacked(self, function: Function) -> Path:
        home = self._folder / function.code_sha256.replace("/", "-")
        if not home.is_dir():
            beside = Path(tempfile.mkdtemp(dir=self._folder))
            with zipfile.ZipFile(io.BytesIO(function.code)) as archive:
                archive.extractall(beside)
            with suppress(OSError):  # another thread was faster
                beside.rename(home)
            shutil.rmtree(beside, ignore_errors=True)
        return home

    def _environment(self, function: Function, home: Path) -> dict[str, str]:
        """Lambda's own variables (developer guide, "Defined runtime environment variables").

        Nothing of this process's environment but the search paths of programs and libraries.
        """
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {
            **inherited,
            "LANG": "C.UTF-8",
            "TZ": ":UTC",
            "LAMBDA_TASK_ROOT": str(home),
            "_HANDLER": function.handler,
            "AWS_REGION": function.region,
            "AWS_DEFAULT_REGION": function.region,
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": function.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
            "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
            **dict(function.environment),
            **NO_REAL_AWS,
            "AWS_ENDPOINT_URL": self._endpoint,
        }


_INHERITED = ("PATH", "LD_LIBRARY_PATH")
