"""The allowlist: what passes untouched, each entry with the reason why it may."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from toolkit.domain.environment.section import Section


class Entry(Section):
    """Something that passes untouched."""

    reason: str = ""
    """Why this cannot identify a person, or who decided that it may pass."""


class SchemaEntry(Section):
    """What passes in the data of the schemas that a pattern describes."""

    schema_: str = Field(alias="schema")
    """`vendor/name/jsonschema/model-revision-addition`; `*` stands for any number."""
    reason: str = ""
    """What these schemas are for."""
    paths: dict[str, Entry] = {}
    """Paths of properties below `data`, such as `plan`, `result.status`, `ids[]`, `steps[].name`.

    None at all says that the schema was looked at and nothing in it may pass.
    """


class Allowlist(Section):
    """Columns and JSON properties that pass; everything else is pseudonymized or emptied."""

    columns: dict[str, Entry] = {}
    """Columns of the enriched event, by name."""
    schemas: list[SchemaEntry] = []
    """Contexts and self-describing events."""


def json_schema() -> dict[str, Any]:
    """JSON Schema of an allowlist file, for editors."""
    schema = Allowlist.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
