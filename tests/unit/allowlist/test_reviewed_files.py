"""The allowlist that ships allows what it should, and what is written from it is current."""

from __future__ import annotations

import json

import jsonschema
from ruamel.yaml import YAML

from tests.unit.allowlist.reviewed import FILE, ROOT, reviewed
from toolkit.domain.allowlist import json_schema, path_decision
from toolkit.domain.allowlist.documentation import tables, with_tables
from toolkit.domain.allowlist.properties import GITLAB_STANDARD, GITLAB_STANDARD_SCHEMA

SCHEMA_FILE = FILE.with_name("allowlist.schema.json")


def test_every_entry_that_ships_has_a_reason() -> None:
    allowlist = reviewed()

    reasons = [entry.reason for entry in allowlist.columns.values()]
    for schema in allowlist.schemas:
        reasons += [schema.reason, *(entry.reason for entry in schema.paths.values())]

    assert "" not in reasons


def test_identifiers_of_gitlab_standard_do_not_pass() -> None:
    decisions = {
        path: path_decision(reviewed(), GITLAB_STANDARD_SCHEMA, path) for path in GITLAB_STANDARD
    }

    hashed = {path for path, made in decisions.items() if made and made.treatment == "hash"}

    assert hashed == {
        "correlation_id",
        "extra",
        "user_id",
        "global_user_id",
        "instance_id",
        "unique_instance_id",
        "host_name",
        "google_analytics_id",
        "organization_id",
    }
    assert all(GITLAB_STANDARD[path] for path in hashed)


def test_the_file_names_its_schema_and_fits_it() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert text.startswith("# yaml-language-server: $schema=allowlist.schema.json\n")
    jsonschema.Draft202012Validator(json_schema()).validate(YAML(typ="safe").load(text))


def test_the_schema_for_editors_is_current() -> None:
    written = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))

    assert written == json_schema(), "write toolkit.domain.allowlist.json_schema() to this file"


def test_the_tables_of_the_documentation_are_current() -> None:
    text = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")

    assert with_tables(text, reviewed()) == text, "write what documentation.with_tables gives"


def test_the_tables_list_every_column_and_property() -> None:
    text = tables(reviewed())

    assert text.count("\n| `") >= 131 + len(GITLAB_STANDARD)
    assert "| `user_ipaddress` | string (128) | pseudonym | never allowed" in text
    assert "| `extra` | pseudonym | a free object" in text
