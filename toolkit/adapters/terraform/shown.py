"""One value of a plan as a short text, and whether it may be shown."""

from __future__ import annotations

import json
from typing import Any

from toolkit.domain.guardrails.secrecy import holds_secret, is_secret, names_secret

_LONGEST_VALUE = 60


def is_sensitive(change: dict[str, Any], name: str) -> bool:
    """Whether either side is marked: a value that loses its mark is still the same value."""
    for marks in (change.get("before_sensitive"), change.get("after_sensitive")):
        if is_marked(marks.get(name) if isinstance(marks, dict) else marks):
            return True
    return False


def is_marked(marks: Any) -> bool:
    """Whether a mark is set anywhere: marks repeat the shape of the value, often all false."""
    if isinstance(marks, dict):
        return any(is_marked(item) for item in marks.values())
    if isinstance(marks, list):
        return any(is_marked(item) for item in marks)
    return bool(marks)


def shown(path: str, value: Any, *, sensitive: bool) -> str | None:
    """A value as a short text; None where there is none.

    Whoever sets a variable by hand marks nothing: what looks like a secret is not shown either.
    """
    if value is None:
        return None
    if sensitive:
        return "(sensitive)"
    text = value if isinstance(value, str) and value.isprintable() else json.dumps(value)
    if len(text) > _LONGEST_VALUE:
        return f"({len(text)} characters)"
    return "(looks like a secret)" if _is_secret(path, value) else text


def _is_secret(path: str, value: Any) -> bool:
    """Whether anything inside looks like one; digests look like secrets, and are no variables."""
    if isinstance(value, dict):
        return any(_is_secret(f"{path}.{name}", item) for name, item in value.items())
    if isinstance(value, list):
        return any(_is_secret(path, item) for item in value)
    if not isinstance(value, str):
        return False
    name = path.rpartition(".")[2]
    named = path.startswith("environment") or names_secret(name)
    return holds_secret(value) or (named and is_secret(name, value))
