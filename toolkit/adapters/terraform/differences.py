"""What differs between two values of a resource, down to the innermost attribute."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def differ(before: Any, after: Any) -> bool:
    """Whether more than `null` and emptiness differ; a refresh turns one into the other."""
    return bool(_plain(before) != _plain(after))


def differences(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each innermost difference: `tags.team`, `rule[1].days`, and the value on either side."""
    if not differ(before, after):
        return
    if _are(dict, before, after):
        old, new = before or {}, after or {}
        for name in sorted({*old, *new}):
            inner = f"{path}.{name}" if path else name
            yield from differences(old.get(name), new.get(name), inner)
    elif _are(list, before, after) and len(before or ()) == len(after or ()):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, path if len(before) == 1 else f"{path}[{index}]")
    else:
        yield path, before, after


def _are(kind: type, before: Any, after: Any) -> bool:
    """Whether both are of a kind, or one is and the other is missing."""
    sides = [side for side in (before, after) if side is not None]
    return all(isinstance(side, kind) for side in sides)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _plain(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    if isinstance(value, list):
        return [_plain(item) for item in value] or None
    if isinstance(value, str) and value.startswith("{"):
        return _document(value)
    return value if value not in ("", False) else None


def _document(text: str) -> Any:
    """What a text of JSON says; a policy says the same in any order."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return _unordered(found) if "Statement" in found else found


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unordered(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_unordered(item) for item in value]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return value
