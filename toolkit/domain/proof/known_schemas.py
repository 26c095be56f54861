"""Data of schemas that the rules know, with marks in, beside and below what may pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.domain.allowlist.properties import GITLAB_STANDARD
from toolkit.domain.proof.marks import Marks
from toolkit.domain.proof.shapes import leaves

_PART = re.compile(r"[^.\[\]]+|\[\]")


def known_schemas(
    rules: Mapping[str, Any], names: tuple[str, ...], marks: Marks, column: str
) -> Iterator[tuple[str, Any]]:
    """Shape and self-describing data; `names` are paths that also have to be tried."""
    for rule in rules["schemas"]:
        shape = f"{column}: {rule['vendor']}/{rule['name']}"
        schema, other = _named(rule), _named(rule, of_another_model=True)
        yield shape, {"schema": schema, "data": _as_allowed(rule, names, marks, shape)}
        shape_below = f"{shape}, below what is allowed"
        yield shape_below, {"schema": schema, "data": _below(rule, marks, shape_below)}
        if other != schema:
            shape_other = f"{shape}, of another model"
            yield shape_other, {"schema": other, "data": _marked(rule["paths"], marks, shape_other)}


def paths_to_try(*rules: Mapping[str, Any]) -> tuple[str, ...]:
    """Every path in any of these rules, and the properties of GitLab's own context."""
    named = {path for each in rules for rule in each["schemas"] for path in rule["paths"]}
    return tuple(sorted(named | set(GITLAB_STANDARD)))


def _as_allowed(
    rule: Mapping[str, Any], names: tuple[str, ...], marks: Marks, shape: str
) -> dict[str, Any]:
    allowed = set(rule["paths"])
    document = {**leaves(marks, shape), **_marked(set(names) - allowed, marks, shape)}
    for path in sorted(allowed):
        _put(document, path, marks.word(f"{shape}, {path}", kept=True))
        near = path.replace("[]", "").swapcase()
        if near not in allowed:
            _put(document, near, marks.word(f"{shape}, almost {path}"))
    return document


def _below(rule: Mapping[str, Any], marks: Marks, shape: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for path in rule["paths"]:
        below = {"other": marks.word(f"{shape}, {path}")}
        listed = [[marks.number(f"{shape}, a list in {path}")]]
        _put(document, path, [below, listed])
    return document


def _marked(paths: Any, marks: Marks, shape: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for path in sorted(paths):
        _put(document, path, marks.word(f"{shape}, {path}"))
    return document


def _named(rule: Mapping[str, Any], *, of_another_model: bool = False) -> str:
    model, _, rest = rule["version"].replace("*", "0").partition("-")
    if of_another_model and not rule["version"].startswith("*"):
        model = str(int(model) + 7)
    return f"iglu:{rule['vendor']}/{rule['name']}/jsonschema/{model}-{rest}"


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    """Sets the value at a path; what stands in its way gives way, a list gets one item."""
    place: Any = document
    key: Any = None
    for part in _PART.findall(path):
        if key is not None:
            place = _made(place, key, [None] if part == "[]" else {})
        key = 0 if part == "[]" else part
    place[key] = value


def _made(place: Any, key: Any, wanted: Any) -> Any:
    if type(place[key] if isinstance(place, list) else place.get(key)) is not type(wanted):
        place[key] = wanted
    return place[key]
