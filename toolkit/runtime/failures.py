"""What may pass in bad rows: which paths, and the form that a value there must have."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .names import is_name
from .rules import is_schema
from .tree import Guard, Node, guarded_tree, node_at

KNOWN = frozenset(
    {
        "adapter_failures",
        "collector_payload_format_violation",
        "enrichment_failures",
        "generic_error",
        "loader_iglu_error",
        "loader_parsing_error",
        "loader_runtime_error",
        "recovery_error",
        "schema_violations",
        "size_violation",
        "tracker_protocol_violations",
    }
)
"""The failures of Iglu Central, folder `com.snowplowanalytics.snowplow.badrows`."""

_CLASSES = frozenset(
    {
        "ClientFailure",
        "FieldNumberMismatch",
        "InvalidValue",
        "NotFound",
        "NotTSV",
        "RepoFailure",
        "ResolutionError",
        "RowDecoding",
        "ValidationError",
    }
)
_LEVELS = frozenset({"error", "fatal", "info", "warn", "warning"})
# With these keywords a validator's targets are names of fields; with others they may quote values.
_NAMING_KEYWORDS = frozenset({"additionalProperties", "dependencies", "required"})


def _form(pattern: str) -> Guard:
    matches = re.compile(pattern).fullmatch
    return lambda value: type(value) is str and matches(value) is not None


def _one_of(words: frozenset[str]) -> Guard:
    return lambda value: type(value) is str and value in words


def field_name(value: Any) -> bool:
    """Whether a value names a field: `user_id`, `$.steps[0].id`, `vendor/version`."""
    if type(value) is not str or not 0 < len(value) <= 256:
        return False
    path = re.sub(r"\[[0-9]{1,3}\]", "", value.removeprefix("$"))
    return all(is_name(part) for part in re.split(r"[./]", path) if part)


def _keyword(value: Any) -> bool:
    return type(value) is str and is_name(value)


def _milliseconds(value: Any) -> bool:
    return type(value) is int and 0 <= value < 10**14


_criterion = _form(
    r"iglu:[a-zA-Z0-9_.-]{1,128}/[a-zA-Z0-9_-]{1,128}/[a-zA-Z0-9_-]{1,32}"
    r"/([0-9]{1,4}|\*)(-([0-9]{1,4}|\*)){2}"
)
_instant = _form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z?")
_program = _form(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,127}")
_class = _one_of(_CLASSES)

# Below an error that the Iglu client reports, and where such errors stand.
_IGLU_ERROR: tuple[tuple[str, Guard], ...] = (
    ("error", _class),
    ("dataReports[].keyword", _keyword),
    ("dataReports[].path", field_name),
    ("lookupHistory[].errors[].error", _class),
)
_ERRORS = (
    "data.failure.error",
    "data.failure[].error",
    "data.failure.messages[].error",
    "data.failure.messages[].message.error",
)

_PATHS: tuple[tuple[str, Guard], ...] = (
    ("schema", is_schema),
    ("data.processor.artifact", _program),
    ("data.processor.version", _program),
    ("data.failure.timestamp", _instant),
    ("data.failure.type", _class),
    ("data.failure[].schemaKey", is_schema),
    ("data.failure.messages[].field", field_name),
    ("data.failure.messages[].schemaKey", is_schema),
    ("data.failure.messages[].schemaCriterion", _criterion),
    ("data.failure.messages[].enrichment.schemaKey", is_schema),
    ("data.failure.messages[].message.field", field_name),
    ("data.failure.messages[].message.schemaKey", is_schema),
    ("data.failure.messages[].message.schemaCriterion", _criterion),
    *((f"{place}.{path}", guard) for place in _ERRORS for path, guard in _IGLU_ERROR),
)


_LEGACY_PATHS: tuple[tuple[str, Guard], ...] = (
    ("errors[].level", _one_of(_LEVELS)),
    ("failure_tstamp", lambda value: _instant(value) or _milliseconds(value)),
)


def _failure_tree() -> Node:
    root = guarded_tree(_PATHS)
    for place in _ERRORS:
        report = node_at(root, f"{place}.dataReports[]")
        report.variant = _with_targets(report)
    return root


def _with_targets(report: Node) -> Callable[[dict[str, Any]], Node]:
    naming = Node()
    naming.properties.update(report.properties)
    node_at(naming, "targets[]").guard = field_name

    def variant(value: dict[str, Any]) -> Node:
        keyword = value.get("keyword")
        return naming if type(keyword) is str and keyword in _NAMING_KEYWORDS else report

    return variant


FAILURE = _failure_tree()
"""What may pass in a failure of a known schema."""
LEGACY = guarded_tree(_LEGACY_PATHS)
"""What may pass in a failure of the form used before 2020."""
ONLY_SCHEMA = guarded_tree([("schema", is_schema)])
"""What may pass in anything else."""
