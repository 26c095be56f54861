"""Lambda's Invoke on moto: the function's own answer in place of an echo."""

from __future__ import annotations

import base64
import json
import time
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.responses import LambdaResponse
from moto.awslambda_simple.models import LambdaSimpleBackend

from toolkit.embedded.lambda_exec.worker import Function, Outcome

if TYPE_CHECKING:
    from moto.awslambda.models import LambdaFunction

    from toolkit.embedded.lambda_exec.workers import Workers

# Lambda developer guide, "Lambda quotas": 6 MB each for request and response, synchronous.
REQUEST_BYTES = 6_291_456
RESPONSE_BYTES = 6_291_556

_TOO_LARGE = {
    "errorType": "Function.ResponseSizeTooLarge",
    "errorMessage": "Response payload size exceeded maximum allowed payload size "
    f"({RESPONSE_BYTES} bytes).",
}


class RequestTooLarge(LambdaClientError):
    """An event of more than 6 MB."""

    code = 413

    def __init__(self) -> None:
        super().__init__(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {REQUEST_BYTES} bytes for the InvokeFunction operation",
        )


Answer = tuple[int, dict[str, str], bytes]


def install(workers: Workers) -> None:
    """Let the functions of this process's moto run in `workers`."""

    def invoke(request: Any) -> Answer:
        return _invoke(request, workers)

    def invoke_for_a_service(
        backend: Any, function_name: str, qualifier: Any, body: Any, *_headers: Any, **_named: Any
    ) -> bytes:
        return _run(backend.get_function(function_name, qualifier), _bytes(body), workers).payload

    LambdaResponse.invoke = invoke  # type: ignore[method-assign]
    # What moto's other services call: Secrets Manager, when it rotates.
    LambdaSimpleBackend.invoke = invoke_for_a_service  # type: ignore[method-assign, assignment]


def _invoke(request: Any, workers: Workers) -> Answer:
    name = unquote(request.path.rsplit("/", 2)[-2])
    stored = request.backend.get_function(name, request._get_param("Qualifier"))  # noqa: SLF001
    event = _bytes(request.body)
    if len(event) > REQUEST_BYTES:
        raise RequestTooLarge
    kind = request.headers.get("X-Amz-Invocation-Type", "RequestResponse")
    if kind == "DryRun":
        return 204, {"status": "204"}, b""
    if kind == "Event":
        Thread(target=_run, args=(stored, event, workers), daemon=True).start()
        return 202, {"status": "202"}, b""
    outcome = _run(stored, event, workers)
    return 200, _headers(request, stored, outcome), outcome.payload


def _headers(request: Any, stored: LambdaFunction, outcome: Outcome) -> dict[str, str]:
    headers = {
        "content-type": "application/json",
        "x-amz-executed-version": str(stored.version),
    }
    if outcome.failed:
        headers["x-amz-function-error"] = "Unhandled"
    if request.headers.get("X-Amz-Log-Type") == "Tail":
        tail = outcome.log.encode()[-4096:]
        headers["x-amz-log-result"] = base64.b64encode(tail).decode()
    return headers


def _run(stored: LambdaFunction, event: bytes, workers: Workers) -> Outcome:
    outcome = workers.run(_function(stored), event or b"{}")
    if len(outcome.payload) > RESPONSE_BYTES:
        refusal = json.dumps(_TOO_LARGE).encode()
        outcome = Outcome(refusal, failed=True, log=outcome.log, log_stream=outcome.log_stream)
    _log(stored, outcome)
    return outcome


def _function(stored: LambdaFunction) -> Function:
    return Function(
        arn=stored.function_arn,
        name=stored.function_name,
        version=str(stored.version),
        handler=str(stored.handler),
        code=stored.code_bytes,
        code_sha256=stored.code_sha_256,
        environment=tuple(sorted(stored.environment_vars.items())),
        timeout_seconds=int(stored.timeout),
        memory_mb=int(stored.memory_size),
        region=stored.region,
        log_group=stored.logs_group_name,
    )


def _log(stored: LambdaFunction, outcome: Outcome) -> None:
    logs, group = stored.logs_backend, stored.logs_group_name
    logs.ensure_log_group(group)
    if outcome.log_stream not in logs.groups[group].streams:
        logs.create_log_stream(group, outcome.log_stream)
    now = int(time.time() * 1000)
    lines = [{"timestamp": now, "message": line} for line in outcome.log.splitlines()]
    logs.put_log_events(group, outcome.log_stream, lines)


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else str(body or "").encode()
