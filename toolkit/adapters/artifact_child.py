"""Runs inside the other interpreter: an unpacked artifact, a stub of boto3, one event a line.

It is started as a script by `artifact_process` and imports nothing of toolkit. The first line on
stdin is the keyring's text in JSON, which so is in no argument, variable or file; each further line
is an event. Each answer is one line: the handler's value or its exception, and what was logged.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile
import traceback
import types
from typing import IO, Any


class _Denied(Exception):
    """Stands for botocore's ClientError."""

    response = {"Error": {"Code": "ResourceNotFoundException"}}


class _SecretsManager:
    """Stands for boto3's client: the one call that the runtime makes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self, **_: str) -> dict[str, str]:
        if not self._text:
            raise _Denied
        return {"SecretString": self._text}


class _Log:
    """All that this process writes to its output and error streams, in whatever way."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._read = 0
        self._errors = os.dup(2)
        for stream in (1, 2):
            os.dup2(self._file.fileno(), stream)

    def news(self) -> str:
        """What was written since the last look."""
        sys.stdout.flush()
        sys.stderr.flush()
        handle = self._file.fileno()
        found = os.pread(handle, os.fstat(handle).st_size - self._read, self._read)
        self._read += len(found)
        return found.decode(errors="replace")

    def fail(self) -> None:
        """Tells the parent's stderr what was written, and that nothing will follow."""
        os.write(self._errors, self.news().encode())


def _install_stub(text: str) -> None:
    boto3: Any = types.ModuleType("boto3")
    boto3.client = lambda _service, **_options: _SecretsManager(text)
    config: Any = types.ModuleType("botocore.config")
    config.Config = dict
    sys.modules |= {
        "boto3": boto3,
        "botocore": types.ModuleType("botocore"),
        "botocore.config": config,
    }


def _answer(handle: Any, event: dict[str, Any], context: Any, log: _Log) -> str:
    try:
        answer = json.dumps({"value": handle(event, context)})[:-1]
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to see it
        answer = json.dumps({"error": traceback.format_exc()})[:-1]
    return f'{answer}, "log": {json.dumps(log.news())}}}\n'


def _handler(folder: str, log: _Log) -> Any:
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("runtime.handler").handle
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to see it
        traceback.print_exc()
        log.fail()
        raise SystemExit(1) from None


def _main(answers: IO[str]) -> None:
    folder, kind = sys.argv[1:3]
    log = _Log()
    _install_stub(json.loads(sys.stdin.readline()))
    os.environ |= {
        "SALT_SECRET_ID": "replay",
        "SALT_CACHE_SECONDS": "3600",
        "EVENT_KIND": kind,
        "AWS_LAMBDA_FUNCTION_NAME": "replay",
    }
    handle = _handler(folder, log)
    context = types.SimpleNamespace(function_name="replay", aws_request_id="replay")
    for line in sys.stdin:
        answers.write(_answer(handle, json.loads(line), context, log))
        answers.flush()


if __name__ == "__main__":
    # Answers have a way of their own, which nothing that the artifact prints can reach.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as way:
        _main(way)
