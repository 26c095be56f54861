"""Runs inside the other interpreter: an unpacked artifact, a stub of boto3, one event a line.

It is started as a script by `artifact_process` and imports nothing of toolkit. The first line on
stdin is the keyring's text, which so is in no argument, variable or file; each further line is an
event. Each answer is one line on stdout: the handler's value or its exception, and what it logged.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
import traceback
import types
from contextlib import redirect_stderr, redirect_stdout
from typing import Any


class _SecretsManager:
    """Stands for boto3's client: the one call that the runtime makes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self, **_: str) -> dict[str, str]:
        return {"SecretString": self._text}


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


def _answer(handle: Any, event: dict[str, Any], context: Any) -> dict[str, Any]:
    logged = io.StringIO()
    with redirect_stdout(logged), redirect_stderr(logged):
        try:
            answer = {"value": handle(event, context)}
        except BaseException:  # noqa: BLE001 - whatever it is, the parent has to see it
            answer = {"error": traceback.format_exc()}
    return {**answer, "log": logged.getvalue()}


def _main() -> None:
    folder, kind = sys.argv[1:3]
    out = sys.stdout
    _install_stub(sys.stdin.readline())
    os.environ |= {
        "SALT_SECRET_ID": "replay",
        "SALT_CACHE_SECONDS": "3600",
        "EVENT_KIND": kind,
        "AWS_LAMBDA_FUNCTION_NAME": "replay",
    }
    sys.path.insert(0, folder)
    handle = importlib.import_module("runtime.handler").handle
    context = types.SimpleNamespace(function_name="replay", aws_request_id="replay")
    for line in sys.stdin:
        out.write(json.dumps(_answer(handle, json.loads(line), context)) + "\n")
        out.flush()


if __name__ == "__main__":
    _main()
