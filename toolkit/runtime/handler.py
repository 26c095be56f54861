"""The Lambda function's entry: `runtime.handler.handle`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .function import Function, build
from .rules import load
from .secret import reader
from .settings import from_environment

RULES_FILE = Path(__file__).resolve().parent.parent / "rules.json"
"""The compiled rules, which stand beside this package in the artifact."""


def handle(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers one event: Firehose's records, or `{"snowops": "self-test"}`."""
    return _function().answer(event)


@cache
def _function() -> Function:
    settings = from_environment(os.environ)
    return build(settings, load(RULES_FILE), reader(settings.salt_secret_id), _emit)


def _emit(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
