"""Of bad rows only schema names, programs, times, classes and names of fields pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.events.bad_rows import FAMILY, bad_rows
from tests.events.generator import compact
from tests.unit.runtime.parts import NEW_SALT, SALT, Invoked, entry, keyring_text, pseudonym
from toolkit.runtime.failures import KNOWN

GITLAB = "iglu:com.gitlab/gitlab_standard/jsonschema/1-1-7"
TWO_SALTS = keyring_text(
    entry("old", SALT), entry("new", NEW_SALT, active_from="2026-03-01T12:00:00Z")
)


def transformed(document: Any, keyring: str = "") -> Any:
    text = document if isinstance(document, bytes) else compact(document).encode()
    out = Invoked("bad", keyring).data(text)
    assert out.endswith(b"\n")
    assert out.count(b"\n") == 1
    return json.loads(out)


def violation(report: dict[str, Any]) -> dict[str, Any]:
    message = {"schemaKey": GITLAB, "error": {"error": "ValidationError", "dataReports": [report]}}
    return {
        "schema": f"{FAMILY}/schema_violations/jsonschema/2-0-1",
        "data": {
            "processor": {"artifact": "snowplow-enrich-kinesis", "version": "3.9.0"},
            "failure": {"timestamp": "2026-03-01T12:00:00.000Z", "messages": [message]},
            "payload": {"enriched": {"user_id": "42"}, "raw": {"headers": ["Cookie: sp=42"]}},
        },
    }


def test_what_operators_need_passes_and_the_rest_does_not() -> None:
    row = violation(
        {
            "message": "$.client_name: jane is not allowed",
            "path": "$.client_name",
            "keyword": "additionalProperties",
            "targets": ["client_name", "jane@mail.example"],
        }
    )

    out = transformed(row)

    report = out["data"]["failure"]["messages"][0]["error"]["dataReports"][0]
    assert report == {
        "message": pseudonym("$.client_name: jane is not allowed"),
        "path": "$.client_name",
        "keyword": "additionalProperties",
        "targets": ["client_name", pseudonym("jane@mail.example")],
    }
    assert out["schema"] == row["schema"]
    assert out["data"]["processor"] == row["data"]["processor"]
    assert out["data"]["failure"]["timestamp"] == "2026-03-01T12:00:00.000Z"
    assert out["data"]["failure"]["messages"][0]["schemaKey"] == GITLAB
    assert out["data"]["failure"]["messages"][0]["error"]["error"] == "ValidationError"
    assert out["data"]["payload"] == {
        "enriched": {"user_id": pseudonym("42")},
        "raw": {"headers": [pseudonym("Cookie: sp=42")]},
    }


def test_targets_of_a_validator_that_quotes_values_do_not_pass() -> None:
    out = transformed(violation({"keyword": "format", "path": "$.email", "targets": ["jane"]}))

    report = out["data"]["failure"]["messages"][0]["error"]["dataReports"][0]
    assert report["targets"] == [pseudonym("jane")]


@pytest.mark.parametrize(
    "path",
    [
        ("schema",),
        ("data", "processor", "artifact"),
        ("data", "failure", "timestamp"),
        ("data", "failure", "messages", 0, "schemaKey"),
        ("data", "failure", "messages", 0, "error", "error"),
        ("data", "failure", "messages", 0, "error", "dataReports", 0, "path"),
        ("data", "failure", "messages", 0, "error", "dataReports", 0, "keyword"),
    ],
)
def test_a_value_of_another_form_does_not_pass_at_an_allowed_place(path: tuple[Any, ...]) -> None:
    row: Any = violation({"path": "$", "keyword": "required", "targets": []})
    at = row
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = "jane@mail.example <x>"

    out = Invoked("bad").data(compact(row).encode()).decode()

    assert "jane" not in out
    assert pseudonym("jane@mail.example <x>") in out


def test_the_legacy_forms_keep_their_time_and_level() -> None:
    error = {"level": "error", "message": "jane"}
    by_line = {"line": "CwBk", "errors": [error], "failure_tstamp": "2026-03-01T12:00:00.000Z"}
    by_size = {"size": 5, "errors": [error], "failure_tstamp": 1_772_366_400_000}

    expected = {"level": "error", "message": pseudonym("jane")}
    assert transformed(by_line) == {
        "line": pseudonym("CwBk"),
        "errors": [expected],
        "failure_tstamp": "2026-03-01T12:00:00.000Z",
    }
    assert transformed(by_size) == {
        "size": pseudonym("5"),
        "errors": [expected],
        "failure_tstamp": 1_772_366_400_000,
    }


@pytest.mark.parametrize("name", ["com.example/failure", f"{FAMILY[5:]}/new_failure"])
def test_of_an_unknown_schema_only_its_name_passes(name: str) -> None:
    row = violation({"path": "$", "keyword": "required"})
    row["schema"] = f"iglu:{name}/jsonschema/1-0-0"

    out = transformed(row)

    assert out["schema"] == row["schema"]
    assert "snowplow-enrich-kinesis" not in json.dumps(out)
    assert GITLAB not in json.dumps(out)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        (b'{"schema":"iglu:com.example/x/jsonschema/1-0-0","data":', True),
        (b'{"schema":"jane","data":', False),
        (b'{"schema":"iglu:jane@mail.example","data":', False),
        (b"\xff\xfe", False),
        (b"not json", False),
    ],
)
def test_json_that_cannot_be_read_still_is_a_line_that_loads(text: bytes, schema: bool) -> None:
    out = transformed(text)

    expected = "iglu:com.example/x/jsonschema/1-0-0" if schema else None
    assert out["schema"] == expected
    assert len(out["data"]) == 64


def test_a_document_over_several_lines_is_one_row() -> None:
    row = violation({"path": "$", "keyword": "required"})

    assert transformed(json.dumps(row, indent=2).encode()) == transformed(row)


def test_a_record_of_several_documents_comes_back_with_all_of_them() -> None:
    record = b'{"a":"1"}\n\n{"a":"2"}\nbroken\n'

    out = Invoked("bad").data(record).splitlines()

    assert [json.loads(text) for text in out[:2]] == [{"a": pseudonym("1")}, {"a": pseudonym("2")}]
    assert json.loads(out[2])["data"] == pseudonym("broken")


@pytest.mark.parametrize(
    ("failed_at", "salt"),
    [("2026-03-01T11:59:59.999Z", SALT), ("2026-03-01T12:00:00Z", NEW_SALT)],
)
def test_the_failures_time_chooses_the_salt(failed_at: str, salt: bytes) -> None:
    row = violation({"path": "$", "keyword": "required"})
    row["data"]["failure"]["timestamp"] = failed_at

    out = transformed(row, TWO_SALTS)

    assert out["data"]["payload"]["enriched"]["user_id"] == pseudonym("42", salt)


def test_a_legacy_time_in_milliseconds_chooses_the_salt() -> None:
    out = transformed({"line": "x", "errors": [], "failure_tstamp": 1_772_366_399_999}, TWO_SALTS)

    assert out["line"] == pseudonym("x", SALT)


def test_a_row_without_a_time_is_of_its_arrival() -> None:
    assert transformed({"a": "x"}, TWO_SALTS) == {"a": pseudonym("x", NEW_SALT)}


def test_generated_rows_of_every_schema_hold_no_value_of_their_events() -> None:
    rows = bad_rows(60)

    out = [Invoked("bad").data(row) for row in rows]

    schemas = {
        json.loads(row).get("schema", "").split("/")[1:2][0] for row in out if b"schema" in row
    }
    assert schemas >= KNOWN
    for row in out:
        for value in (b"198.51", b"4242", b"gitlab.example", b"Mozilla", b"CollectorPayload"):
            assert value not in row
