"""Takes out of a plan's values what Terraform marks as sensitive or does not know yet."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from toolkit.domain.plan import Withheld


def masked(value: Any, unknown: Any, sensitive: Any) -> Any:
    """A value without what is sensitive or not known; the marks have the value's own shape."""
    if sensitive is True:
        return Withheld.SENSITIVE
    if unknown is True:
        return Withheld.UNKNOWN
    if isinstance(value, dict) or isinstance(unknown, dict):
        known, later, hidden = (_mapping(each) for each in (value, unknown, sensitive))
        names = [*known, *(name for name in later if name not in known)]
        return {name: masked(known.get(name), later.get(name), hidden.get(name)) for name in names}
    if isinstance(value, list):
        return [
            masked(item, _at(unknown, index), _at(sensitive, index))
            for index, item in enumerate(value)
        ]
    return value


def either(one: Any, other: Any) -> Any:
    """The marks of both sides: a value that loses its mark is still the same value."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: either(one.get(name), other.get(name)) for name in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [either(*pair) for pair in zip_longest(one, other)]
    return True if one and other else one or other


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _at(marks: Any, index: int) -> Any:
    return marks[index] if isinstance(marks, list) and index < len(marks) else None
