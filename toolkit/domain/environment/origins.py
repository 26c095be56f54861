"""Layers of environment files: how they merge, and which file and line each value came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from toolkit.domain.environment.model import Environment
from toolkit.domain.position import KeyPath, Position, Positions


@dataclass(frozen=True)
class LoadedEnvironment:
    """An environment and where each of its values was set."""

    environment: Environment
    positions: Positions

    def origin(self, path: KeyPath) -> Position | None:
        """The place that set a value; None where it is a default of the model."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.positions.values:
                known = self.positions.values[path[:end]]
                return known if end == len(path) or _inside_list(path[end:]) else None
        return None


def _inside_list(rest: KeyPath) -> bool:
    return isinstance(rest[0], int)


def merge(
    layers: Iterable[tuple[dict[str, Any], Positions]], start: Position
) -> tuple[dict[str, Any], Positions]:
    """Merges layers, nearest last: maps deeply, everything else replaced whole."""
    merged: dict[str, Any] = {}
    keys: dict[KeyPath, Position] = {}
    values: dict[KeyPath, Position] = {}
    for layer, positions in layers:
        _merge_into(merged, layer, (), (keys, values))
        keys.update(positions.keys)
        values.update(positions.values)
    return merged, Positions(start, keys, values)


def _merge_into(
    target: dict[str, Any],
    layer: dict[str, Any],
    path: KeyPath,
    known: tuple[dict[KeyPath, Position], ...],
) -> None:
    for key, value in layer.items():
        place = (*path, key)
        old = target.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            _merge_into(old, value, place, known)
            continue
        for positions in known:
            for stale in [inner for inner in positions if inner[: len(place)] == place]:
                del positions[stale]
        target[key] = _copy(value)


def _copy(value: Any) -> Any:
    return {key: _copy(item) for key, item in value.items()} if isinstance(value, dict) else value


def leaves(value: Any, path: KeyPath = ()) -> Iterable[tuple[KeyPath, Any]]:
    """Every value that is not a non-empty mapping, with its path, in order."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    else:
        yield path, value
