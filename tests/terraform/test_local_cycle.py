"""The whole pipeline as a newcomer meets it: init, apply, events, drift, a change, destroy.

Real Terraform, the real AWS provider 3.39.0, the embedded AWS, the packaged function. It takes
some four minutes, most of them waits inside the provider, so it is one test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.events import generator
from tests.terraform.by_hand import Hands
from toolkit.embedded import engine, provider_mirror

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.skipif(
        not (engine.available() and provider_mirror.available()),
        reason="the embedded Terraform and provider exist for Linux x86-64 only",
    ),
]


class Operations:
    """An operations repository, worked in through the command line alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def snowops(self, *words: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return subprocess.run(
            [sys.executable, "-m", "toolkit", "-C", str(self.folder), *words],
            env={**env, "SNOWOPS_TERRAFORM": "embedded", "NO_COLOR": "1", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def must(self, *words: str) -> str:
        done = self.snowops(*words)
        assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def planned(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads(self.must("plan", "local", "--json"))
        return plan

    def drifted(self, code: int) -> dict[str, str]:
        """The class of each resource that has drifted."""
        done = self.snowops("drift", "local", "--json")
        assert done.returncode == code, done.stderr
        return {each["address"]: each["class"] for each in json.loads(done.stdout)["changes"]}

    def edit(self, old: str, new: str) -> None:
        file = self.folder / "environments" / "local.yaml"
        text = file.read_text()
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new))


@pytest.fixture
def operations(tmp_path: Path) -> Iterator[Operations]:
    folder = tmp_path / "operations"
    subprocess.run([sys.executable, "-m", "toolkit", "init", str(folder)], check=True)
    here = Operations(folder)
    yield here
    here.must("local", "down")


def test_a_newcomer_applies_uses_changes_and_destroys_the_pipeline(operations: Operations) -> None:
    assert operations.drifted(0) == {}
    first = operations.planned()
    assert first["summary"]["create"] > 100
    assert {change["actions"][0] for change in first["changes"]} == {"create"}
    assert first["findings"] == []

    operations.must("apply", "local", "--yes")
    assert operations.snowops("plan", "local", "--detailed-exitcode").returncode == 0
    assert operations.snowops("drift", "local", "--detailed-exitcode").returncode == 0

    _events_arrive_pseudonymized(operations)
    _drift_is_told_apart(operations)

    operations.edit("retention_days: 7", "retention_days: 8")
    operations.edit("  architecture: x86_64", "  architecture: x86_64\n  memory_mb: 512")
    second = operations.planned()
    assert second["summary"]["update"] > 0
    assert second["summary"]["create"] == 1, "the function that somebody deleted"
    assert second["summary"]["delete"] == second["summary"]["replace"] == 0
    operations.must("apply", "local", "--yes")
    assert operations.snowops("plan", "local", "--detailed-exitcode").returncode == 0
    assert operations.snowops("drift", "local", "--detailed-exitcode").returncode == 0

    operations.must("destroy", "local", "--yes")
    assert operations.planned()["summary"] == first["summary"]


def _a_state_that_is_lost_comes_back(operations: Operations) -> None:
    """From the journal alone, as if everything had been killed before the state was saved."""
    (home,) = (operations.folder / ".snowops" / "state").iterdir()
    (home / "local.tfstate").unlink()
    (journal,) = (home / "applies" / "local").glob("*.jsonl")
    lines = journal.read_text().splitlines(keepends=True)
    assert json.loads(lines[-1])["event"] == "ended"
    journal.write_text("".join(lines[:-1]))

    resumed = json.loads(operations.must("apply", "local", "--resume", "--yes", "--json"))

    assert resumed["summary"]["import"] > 100
    again = {each["type"] for each in resumed["recovered"]["by_hand"]}
    assert again == {"aws_ecs_task_definition"}
    assert resumed["summary"]["create"] == len(resumed["recovered"]["by_hand"])
    assert operations.snowops("plan", "local", "--detailed-exitcode").returncode == 0


def _events_arrive_pseudonymized(operations: Operations) -> None:
    events = operations.folder / "events.tsv"
    lines = list(generator.events(20))
    events.write_bytes(b"".join(line + b"\n" for line in lines))
    operations.must("salt", "init", "local")

    sent = operations.must("local", "send", "local", str(events))

    assert "20 records sent to enriched-good, 20 in S3" in sent
    assert "output/" in sent
    assert "errors/" not in sent


def _drift_is_told_apart(operations: Operations) -> None:
    """What somebody does by hand is told apart, and the next apply puts it back."""
    hands = Hands.at(operations.folder)

    hands.scale_collectors(2)
    scaled = {"module.collectors.module.app.aws_ecs_service.this": "benign"}
    assert operations.drifted(0) == scaled

    hands.keep_flow_logs(90)
    suspicious = {"module.network.aws_cloudwatch_log_group.flow": "suspicious"}
    assert operations.drifted(2) == {**scaled, **suspicious}

    hands.store_events_without_our_key()
    hands.let_somebody_decrypt_the_keyring()
    hands.delete_a_function()
    assert operations.drifted(2) == {
        **scaled,
        **suspicious,
        "module.storage.aws_s3_bucket.events": "dangerous",
        "module.salt.module.key.aws_kms_key.this": "dangerous",
        'module.lambda.aws_cloudformation_stack.function["raw_bad"]': "suspicious",
    }
