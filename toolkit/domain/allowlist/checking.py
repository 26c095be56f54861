"""Reads an allowlist's document and finds everything in it that cannot stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from toolkit.domain.allowlist.model import Allowlist
from toolkit.domain.allowlist.patterns import is_path, schema_pattern
from toolkit.domain.environment.rules.breach import RuleBreach
from toolkit.domain.position import KeyPath
from toolkit.runtime.fields import FIELDS, NAMES, NEVER_ALLOWED, POSITIONS, STAMPED

_PATH_FORM = "such as plan, result.status, ids[] or steps[].name"
_SCHEMA_FORM = "such as com.example/checkout/jsonschema/1-*-*"
_KINDS = {
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


def read(document: Mapping[str, Any]) -> tuple[Allowlist | None, tuple[RuleBreach, ...]]:
    """The allowlist in a file's document, and what is wrong with it.

    There is no allowlist if its form is wrong. With any breach it must not be used.
    """
    try:
        allowlist = Allowlist.model_validate(document)
    except ValidationError as error:
        return None, tuple(_breach_of_form(details) for details in error.errors())
    return allowlist, tuple(breaches(allowlist))


def breaches(allowlist: Allowlist) -> Iterator[RuleBreach]:
    """Columns that may never pass or do not exist, malformed schemas and paths, repetitions."""
    for name in allowlist.columns:
        yield from _column_breaches(name)
    seen: dict[str, int] = {}
    for index, entry in enumerate(allowlist.schemas):
        if schema_pattern(entry.schema_) is None:
            yield RuleBreach(
                ("schemas", index, "schema"),
                f"'{entry.schema_}' is no pattern of schemas",
                f"vendor/name/jsonschema/version, {_SCHEMA_FORM}",
            )
        if entry.schema_ in seen:
            yield RuleBreach(
                ("schemas", index, "schema"),
                f"'{entry.schema_}' is already entry {seen[entry.schema_] + 1} of this list",
                "keep one entry with all its paths",
            )
        seen.setdefault(entry.schema_, index)
        for path in entry.paths:
            if not is_path(path):
                where = ("schemas", index, "paths", path)
                yield RuleBreach(where, f"'{path}' is no path of a property", _PATH_FORM)


def may_never_pass(path: KeyPath) -> bool:
    """Whether a key path names a column that no allowlist may let through."""
    return len(path) == 2 and path[0] == "columns" and path[1] in NEVER_ALLOWED


def _column_breaches(name: str) -> Iterator[RuleBreach]:
    where: KeyPath = ("columns", name)
    if name not in POSITIONS:
        near = get_close_matches(name, NAMES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "see docs/privacy.md for the 131 columns"
        yield RuleBreach(where, f"there is no column '{name}'", hint)
    elif name in NEVER_ALLOWED:
        yield RuleBreach(
            where,
            f"{name} may never pass: it identifies or locates a person by itself",
            "remove it; its pseudonym still tells equal values from different ones",
        )
    elif name == STAMPED:
        yield RuleBreach(
            where, f"{name} cannot pass untouched: it carries the salt's id", "remove it"
        )
    elif FIELDS[POSITIONS[name]].type == "json":
        yield RuleBreach(
            where,
            f"{name} holds JSON, which passes property by property",
            "name what may pass under 'schemas'",
        )


def _breach_of_form(error: ErrorDetails) -> RuleBreach:
    path: KeyPath = tuple(error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        return RuleBreach(path, "unknown key", _known_keys(path))
    if kind == "missing":
        return RuleBreach(path, "this key is required", _SCHEMA_FORM)
    if kind in _KINDS:
        return RuleBreach(path, f"must be {_KINDS[kind]}", "write {} where there is no reason")
    return RuleBreach(path, error["msg"], "")


def _known_keys(path: KeyPath) -> str:
    if len(path) == 1:
        return "known keys: columns, schemas"
    if path[0] == "schemas" and len(path) == 3:
        return "known keys: schema, reason, paths"
    return "known keys: reason"
