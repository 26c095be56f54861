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
from .secret import PENDING, reader
from .settings import from_environment

RULES_FILE = Path(__file__).resolve().parent.parent / "rules.json"
"""The compiled rules, which stand beside this package in the artifact."""


def handle(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Answers one event: Firehose's records, or `{"snowops": "self-test"}`."""
    return _function().answer(event)


@cache
def _function() -> Function:
    settings = from_environment(os.environ)
    secret = settings.salt_secret_id
    pending = reader(secret, PENDING)
    return build(settings, load(RULES_FILE), reader(secret), _emit, fetch_pending=pending)


def _emit(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
