"""Refuses what the provider itself refuses before it calls AWS, as far as a schema can tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One refusal, in the words of the provider's SDK, and the path of the argument."""

    summary: str
    detail: str
    path: Path = ()


# Arguments that the provider parses as JSON objects.
JSON_OBJECTS = frozenset(
    {
        "access_policy",
        "assume_role_policy",
        "dashboard_body",
        "delivery_policy",
        "event_pattern",
        "filter_policy",
        "policy",
        "policy_document",
        "redrive_allow_policy",
        "redrive_policy",
        "resource_policy",
    }
)
JSON_LISTS = frozenset({"container_definitions"})


def problems(block: Json, value: Any, path: Path = ()) -> Iterator[Problem]:
    """Everything wrong with a configured block: read-only, missing, not JSON."""
    if not isinstance(value, dict):
        return
    for name, schema in block.get("attributes", {}).items():
        yield from _attribute(name, schema, value.get(name), (*path, name))
    for name, nested in block.get("block_types", {}).items():
        for step, item in _items(nested, value.get(name)):
            yield from problems(nested["block"], item, (*path, name, *step))


def _attribute(name: str, schema: Json, value: Any, path: Path) -> Iterator[Problem]:
    if value is None and schema.get("required"):
        detail = f'The argument "{name}" is required, but no definition was found.'
        yield Problem("Missing required argument", detail, path)
    elif value is not None and not schema.get("required") and not schema.get("optional"):
        yield Problem(
            "Value for unconfigurable attribute",
            f'Can\'t configure a value for "{name}": its value will be decided automatically '
            "based on the result of applying this configuration.",
            path,
        )
    elif isinstance(value, str):
        yield from _json(name, value, path)


def _json(name: str, value: str, path: Path) -> Iterator[Problem]:
    wanted = dict if name in JSON_OBJECTS else list if name in JSON_LISTS else None
    if wanted is None:
        return
    try:
        parsed = json.loads(value)
    except json.JSONDecodeError as error:
        yield Problem(f'"{name}" contains an invalid JSON: {error}', value[:200], path)
        return
    if not isinstance(parsed, wanted):
        shape = "object" if wanted is dict else "list"
        yield Problem(f'"{name}" contains an invalid JSON: not a JSON {shape}', value[:200], path)


def _items(nested: Json, value: Any) -> Iterator[tuple[Path, Any]]:
    if value is None or value is UNKNOWN:
        return
    match nested["nesting_mode"]:
        case "list":
            yield from (((index,), item) for index, item in enumerate(value))
        case "map":
            yield from (((key,), item) for key, item in value.items())
        case "set":
            yield from (((), item) for item in value)
        case _:
            yield (), value
