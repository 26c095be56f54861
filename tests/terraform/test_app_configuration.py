"""What collectors and enrichers are told: rendered by Terraform, parsed as they parse it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terraform.modules import PURE, Module, inputs, parsed
from tests.terraform.trees import Terraform
from toolkit.domain.environment.app import ReleaseLine

pytestmark = pytest.mark.terraform

LINES: tuple[ReleaseLine, ...] = ("apache", "limited-use")
# What a value may hold and a configuration language may trip over.
AWKWARD = 'a "b" ${HOME} c:d # e \\'


# --- Collectors


@pytest.fixture
def collector(terraform: Terraform, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def told(line: ReleaseLine, **changes: Any) -> dict[str, Any]:
        values = inputs("collectors", line, **changes)
        found = Module(terraform, tmp_path, "collectors").locals(PURE, "configuration", values)
        return parsed(found["configuration"])

    return told


@pytest.mark.parametrize("line", LINES)
def test_a_collector_writes_the_two_raw_streams(
    line: ReleaseLine, collector: Callable[..., dict[str, Any]]
) -> None:
    streams = collector(line)["collector"]["streams"]

    names = {
        kind: stream if isinstance(stream, str) else stream["name"]
        for kind, stream in streams.items()
        if kind in ("good", "bad")
    }
    regions = {
        part["region"]
        for part in streams.values()
        if isinstance(part, dict) and ("name" in part or "enabled" in part)
    }
    assert names == {"good": "raw_good", "bad": "raw_bad"}
    assert regions == {"us-east-1"}


@pytest.mark.parametrize("line", LINES)
def test_a_collector_reports_to_nobody_and_redirects_nobody(
    line: ReleaseLine, collector: Callable[..., dict[str, Any]]
) -> None:
    told = collector(line)["collector"]

    assert told["telemetry"]["disable"] is True
    assert told["enableDefaultRedirect"] is False


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("overflow", [True, False])
def test_a_collector_knows_overflow_queues_only_where_there_are_any(
    line: ReleaseLine, collector: Callable[..., dict[str, Any]], *, overflow: bool
) -> None:
    streams = collector(line, sqs_overflow=overflow)["collector"]["streams"]

    good, bad = (
        (streams["sink"], streams["sink"])
        if line == "apache"
        else (streams["good"], streams["bad"])
    )
    queues = {"good": good.get("sqsGoodBuffer"), "bad": bad.get("sqsBadBuffer")}
    named = {
        "good": "snowplow-local-overflow-raw-good",
        "bad": "snowplow-local-overflow-raw-bad",
    }
    assert queues == (named if overflow else {"good": None, "bad": None})


def test_an_apache_collector_takes_the_credentials_of_its_task(
    collector: Callable[..., dict[str, Any]],
) -> None:
    told = collector("apache")["collector"]

    assert told["streams"]["sink"]["aws"] == {"accessKey": "default", "secretKey": "default"}
    assert "license" not in told


def test_a_limited_use_collector_states_the_acceptance(
    collector: Callable[..., dict[str, Any]],
) -> None:
    told = collector("limited-use")["collector"]

    assert told["license"] == {"accept": True}


@pytest.mark.parametrize("line", LINES)
def test_a_collector_keeps_idle_connections_longer_than_its_load_balancer(
    line: ReleaseLine, collector: Callable[..., dict[str, Any]]
) -> None:
    told = collector(line, idle_timeout_seconds=600)

    kept = (
        told["akka"]["http"]["server"]["idle-timeout"]
        if line == "apache"
        else told["collector"]["networking"]["idleTimeout"]
    )
    assert seconds(kept) > 600


@pytest.mark.parametrize("line", LINES)
def test_values_reach_a_collector_as_they_are_written(
    line: ReleaseLine, collector: Callable[..., dict[str, Any]]
) -> None:
    cookie = {
        "enabled": True,
        "name": AWKWARD,
        "expiration_days": 30,
        "domains": ["example.com", AWKWARD],
        "http_only": False,
        "same_site": "Lax",
    }
    buffer = {"byte_limit": 1, "record_limit": 2, "time_limit_ms": 3}

    told = collector(line, paths={"/com.acme/t": "/r/tp2"}, cookie=cookie, buffer=buffer)

    assert told["collector"]["paths"] == {'"/com.acme/t"': "/r/tp2"}
    assert told["collector"]["cookie"] == {
        "enabled": True,
        "name": AWKWARD,
        "expiration": "30 days",
        "domains": ["example.com", AWKWARD],
        "secure": True,
        "httpOnly": False,
        "sameSite": "Lax",
    }
    streams = told["collector"]["streams"]
    held = [
        streams["buffer"] if line == "apache" else streams[kind]["buffer"]
        for kind in ("good", "bad")
    ]
    assert held == [{"byteLimit": 1, "recordLimit": 2, "timeLimit": 3}] * 2


def test_a_collector_has_the_time_to_empty_its_buffers(
    terraform: Terraform, tmp_path: Path
) -> None:
    values = inputs("collectors", "apache")

    found = Module(terraform, tmp_path, "collectors").locals(
        PURE, "configuration stop_timeout_seconds deregistration_seconds", values
    )

    told = parsed(found["configuration"])["collector"]
    waits = seconds(told["preTerminationPeriod"]) + 2 * seconds(told["terminationDeadline"])
    flush = values["collectors"]["buffer"]["time_limit_ms"] / 1000
    assert waits + flush < found["stop_timeout_seconds"] <= 120
    assert found["deregistration_seconds"] > seconds(told["preTerminationPeriod"])


@pytest.mark.parametrize("section", ["collectors", "enrichers"])
def test_the_limited_use_line_is_refused_without_acceptance(
    section: str, terraform: Terraform, tmp_path: Path
) -> None:
    values = inputs(section, "limited-use", accept_limited_use_license=False)

    done = Module(terraform, tmp_path, section).apply(PURE, "configuration", values)

    assert done.returncode == 1
    assert "needs accept_limited_use_license" in done.stderr


# --- Enrichers

ENRICHMENTS = {
    "one": {
        "schema": "iglu:com.acme/one/jsonschema/1-0-0",
        "vendor": "com.acme",
        "enabled": True,
        "parameters": {"list": [1, "two", {"three": None}], "text": AWKWARD},
    },
    "two/..": {
        "schema": "iglu:com.acme/two/jsonschema/1-0-0",
        "vendor": "com.acme",
        "enabled": False,
        "parameters": {},
    },
}
CONFIGURATIONS = [
    {
        "schema": enrichment["schema"],
        "data": {"name": name, **{k: v for k, v in enrichment.items() if k != "schema"}},
    }
    for name, enrichment in ENRICHMENTS.items()
]


@pytest.fixture
def enricher(terraform: Terraform, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def told(line: ReleaseLine, **changes: Any) -> dict[str, Any]:
        values = inputs("enrichers", line, enrichments=ENRICHMENTS, **changes)
        wanted = "configuration resolver arguments files health_command"
        return Module(terraform, tmp_path, "enrichers").locals(PURE, wanted, values)

    return told


@pytest.mark.parametrize("line", LINES)
def test_an_enricher_reads_raw_good_and_writes_the_two_enriched_streams(
    line: ReleaseLine, enricher: Callable[..., dict[str, Any]]
) -> None:
    told = parsed(enricher(line, initial_position="LATEST")["configuration"])

    assert told["input"]["appName"] == "snowplow-local-enrichers"
    assert told["input"]["streamName"] == "raw_good"
    assert told["input"]["initialPosition"] == {"type": "LATEST"}
    assert told["output"]["good"]["streamName"] == "enriched_good"
    assert told["output"]["bad"]["streamName"] == "enriched_bad"


@pytest.mark.parametrize("line", LINES)
def test_an_enricher_reports_to_nobody(
    line: ReleaseLine, enricher: Callable[..., dict[str, Any]]
) -> None:
    told = parsed(enricher(line)["configuration"])

    assert told["telemetry"] == {"disable": True}
    assert told.get("license") == ({"accept": True} if line == "limited-use" else None)


def test_a_limited_use_enricher_compresses_nothing_that_the_lambda_could_not_read(
    enricher: Callable[..., dict[str, Any]],
) -> None:
    told = parsed(enricher("limited-use")["configuration"])

    assert told["compression"] == {"enabled": False}


def test_an_apache_enricher_is_told_everything_in_its_arguments(
    enricher: Callable[..., dict[str, Any]],
) -> None:
    found = enricher("apache")

    arguments = dict(zip(found["arguments"][::2], found["arguments"][1::2], strict=True))
    decoded = {name: base64.b64decode(value).decode() for name, value in arguments.items()}
    assert decoded["--config"] == found["configuration"]
    assert decoded["--iglu-config"] == found["resolver"]
    assert json.loads(decoded["--enrichments"]) == {
        "schema": "iglu:com.snowplowanalytics.snowplow/enrichments/jsonschema/1-0-0",
        "data": CONFIGURATIONS,
    }
    assert found["files"] == {}


def test_a_limited_use_enricher_is_told_where_its_files_are(
    enricher: Callable[..., dict[str, Any]],
) -> None:
    found = enricher("limited-use")

    arguments = dict(zip(found["arguments"][::2], found["arguments"][1::2], strict=True))
    files = {f"/snowplow/config/{path}": text for path, text in found["files"].items()}
    folder = arguments["--enrichments"] + "/"
    enrichments = [text for path, text in files.items() if path.startswith(folder)]
    assert files[arguments["--config"]] == found["configuration"]
    assert files[arguments["--iglu-config"]] == found["resolver"]
    assert [json.loads(text) for text in enrichments] == CONFIGURATIONS
    assert [path for path in files if "/" in path.removeprefix(folder).strip("/")] == [
        arguments["--config"],
        arguments["--iglu-config"],
    ]


def test_an_enricher_asks_the_environments_schema_repositories(
    enricher: Callable[..., dict[str, Any]],
) -> None:
    repository = {
        "name": "Ours",
        "uri": "https://iglu.example.com",
        "priority": 3,
        "vendor_prefixes": ["com.example"],
    }
    iglu = {"cache_size": 10, "cache_ttl_seconds": 20, "repositories": [repository]}

    resolver = json.loads(enricher("apache", iglu=iglu)["resolver"])

    assert resolver == {
        "schema": "iglu:com.snowplowanalytics.iglu/resolver-config/jsonschema/1-0-3",
        "data": {
            "cacheSize": 10,
            "cacheTtl": 20,
            "repositories": [
                {
                    "name": "Ours",
                    "priority": 3,
                    "vendorPrefixes": ["com.example"],
                    "connection": {"http": {"uri": "https://iglu.example.com"}},
                }
            ],
        },
    }


@pytest.mark.parametrize(("version", "probed"), [("5.4.0", False), ("6.0.0", True)])
def test_only_an_enricher_with_a_health_probe_is_asked_for_its_health(
    version: str, enricher: Callable[..., dict[str, Any]], *, probed: bool
) -> None:
    found = enricher("limited-use", version=version)

    told = parsed(found["configuration"])
    assert ("healthProbe" in told.get("monitoring", {})) is probed
    assert ("health_command" in found) is probed


def seconds(text: str) -> int:
    """The number of a duration such as `10 seconds`, which must be of that form."""
    match = re.fullmatch(r"([0-9]+) seconds", text)
    assert match
    return int(match[1])
