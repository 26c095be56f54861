"""The compiled rules: what happens to each column, and what may pass in each schema."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .fields import NAMES, NEVER_ALLOWED, STAMPED
from .tree import Node, tree

VERSION = 1
"""Format of the compiled rules that this runtime reads."""
TREATMENTS = frozenset({"keep", "hash", "empty", "json"})
"""What can happen to a column."""

REMEMBERED_SCHEMAS = 4096

_URI = re.compile(
    r"iglu:([a-zA-Z0-9_.-]{1,128})/([a-zA-Z0-9_-]{1,128})/[a-zA-Z0-9_-]{1,32}"
    r"/([0-9]{1,4})-([0-9]{1,4})-([0-9]{1,4})"
)


class RulesError(Exception):
    """The compiled rules are not for this runtime, or would let pass what never may."""


@dataclass(frozen=True)
class SchemaRule:
    """Paths that may pass in the schemas that a vendor, a name and a version pattern describe."""

    vendor: str
    name: str
    version: tuple[str, ...]
    paths: tuple[str, ...]

    def covers(self, vendor: str, name: str, version: Iterable[str]) -> bool:
        """Whether a schema is one of them; `*` stands for any number."""
        numbers = zip(self.version, version, strict=True)
        return (vendor, name) == (self.vendor, self.name) and all(
            wanted in ("*", number) for wanted, number in numbers
        )


@dataclass(frozen=True)
class Rules:
    """Treatment of each column, rules of the schemas, and the digest of the file they came in."""

    columns: Mapping[str, str]
    schemas: tuple[SchemaRule, ...]
    digest: str

    def positions(self, treatment: str) -> tuple[int, ...]:
        """Where in the line the columns of a treatment stand."""
        return tuple(
            position for position, name in enumerate(NAMES) if self.columns[name] == treatment
        )

    def paths(self, uri: str) -> tuple[str, ...] | None:
        """Paths that may pass in a schema, of every rule that covers it; None without one."""
        match = _URI.fullmatch(uri)
        if match is None:
            return None
        vendor, name, *version = match.groups()
        covering = [rule for rule in self.schemas if rule.covers(vendor, name, version)]
        return tuple(path for rule in covering for path in rule.paths) if covering else None


UNKNOWN = Node()
"""Nothing passes: the tree of schemas that the rules do not know."""


class SchemaTrees(dict[str, Node | None]):
    """`trees[text]`: what may pass in a schema, UNKNOWN, or None for text that names no schema."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, uri: str) -> Node | None:
        if not is_schema(uri):
            return None
        paths = self._rules.paths(uri)
        found = UNKNOWN if paths is None else tree(paths)
        if len(self) >= REMEMBERED_SCHEMAS:
            self.clear()
        self[uri] = found
        return found


def is_schema(value: Any) -> bool:
    """Whether a value is the name of an Iglu schema, which stays readable."""
    return type(value) is str and _URI.fullmatch(value) is not None


def load(path: Path) -> Rules:
    """The rules of a file; the digest is of its bytes. Raises RulesError."""
    content = path.read_bytes()
    return parse(json.loads(content), hashlib.sha256(content).hexdigest())


def parse(document: Mapping[str, Any], digest: str = "") -> Rules:
    """The rules in a compiled allowlist; raises RulesError."""
    if document.get("version") != VERSION:
        raise RulesError(f"the rules are of version {document.get('version')}, not {VERSION}")
    columns = dict(document["columns"])
    if set(columns) != set(NAMES) or not set(columns.values()) <= TREATMENTS:
        raise RulesError("the rules do not say one treatment for each of the columns")
    kept = sorted(name for name in (*NEVER_ALLOWED, STAMPED) if columns[name] == "keep")
    if kept:
        raise RulesError(f"the rules let pass what never may: {', '.join(kept)}")
    return Rules(columns, tuple(_schema_rule(item) for item in document["schemas"]), digest)


def _schema_rule(item: Mapping[str, Any]) -> SchemaRule:
    model, revision, addition = item["version"].split("-")
    return SchemaRule(
        item["vendor"], item["name"], (model, revision, addition), tuple(item["paths"])
    )
