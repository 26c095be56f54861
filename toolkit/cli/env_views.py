"""Turns environments into what `snowops env` prints, or into JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.table import Table

from toolkit.domain.environment import Environment
from toolkit.domain.environment.origins import LoadedEnvironment, leaves
from toolkit.domain.position import KeyPath, dotted


def list_json(environments: Iterable[Environment]) -> list[dict[str, Any]]:
    """Where each environment lives, for machines."""
    return [
        {
            "name": item.name,
            "account_id": item.aws.account_id,
            "region": item.aws.region,
            "provider": item.terraform.provider,
            "protected": item.protected,
        }
        for item in environments
    ]


def list_view(environments: Iterable[Environment]) -> Table:
    """Where each environment lives, as a table."""
    table = Table("environment", "account", "region", "provider", "", box=None)
    for item in environments:
        marks = [mark for mark in ("protected", "embedded") if getattr(item, mark)]
        table.add_row(
            item.name,
            item.aws.account_id,
            item.aws.region,
            item.terraform.provider,
            ", ".join(marks),
        )
    return table


def origins_json(loaded: LoadedEnvironment, project: Path) -> dict[str, Any]:
    """Each value with the place that set it, or `default`."""
    return {
        dotted(path): {"value": value, "origin": _where(loaded, path, project)}
        for path, value in _values(loaded)
    }


def values_lines(loaded: LoadedEnvironment, project: Path, *, origins: bool) -> Iterator[str]:
    """Each value on a line of its own, after its key and, if wanted, the place that set it."""
    rows = [
        (dotted(path), _where(loaded, path, project) if origins else "", _text(value))
        for path, value in _values(loaded)
    ]
    keys, places = (max(len(row[column]) for row in rows) for column in (0, 1))
    for key, place, value in rows:
        yield f"{key:{keys}}  {place:{places}}  {value}" if origins else f"{key:{keys}}  {value}"


def _values(loaded: LoadedEnvironment) -> Iterator[tuple[KeyPath, Any]]:
    return (item for item in leaves(loaded.environment.values()) if item[0] != ("name",))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _where(loaded: LoadedEnvironment, path: KeyPath, project: Path) -> str:
    origin = loaded.origin(path)
    if origin is None:
        return "default"
    return f"{origin.file.resolve().relative_to(project)}:{origin.line}"
