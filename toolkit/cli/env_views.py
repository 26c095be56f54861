"""Turns environments into what `snowops env` prints, or into JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

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


def values_view(loaded: LoadedEnvironment, project: Path, *, origins: bool) -> Table:
    """Each value on a row of its own, with the place that set it if wanted."""
    table = Table(box=None, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    for path, value in _values(loaded):
        where = _where(loaded, path, project) if origins else ""
        table.add_row(Text(dotted(path)), Text(_text(value)), Text(where, style="dim"))
    return table


def _values(loaded: LoadedEnvironment) -> Iterator[tuple[KeyPath, Any]]:
    return (item for item in leaves(loaded.environment.values()) if item[0] != ("name",))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _where(loaded: LoadedEnvironment, path: KeyPath, project: Path) -> str:
    origin = loaded.origin(path)
    if origin is None:
        return "default"
    return f"{origin.file.relative_to(project)}:{origin.line}"
