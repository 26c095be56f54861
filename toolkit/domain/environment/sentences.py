"""Turns a failed validation into a sentence that says what to write instead."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from toolkit.domain.environment.schema import field_at, known_keys
from toolkit.domain.position import KeyPath

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def explain(error: ErrorDetails, path: KeyPath) -> tuple[str, str]:
    """A sentence and a hint for one of pydantic's errors about the value at a path."""
    kind = error["type"]
    if kind == "missing":
        return "this key is required", _description(path)
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind in _KINDS:
        return _wrong_kind(kind, error["input"], path)
    return _sentence(error), _description(path)


def _sentence(error: ErrorDetails) -> str:
    match error["type"]:
        case "string_pattern_mismatch":
            return f"'{error['input']}' does not have the right form"
        case "literal_error":
            expected = error["ctx"]["expected"].replace("'", "")
            return f"must be {expected}, not '{error['input']}'"
        case "value_error":
            return str(error["ctx"]["error"])
        case "union_tag_not_found":
            return f"needs the key {error['ctx']['discriminator']}"
        case "union_tag_invalid":
            key, tag = error["ctx"]["discriminator"], error["ctx"]["tag"]
            return f"{key} must be one of {error['ctx']['expected_tags']}, not '{tag}'"
    return _lower(error["msg"]).replace("input should", "must")


def _unknown_key(path: KeyPath) -> tuple[str, str]:
    known = known_keys(path[:-1])
    near = get_close_matches(str(path[-1]), known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"
    return "unknown key", hint


def _wrong_kind(kind: str, value: Any, path: KeyPath) -> tuple[str, str]:
    sentence = f"must be {_KINDS[kind]}, not {_shown(value)}"
    if kind == "string_type" and isinstance(value, int | float | date):
        return sentence, "put it in quotes"
    return sentence, _description(path)


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case dict():
            return "a mapping"
        case list():
            return "a list"
    return f"'{value}'"


def _description(path: KeyPath) -> str:
    field = field_at(path)
    return " ".join((field.description or "").split()) if field else ""


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
