"""Terraform's lines become facts, and no line can break the reading."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.terraform import recordings
from toolkit.adapters.terraform.events import parse_line
from toolkit.domain.progress import (
    Diagnostic,
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    Said,
    StateDumped,
)

BUCKET = {"resource": {"addr": "module.storage.aws_s3_bucket.events"}, "action": "create"}

KINDS = [
    pytest.param(
        {"type": "apply_start", "hook": BUCKET},
        ResourceStarted("module.storage.aws_s3_bucket.events", "create"),
        id="a resource begins",
    ),
    pytest.param(
        {"type": "apply_complete", "hook": {**BUCKET, "elapsed_seconds": 12}},
        ResourceDone("module.storage.aws_s3_bucket.events", "create", 12.0),
        id="a resource is done",
    ),
    pytest.param(
        {
            "type": "apply_complete",
            "hook": {**BUCKET, "id_key": "id", "id_value": "acme-events", "elapsed_seconds": 1},
        },
        ResourceDone("module.storage.aws_s3_bucket.events", "create", 1.0, "acme-events"),
        id="a resource is done and has an id",
    ),
    pytest.param(
        {"type": "apply_start", "hook": {**BUCKET, "id_key": "name", "id_value": "events"}},
        ResourceStarted("module.storage.aws_s3_bucket.events", "create"),
        id="a name is no id",
    ),
    pytest.param(
        {"type": "log", "@message": "Emergency state dump", "state": {"serial": 7}},
        StateDumped('{"serial": 7}'),
        id="the state that could be saved nowhere",
    ),
    pytest.param(
        {"type": "apply_errored", "hook": {**BUCKET, "elapsed_seconds": 1}},
        ResourceFailed("module.storage.aws_s3_bucket.events", "create"),
        id="a resource failed",
    ),
    pytest.param(
        {"type": "refresh_start", "hook": {"resource": {"addr": "aws_vpc.main"}}},
        ResourceStarted("aws_vpc.main", "refresh"),
        id="a resource is looked up",
    ),
    pytest.param(
        {"type": "refresh_complete", "hook": {"resource": {"addr": "aws_vpc.main"}}},
        ResourceDone("aws_vpc.main", "refresh", 0.0),
        id="a resource was looked up",
    ),
    pytest.param(
        {
            "type": "diagnostic",
            "diagnostic": {
                "severity": "error",
                "summary": "Invalid index",
                "detail": "No such key.",
                "address": "aws_vpc.main",
                "range": {"filename": "network.tf", "start": {"line": 7, "column": 3}},
            },
        },
        Diagnostic("error", "Invalid index", "No such key.", "aws_vpc.main", "network.tf:7"),
        id="an error with its place",
    ),
    pytest.param(
        {"type": "diagnostic", "diagnostic": {"severity": "warning", "summary": "Old argument"}},
        Diagnostic("warning", "Old argument"),
        id="a warning without a place",
    ),
    pytest.param(
        {"type": "diagnostic", "diagnostic": {"severity": "error", "range": None, "address": None}},
        Diagnostic("error", ""),
        id="an error that says nothing",
    ),
    pytest.param(
        {"type": "log", "@level": "info", "@message": "Interrupt received."},
        Said("Interrupt received."),
        id="a remark",
    ),
    pytest.param(
        {"type": "init_output", "@message": "Initializing the backend..."},
        Said("Initializing the backend..."),
        id="a remark of init",
    ),
    pytest.param({"type": "log", "@level": "debug", "@message": "x"}, None, id="a debug line"),
    pytest.param({"type": "version", "terraform": "1.11.4"}, None, id="the version"),
    pytest.param({"type": "planned_change", "change": {}}, None, id="a planned change"),
    pytest.param({"type": "resource_drift", "change": {}}, None, id="a drift"),
    pytest.param({"type": "change_summary", "changes": {}}, None, id="the counts"),
    pytest.param({"type": "outputs", "outputs": {}}, None, id="the outputs"),
    pytest.param({"type": "apply_progress", "hook": BUCKET}, None, id="still going on"),
    pytest.param({"type": "provision_start", "hook": BUCKET}, None, id="a provisioner"),
    pytest.param({"type": "ephemeral_op_start", "hook": {}}, None, id="an ephemeral value"),
    pytest.param({"type": "made_up_later"}, None, id="a kind of a later release"),
    pytest.param({}, None, id="no kind at all"),
]


@pytest.mark.parametrize(("message", "event"), KINDS)
def test_a_line_becomes(message: dict[str, object], event: Event | None) -> None:
    assert parse_line(json.dumps(message) + "\n") == event


@pytest.mark.parametrize(
    ("line", "event"),
    [
        pytest.param("Initializing plugins...\n", Said("Initializing plugins..."), id="text"),
        pytest.param("\n", None, id="an empty line"),
        pytest.param("   \n", None, id="blanks"),
        pytest.param("42\n", Said("42"), id="a number"),
        pytest.param("[]\n", Said("[]"), id="a list"),
        pytest.param('{"type":\n', Said('{"type":'), id="half a document"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_message_is_said(line: str, event: Event | None) -> None:
    assert parse_line(line) == event


@given(st.text())
def test_no_text_breaks_the_reading(line: str) -> None:
    assert isinstance(parse_line(line), Said | None)


def test_a_real_apply_names_every_resource_twice() -> None:
    events = [parse_line(line) for line in recordings.lines("apply.jsonl")]

    started = {event.address for event in events if isinstance(event, ResourceStarted)}
    done = {event.address: event.seconds for event in events if isinstance(event, ResourceDone)}
    assert started == set(done)
    assert len(done) == 5
    assert done["terraform_data.slow"] == 11.0


def test_a_real_failure_names_the_resource_and_the_line() -> None:
    events = [parse_line(line) for line in recordings.lines("failed.jsonl")]

    assert ResourceFailed("terraform_data.slow", "create") in events
    assert events[-1] == Diagnostic(
        "error",
        "local-exec provisioner error",
        "Error running command 'exit 3': exit status 3. Output: ",
        "terraform_data.slow",
        "main.tf:42",
    )


def test_a_real_plan_warns_where_its_check_stands() -> None:
    events = [parse_line(line) for line in recordings.lines("plan_with_warning.jsonl")]

    warnings = [event for event in events if isinstance(event, Diagnostic)]
    assert warnings == [
        Diagnostic(
            "warning",
            "Check block assertion failed",
            "The greeting is not hello.",
            "",
            "main.tf:49",
        )
    ]


def test_a_dumped_state_is_taken_as_it_stands_on_the_line() -> None:
    state = '{"serial":7,"resources":[{"weight":1.10,"long":12345678901234567890.50}]}'
    line = f'{{"@level":"info","@message":"Emergency state dump","state":{state},"type":"log"}}\n'

    event = parse_line(line)

    assert event == StateDumped(state)
    assert "resources" not in repr(event)
