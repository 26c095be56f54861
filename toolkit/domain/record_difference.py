"""What of a record the function changed: columns of an event, leaves of a bad row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from toolkit.domain.transformation import Transformed, kind_of
from toolkit.runtime.fields import NAMES


def attribute_pairs(transformed: Transformed) -> Iterator[tuple[str, str, str]]:
    """Name, text before and text after of every attribute that either side fills."""
    before = transformed.before.decode(errors="replace").rstrip("\n")
    after = transformed.after.decode(errors="replace").rstrip("\n")
    if kind_of(transformed.before) == "bad":
        yield from _json_pairs(_parsed(before), _parsed(after))
        return
    columns = zip(NAMES, before.split("\t"), after.split("\t"), strict=False)
    yield from ((name, old, new) for name, old, new in columns if old or new)


def _json_pairs(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = list(dict.fromkeys([*before, *after]))
        for key in keys:
            yield from _json_pairs(before.get(key), after.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _json_pairs(old, new, f"{path}[{index}]")
    else:
        yield path, _text(before), _text(after)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
