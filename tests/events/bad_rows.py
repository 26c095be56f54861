"""Bad rows as collectors and enrichers emit them, the same ones for the same seed."""

from __future__ import annotations

import base64
import json
from random import Random
from typing import Any

from tests.events.generator import Traffic, compact
from toolkit.runtime.failures import KNOWN

FAMILY = "iglu:com.snowplowanalytics.snowplow.badrows"


def bad_rows(count: int, seed: int = 1) -> list[bytes]:
    """JSON documents without newlines: every known schema, both legacy forms and unknown ones."""
    random, traffic = Random(seed), Traffic(seed)
    forms = [*sorted(KNOWN), "legacy_line", "legacy_size", "of_another_house"]
    return [compact(_row(forms[at % len(forms)], random, traffic)).encode() for at in range(count)]


def _row(form: str, random: Random, traffic: Traffic) -> dict[str, Any]:
    columns = traffic.columns()
    if form == "legacy_line":
        return {
            "line": _encoded(columns),
            "errors": [{"level": "error", "message": f"not allowed: {columns['event_id']}"}],
            "failure_tstamp": "2026-03-01T12:00:00.000Z",
        }
    if form == "legacy_size":
        message = {"level": "error", "message": "too large"}
        return {"size": 1_500_000, "errors": [message], "failure_tstamp": 1_772_366_400_000}
    if form == "of_another_house":
        return {"schema": "iglu:com.example/failure/jsonschema/1-0-0", "data": columns}
    processor = {"artifact": "snowplow-enrich-kinesis", "version": "3.9.0"}
    data = {"processor": processor, "failure": _failure(form, random, columns)}
    return {
        "schema": f"{FAMILY}/{form}/jsonschema/2-0-0",
        "data": {**data, "payload": _payload(form, columns)},
    }


def _failure(form: str, random: Random, columns: dict[str, str]) -> Any:
    value = columns.get("user_id") or columns["event_id"]
    report = {
        "message": f"$.user_id: {value} is not allowed",
        "path": "$.user_id",
        "keyword": random.choice(["additionalProperties", "format", "maxLength"]),
        "targets": ["client_name", value],
    }
    iglu = {
        "schemaKey": "iglu:com.gitlab/gitlab_standard/jsonschema/1-1-7",
        "error": {"error": "ValidationError", "dataReports": [report]},
    }
    field = {"field": "body", "value": value, "expectation": f"not {value}"}
    messages = {
        "schema_violations": [iglu],
        "enrichment_failures": [{"enrichment": {"schemaKey": iglu["schemaKey"]}, "message": iglu}],
        "tracker_protocol_violations": [field, iglu],
        "adapter_failures": [field],
    }
    failure: dict[str, Any] = {"timestamp": "2026-03-01T12:00:00.000Z"}
    if form == "loader_iglu_error":
        return [iglu]
    if form in messages:
        return {**failure, "messages": messages[form]}
    return {**failure, "expectation": f"shorter than {value}", "errors": [value]}


def _payload(form: str, columns: dict[str, str]) -> Any:
    if form in ("size_violation", "generic_error", "recovery_error"):
        return "CollectorPayload(ipAddress:198.51.100.7, querystring:e=pv&uid=4242)"
    if form == "collector_payload_format_violation":
        return _encoded(columns)
    if form in ("schema_violations", "enrichment_failures"):
        parameters = [{"name": "cx", "value": _encoded(columns)}, {"name": "uid", "value": "4242"}]
        return {"enriched": {**columns, "se_value": None}, "raw": {"parameters": parameters}}
    return {
        "vendor": "com.snowplowanalytics.snowplow",
        "querystring": [{"name": "uid", "value": columns.get("user_id", "")}],
        "body": json.dumps({"uid": 4242}),
        "headers": ["Cookie: sp=4242", "X-Forwarded-For: 198.51.100.7"],
        "networkUserId": columns.get("network_userid"),
    }


def _encoded(columns: dict[str, str]) -> str:
    return base64.b64encode(compact(columns).encode()).decode()
