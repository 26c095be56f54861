"""As it runs in Lambda: a top-level package beside its rules, reading its secret over HTTP."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import toolkit.runtime
from tests.events.generator import line
from tests.unit.runtime.parts import firehose_event, keyring_text, pseudonym
from toolkit.domain.allowlist import Allowlist, compile_rules

pytestmark = pytest.mark.embedded

CHILD = """
import json, sys
import runtime.handler
before = "boto3" in sys.modules
answers = []
for event in json.load(sys.stdin):
    try:
        answers.append(runtime.handler.handle(event, None))
    except Exception as error:
        answers.append({"raised": type(error).__name__, "text": str(error)})
print(json.dumps({"boto3 at import": before, "answers": answers}))
"""


@contextmanager
def secrets_manager(secret: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Stands for Secrets Manager: answers every request with one secret, and remembers them."""
    asked: list[dict[str, Any]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps({"SecretString": secret}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def unpacked(folder: Path) -> Path:
    """The artifact's layout: the package and its rules, side by side."""
    source = Path(toolkit.runtime.__file__).parent
    shutil.copytree(source, folder / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    allowlist = Allowlist.model_validate({"columns": {"app_id": {}}})
    (folder / "rules.json").write_text(json.dumps(compile_rules(allowlist, "empty")))
    return folder


def run(folder: Path, endpoint: str, *events: Any) -> dict[str, Any]:
    environment = {
        "SALT_SECRET_ID": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:salt",
        "SALT_CACHE_SECONDS": "300",
        "EVENT_KIND": "enriched",
        "AWS_LAMBDA_FUNCTION_NAME": "staging-enriched-good",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        input=json.dumps(events),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    *logged, last = done.stdout.splitlines()
    return {**json.loads(last), "logged": logged, "stderr": done.stderr}


def test_the_unpacked_function_answers_firehose_and_tells_its_rules(tmp_path: Path) -> None:
    batch = firehose_event([line({"app_id": "gitlab", "user_id": "42"})])
    with secrets_manager(keyring_text()) as (endpoint, asked):
        ran = run(unpacked(tmp_path), endpoint, batch, batch, {"snowops": "self-test"})

    first, second, tested = ran["answers"]
    columns = base64.b64decode(first["records"][0]["data"]).decode().split("\t")
    assert (columns[0], columns[12]) == ("gitlab", pseudonym("42"))
    assert first == second
    assert tested["keyring"]["ids"] == ["first"]
    assert tested["keyring"]["hmac_vector_ok"] is True
    assert len(tested["rules_digest"]) == 64
    assert [request["VersionStage"] for request in asked] == ["AWSCURRENT"] * 2
    assert ran["boto3 at import"] is False
    assert len(ran["logged"]) == 2
    assert ran["stderr"] == ""


def test_without_a_valid_keyring_the_invocation_fails_and_shows_nothing(tmp_path: Path) -> None:
    event = firehose_event([line({"user_id": "jane"})])
    with secrets_manager(keyring_text()[:-20]) as (endpoint, _):
        ran = run(unpacked(tmp_path), endpoint, event)

    assert ran["answers"] == [{"raised": "KeyringError", "text": "the keyring is not JSON"}]
    assert ran["logged"] == []
    assert "jane" not in ran["stderr"]
