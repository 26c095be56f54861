"""The form of schema patterns and property paths."""

from __future__ import annotations

import re
from typing import NamedTuple

_SCHEMA = re.compile(
    r"([a-zA-Z0-9_.-]+)/([a-zA-Z0-9_-]+)/jsonschema/((?:[0-9]+|\*)-(?:[0-9]+|\*)-(?:[0-9]+|\*))"
)
_PATH = re.compile(r"[^.\[\]\s]+(\[\])*(\.[^.\[\]\s]+(\[\])*)*")


class SchemaPattern(NamedTuple):
    """Vendor and name of schemas, and the versions that are meant."""

    vendor: str
    name: str
    version: str


def schema_pattern(text: str) -> SchemaPattern | None:
    """The parts of `vendor/name/jsonschema/1-*-*`; None for text of another form."""
    match = _SCHEMA.fullmatch(text)
    return SchemaPattern(*match.groups()) if match else None


def is_path(text: str) -> bool:
    """Whether a text has the form of a property path."""
    return _PATH.fullmatch(text) is not None
