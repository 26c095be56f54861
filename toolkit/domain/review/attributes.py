"""What changes about a resource, as far as it may be shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.domain.guardrails.values import document
from toolkit.domain.plan import AttributeChange, Change, Facts, Withheld
from toolkit.domain.review.harmless import NOT_SHOWN, inside, is_harmless, showable
from toolkit.domain.review.model import Attribute

# Values that stand for others.
_STAND_INS = tuple(each.value for each in Withheld)
# By what an item of a list is told from the others; its place in the list means nothing.
_KEYS = ("id", "sid", "type", "name")


def reviewed_attributes(change: Change) -> tuple[Attribute, ...]:
    """Attributes before and after; of a new resource those that may be shown, of an old one none.

    Everything is hidden but harmless attributes with harmless values.
    """
    if change.action == "create":
        return tuple(_new(change))
    if change.action not in ("update", "replace"):
        return ()
    return tuple(found for each in change.attributes for found in _changed(change, each))


def _new(change: Change) -> Iterator[Attribute]:
    for name, value in (change.after or {}).items():
        if isinstance(value, bool | int | float | str) and is_harmless(change.type, name):
            shown = _shown(change.type, name, _text(value))
            if shown != NOT_SHOWN:
                yield Attribute(name, None, shown)


def _changed(change: Change, each: AttributeChange) -> Iterator[Attribute]:
    # A value that loses its mark is still the same value, and marks are of one side each.
    is_sensitive = Withheld.SENSITIVE.value in (each.before, each.after)
    if inside(change.type, each.name) and not each.forces_replacement and not is_sensitive:
        found = list(_within(change, each.name))
        if found:
            yield from found
            return
    before, after = (
        _shown(change.type, each.name, value) if value is not None else None
        for value in (each.before, each.after)
    )
    yield Attribute(each.name, before, after, each.forces_replacement)


def _within(change: Change, name: str) -> Iterator[Attribute]:
    """What differs inside of a block; what must not be shown of it counts once."""
    old, new = (
        dict(_leaves(change.type, _at(facts, name), name))
        for facts in (change.before, change.after)
    )
    hidden = False
    for place in sorted(old.keys() | new.keys()):
        before, after = old.get(place), new.get(place)
        if before == after:
            continue
        path = _without_keys(place)
        if not is_harmless(change.type, path):
            hidden = True
            continue
        was, will = (_shown(change.type, path, _text(value)) for value in (before, after))
        yield Attribute(_label(place), was, will)
    if hidden:
        yield Attribute(name, NOT_SHOWN, NOT_SHOWN)


def _at(facts: Facts | None, name: str) -> Any:
    value = (facts or {}).get(name)
    found = document(value)
    return value if found is None else found


Place = tuple[str, ...]


def _leaves(kind: str, value: Any, *place: str) -> Iterator[tuple[Place, Any]]:
    """Every single value with its way; items of lists go by what they are called."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(kind, item, *place, str(name))
    elif isinstance(value, list):
        keys = [key for key in _KEYS if is_harmless(kind, f"{_without_keys(place)}.{key}")]
        for key, item in _keyed(value, keys):
            yield from _leaves(kind, item, *place, key)
    elif value not in (None, "", False):  # Terraform turns one emptiness into another.
        yield place, value


def _keyed(items: list[Any], keys: list[str]) -> Iterator[tuple[str, Any]]:
    """Items of a list under a name in brackets; an only one under an empty name."""
    if len(items) == 1:
        yield "[]", items[0]
        return
    names = next((found for key in keys if (found := _names(items, key))), None)
    for index, item in enumerate(items):
        yield f"[{names[index] if names else index}]", item


def _names(items: list[Any], key: str) -> list[str] | None:
    """What each item is called; None where they cannot be told apart by it."""
    if not all(isinstance(item, Mapping) for item in items):
        return None
    names = [item.get(key) for item in items]
    known = [name for name in names if isinstance(name, str) and showable(key, name)]
    return known if len(set(known)) == len(items) else None


def _without_keys(place: Place) -> str:
    return ".".join(part for part in place if not part.startswith("["))


def _label(place: Place) -> str:
    return "".join(
        part if part.startswith("[") else f".{part}" for part in place if part != "[]"
    ).removeprefix(".")


def _shown(kind: str, path: str, value: str | None) -> str | None:
    if value is None or value in _STAND_INS:
        return value
    harmless = is_harmless(kind, path) and showable(path.rpartition(".")[2], value)
    return value if harmless else NOT_SHOWN


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value.value) if isinstance(value, Withheld) else json.dumps(value)
