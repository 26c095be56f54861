from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.embedded.conftest import Clients
from tests.embedded.functions import ROLE, zipped
from toolkit.embedded.lambda_exec.worker import Function
from toolkit.embedded.lambda_exec.workers import Workers

pytestmark = pytest.mark.embedded

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    workers = Workers(tmp_path / "functions", NOWHERE)
    yield workers
    workers.end()


def function(source: str, **changes: Any) -> Function:
    facts: dict[str, Any] = {
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:tried:1",
        "name": "tried",
        "version": "1",
        "handler": "handler.handle",
        "code": zipped(source),
        "code_sha256": str(hash(source)),
        "environment": (("SETTING", "from the configuration"),),
        "timeout_seconds": 10,
        "memory_mb": 256,
        "region": "us-east-1",
        "log_group": "/aws/lambda/tried",
    }
    return Function(**{**facts, **changes})


def answer(workers: Workers, source: str, event: Any = None, **changes: Any) -> Any:
    outcome = workers.run(function(source, **changes), json.dumps(event).encode())
    return json.loads(outcome.payload)


def test_the_handler_gets_the_event_and_lambdas_context(workers: Workers) -> None:
    source = """
def handle(event, context):
    left = context.get_remaining_time_in_millis()
    return [event, context.function_name, context.function_version, 0 < left <= 10000]
"""

    said = answer(workers, source, {"a": ["\u00fc", 1]})

    assert said == [{"a": ["\u00fc", 1]}, "tried", "1", True]


def test_the_environment_is_lambdas_and_not_ours(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("OF_THE_OPERATOR", "1")
    source = "import os\ndef handle(event, context):\n    return dict(os.environ)\n"

    said = answer(workers, source)

    assert said["SETTING"] == "from the configuration"
    assert said["AWS_LAMBDA_FUNCTION_NAME"] == "tried"
    assert said["AWS_ENDPOINT_URL"] == NOWHERE
    assert said["AWS_ACCESS_KEY_ID"] == "local"
    assert not {"AWS_PROFILE", "OF_THE_OPERATOR", "HOME"} & set(said)


@pytest.mark.parametrize(
    ("module", "there"),
    [("boto3", True), ("json", True), ("toolkit", False), ("moto", False), ("pytest", False)],
)
def test_a_function_finds_its_runtime_and_nothing_else(
    workers: Workers, module: str, there: bool
) -> None:
    source = f"""
def handle(event, context):
    try:
        import {module}
    except ImportError:
        return False
    return True
"""

    assert answer(workers, source) is there


def test_a_warm_worker_keeps_what_the_module_holds(workers: Workers) -> None:
    source = """
calls = 0
def handle(event, context):
    global calls
    calls += 1
    return calls
"""

    said = [workers.run(function(source), b"{}").payload for _ in range(3)]

    assert said == [b"1", b"2", b"3"]


def test_a_changed_setting_is_seen_by_the_next_invocation(workers: Workers) -> None:
    source = "import os\ndef handle(event, context):\n    return os.environ['SETTING']\n"
    before = answer(workers, source)

    after = answer(workers, source, environment=(("SETTING", "changed"),))

    assert (before, after) == ("from the configuration", "changed")


def test_an_exception_is_an_unhandled_error_with_its_trace(workers: Workers) -> None:
    failing = function("def handle(event, context):\n    return {}['missing']\n")

    outcome = workers.run(failing, b"{}")

    error = json.loads(outcome.payload)
    assert outcome.failed
    assert (error["errorType"], error["errorMessage"]) == ("KeyError", "'missing'")
    assert "handler.py" in error["stackTrace"][0]
    assert "[ERROR] KeyError: 'missing'" in outcome.log


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import nowhere_to_be_found\n", "Runtime.ImportModuleError"),
        ("def other(event, context): ...\n", "Runtime.HandlerNotFound"),
        ("raise ValueError('while loading')\n", "ValueError"),
        ("import sys\ndef handle(event, context):\n    sys.exit(3)\n", "Runtime.ExitError"),
        ("import os\nos._exit(3)\n", "Runtime.ExitError"),
        ("def handle(event, context):\n    return object()\n", "TypeError"),
    ],
)
def test_a_function_that_cannot_answer_says_why(workers: Workers, source: str, kind: str) -> None:
    outcome = workers.run(function(source), b"{}")

    assert outcome.failed
    assert json.loads(outcome.payload)["errorType"] == kind


def test_a_function_that_takes_too_long_is_stopped_and_the_next_one_runs(workers: Workers) -> None:
    source = "import time\ndef handle(event, context):\n    time.sleep(event)\n    return 'done'\n"

    late = answer(workers, source, 30, timeout_seconds=1)
    soon = answer(workers, source, 0, timeout_seconds=1)

    assert late["errorType"] == "Sandbox.Timedout"
    assert "timed out after 1.00 seconds" in late["errorMessage"]
    assert soon == "done"


def test_the_log_holds_all_that_was_printed_in_this_invocation_only(workers: Workers) -> None:
    source = """
import logging, os, sys
def handle(event, context):
    print(event, "printed")
    print(event, "complained", file=sys.stderr)
    logging.getLogger("a").warning("%s logged", event)
    os.write(1, b"written\\n")
"""
    talking = function(source)
    first = workers.run(talking, b'"first"').log

    second = workers.run(talking, b'"second"').log

    assert "first" not in second
    assert first.replace("first", "second").splitlines()[1:5] == second.splitlines()[1:5]
    assert second.splitlines()[1:5] == [
        "second printed",
        "second complained",
        "[WARNING]\tsecond logged",
        "written",
    ]
    assert second.startswith("START RequestId: ")
    assert "REPORT RequestId: " in second


def test_an_answer_of_megabytes_comes_back_whole(workers: Workers) -> None:
    source = "def handle(event, context):\n    return event * 2\n"

    said = answer(workers, source, "x" * 3_000_000)

    assert said == "x" * 6_000_000


@pytest.fixture(scope="module")
def invoked(clients: Clients) -> Any:
    """A function on the embedded AWS, its client, and how to invoke it."""
    source = """
import boto3
def handle(event, context):
    if "bytes" in event:
        return "x" * event["bytes"]
    if "fail" in event:
        raise RuntimeError("as told")
    print("asked for", event)
    return boto3.client("sts").get_caller_identity()["Account"]
"""
    client = clients("lambda")
    client.create_function(
        FunctionName="invoked",
        Runtime="python3.13",
        Role=ROLE,
        Handler="handler.handle",
        Code={"ZipFile": zipped(source)},
        Publish=True,
    )
    client.create_alias(FunctionName="invoked", Name="live", FunctionVersion="1")

    def invoke(event: Any, **how: Any) -> Any:
        return client.invoke(
            **{"FunctionName": "invoked", "Payload": json.dumps(event).encode(), **how}
        )

    return invoke


def test_a_function_reaches_back_to_the_embedded_aws(invoked: Any) -> None:
    answered = invoked({}, Qualifier="live", LogType="Tail")

    assert json.loads(answered["Payload"].read()) == "123456789012"
    assert (answered["StatusCode"], answered["ExecutedVersion"]) == (200, "1")
    assert "FunctionError" not in answered
    assert answered["LogResult"]


def test_an_error_of_the_function_is_called_unhandled(invoked: Any) -> None:
    answered = invoked({"fail": True})

    assert answered["FunctionError"] == "Unhandled"
    assert json.loads(answered["Payload"].read())["errorMessage"] == "as told"


def test_what_a_function_prints_is_in_its_log_group(invoked: Any, clients: Clients) -> None:
    invoked({"who": "a reader"})

    events = clients("logs").filter_log_events(logGroupName="/aws/lambda/invoked")["events"]

    assert "asked for {'who': 'a reader'}" in [event["message"] for event in events]


@pytest.mark.parametrize(("size", "fits"), [(6_291_554, True), (6_291_555, False)])
def test_an_answer_may_have_six_megabytes(invoked: Any, size: int, fits: bool) -> None:
    answered = invoked({"bytes": size})

    payload = answered["Payload"].read()
    assert (len(payload) == size + 2) is fits
    assert (b"Function.ResponseSizeTooLarge" in payload) is not fits


def test_an_event_of_more_than_six_megabytes_is_refused(invoked: Any, clients: Clients) -> None:
    with pytest.raises(clients("lambda").exceptions.ClientError, match="EntityTooLarge"):
        invoked("x" * 6_291_456)


def test_an_asynchronous_invocation_is_accepted_at_once(invoked: Any) -> None:
    assert invoked({}, InvocationType="Event")["StatusCode"] == 202
    assert invoked({}, InvocationType="DryRun")["StatusCode"] == 204


def test_a_function_that_is_not_there_is_not_found(invoked: Any, clients: Clients) -> None:
    with pytest.raises(clients("lambda").exceptions.ResourceNotFoundException):
        invoked({}, FunctionName="nowhere")
