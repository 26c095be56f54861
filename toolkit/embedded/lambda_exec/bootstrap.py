"""What a worker's interpreter runs: a handler behind two pipes, as Lambda's runtime does.

A script for `python -ISu`, on the standard library alone; the toolkit never imports it, and the
function cannot import the toolkit or anything else that happens to be installed beside it.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import struct
import sys
import time
import traceback
from importlib.machinery import PathFinder
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.machinery import ModuleSpec

# What Lambda's Python runtimes bring along besides the standard library (Lambda developer guide,
# "Runtime-included SDK versions").
_BROUGHT_ALONG = {"boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3"}

REQUEST = struct.Struct(">IQ")
ANSWER = struct.Struct(">?IQ")


class AwsLibraries:
    """Finds boto3 and what it needs beside the toolkit, and nothing else there."""

    def __init__(self, folder: str) -> None:
        self._folders = [folder]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Called by `import`, after the function's own folder was searched."""
        if path is None and name in _BROUGHT_ALONG:
            return PathFinder.find_spec(name, self._folders, target)
        return None


class Context:
    """The handler's second argument (Lambda developer guide, "Python context object")."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._deadline = facts.pop("deadline")
        self.__dict__.update(facts)

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the invocation is stopped."""
        return max(0, int((self._deadline - time.time()) * 1000))


def main() -> None:
    """Load the handler, then answer events until standard input ends."""
    handler_name, libraries, answers_fd = sys.argv[1:]
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(int(answers_fd), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    sys.meta_path.append(AwsLibraries(libraries))
    logging.basicConfig(format="[%(levelname)s]\t%(message)s")
    handler = _load(handler_name)
    answers.write(b"+")
    answers.flush()
    while header := requests.read(REQUEST.size):
        context_bytes, event_bytes = REQUEST.unpack(header)
        context = Context(json.loads(requests.read(context_bytes)))
        failed, answer = _invoke(handler, requests.read(event_bytes), context)
        _say(answers, answer, failed=failed)


def _load(name: str) -> Callable[[Any, Context], Any]:
    module, _, function = name.rpartition(".")
    try:
        handler: Callable[[Any, Context], Any] = getattr(
            importlib.import_module(module.replace("/", ".")), function
        )
    except ImportError as error:
        return _failing("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}")
    except AttributeError:
        what = f"Handler '{function}' missing on module '{module}'"
        return _failing("Runtime.HandlerNotFound", what)
    except Exception as error:  # noqa: BLE001
        traceback.print_exc()
        return _failing(type(error).__name__, str(error))
    return handler


class _InitError(Exception):
    pass


def _failing(kind: str, message: str) -> Callable[[Any, Context], Any]:
    def handler(_event: Any, _context: Context) -> NoReturn:
        raise _InitError(kind, message)

    return handler


def _invoke(
    handler: Callable[[Any, Context], Any], event: bytes, context: Context
) -> tuple[bool, bytes]:
    try:
        answer = json.dumps(handler(json.loads(event), context), ensure_ascii=False)
    except _InitError as error:
        kind, message = error.args
        return True, _error(kind, message, [])
    except Exception as error:  # noqa: BLE001
        frames = traceback.format_tb(error.__traceback__)[1:]
        kind = type(error).__name__
        print(f"[ERROR] {kind}: {error}", *frames, sep="\n", file=sys.stderr)  # noqa: T201
        return True, _error(kind, str(error), frames)
    return False, answer.encode()


def _error(kind: str, message: str, frames: list[str]) -> bytes:
    facts = {"errorMessage": message, "errorType": kind, "stackTrace": frames}
    return json.dumps(facts).encode()


def _say(answers: IO[bytes], answer: bytes, *, failed: bool) -> None:
    answers.write(ANSWER.pack(failed, _peak_kilobytes(), len(answer)))
    answers.write(answer)
    answers.flush()


def _peak_kilobytes() -> int:
    # getrusage would count the memory of the process that started this one.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main()
