"""Shipped environments with one thing changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.adapters.environment_files import load
from toolkit.domain.environment import Environment

ENVIRONMENTS = Path(__file__).parents[3] / "environments"


def changed(name: str, changes: Mapping[str, Any]) -> Environment:
    """The shipped environment with values set at dotted keys, such as `streams.mode`."""
    values = _shipped(name).values()
    for dotted, value in changes.items():
        *parents, last = dotted.split(".")
        section = values
        for parent in parents:
            section = section[parent]
        section[last] = value
    return Environment.model_validate(values)


@cache
def _shipped(name: str) -> Environment:
    return load(ENVIRONMENTS, name).environment
