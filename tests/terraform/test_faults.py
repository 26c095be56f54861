"""Faults under a running apply: nothing that is in AWS afterwards is unknown, and it can go on.

Real Terraform, the real provider 3.39.0, the embedded AWS behind a door, snowops as a process. Each
test makes a few resources of its own, and ends it where AWS has just made one of them.
"""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.terraform.door import Door
from toolkit.adapters.processes import terraform_in
from toolkit.domain.state_file import EMPTY, read_state
from toolkit.embedded import engine, provider_mirror, server

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.embedded,
    pytest.mark.xdist_group("faults"),
    pytest.mark.skipif(
        not (engine.available() and provider_mirror.available()),
        reason="the embedded Terraform and provider exist for Linux x86-64 only",
    ),
]

# Each needs little else, and nothing that another one makes.
ENRICHERS = "module.enrichers.module.app.aws_iam_role.this"
FLOW = "module.network.aws_iam_role.flow"
OVERFLOW = "module.collectors.module.overflow_key.aws_kms_key.this"
LEASES = "module.enrichers.aws_dynamodb_table.leases"
LOGS = "module.storage.aws_s3_bucket.logs"
STREAMS = "module.streams.module.key.aws_kms_key.this"
FUNCTIONS = "module.lambda.aws_cloudwatch_log_group.function"


@dataclass
class Operations:
    """An operations repository whose embedded AWS is behind a door."""

    folder: Path
    door: Door
    port: int
    before: set[str] = field(default_factory=set)
    """What was in AWS before the test began."""
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def workspace(self) -> Path:
        return self.folder / "build" / "local"

    def start(self, *words: str) -> subprocess.Popen[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "-C", str(self.folder), *words],
            env={**env, "SNOWOPS_TERRAFORM": "embedded", "NO_COLOR": "1", "COLUMNS": "1000"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def snowops(self, *words: str) -> Shown:
        return ended(self.start(*words))

    def apply(self, target: str, until: str) -> subprocess.Popen[str]:
        """An apply of a few resources, whose first answer from AWS is held."""
        self.door.stop_at(until)
        process = self.start("apply", "local", "--yes", "--target", target)
        while not self.door.reached.wait(0.1):
            assert process.poll() is None, ended(process)
        return process

    def terraforms(self) -> list[int]:
        return [int(line.split()[0]) for line in terraform_in(self.workspace) or ()]

    def providers(self) -> list[int]:
        """The AWS provider's processes that work here."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                at_work = entry.name.isdecimal() and (entry / "cwd").readlink() == self.workspace
                words = (entry / "cmdline").read_bytes() if at_work else b""
            except OSError:
                continue
            if b"terraform-provider-aws" in words.partition(b"\0")[0]:
                found.append(int(entry.name))
        return found

    def in_state(self) -> str:
        """The text of the state; none before the first one is saved."""
        states = (self.folder / ".snowops" / "state").glob("*/local.tfstate")
        return "".join(state.read_text(encoding="utf-8") for state in states)

    def in_aws(self) -> set[str]:
        """Names of everything that these tests make, as AWS tells them."""
        roles = [role["RoleName"] for role in self.client("iam").list_roles()["Roles"]]
        buckets = [bucket["Name"] for bucket in self.client("s3").list_buckets()["Buckets"]]
        groups = self.client("logs").describe_log_groups()["logGroups"]
        secrets = self.client("secretsmanager").list_secrets()["SecretList"]
        return {
            *(group["logGroupName"] for group in groups),
            *(secret["ARN"] for secret in secrets),
            *(name for name in roles if name.startswith("snowplow-")),
            *(name for name in buckets if name.startswith("snowplow-local-events")),
            *self.client("dynamodb").list_tables()["TableNames"],
            *self.keys(),
        }

    def keys(self) -> Iterator[str]:
        """Ids of the keys that are not AWS' own."""
        kms = self.client("kms")
        for key in kms.list_keys()["Keys"]:
            described = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if not described["Description"].startswith("Default"):
                yield key["KeyId"]

    def client(self, service: str) -> Any:
        make: Callable[..., Any] = boto3.client
        endpoint = f"http://127.0.0.1:{self.port}"
        keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        return make(service, region_name="us-east-1", endpoint_url=endpoint, **keys)

    def resumes(self, target: str, *more: str) -> Shown:
        """`--resume` ends well, and then nothing is left to do."""
        resumed = self.snowops("apply", "local", "--resume", "--yes", *more)
        assert resumed.code == 0, resumed.err
        plan = self.snowops("plan", "local", "--target", target, "--detailed-exitcode")
        assert plan.code == 0, plan.out + plan.err
        assert unknown(self, "") == set()
        again = self.snowops("apply", "local", "--resume", "--yes")
        assert (again.code, "there is nothing to resume" in again.err) == (0, True), again.err
        return resumed


@dataclass(frozen=True)
class Shown:
    """What came of a command line."""

    code: int
    out: str
    err: str


def ended(process: subprocess.Popen[str]) -> Shown:
    out, err = process.communicate(timeout=300)
    return Shown(process.returncode, out, err)


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A disk that a test can fill; where nobody may mount one, an ordinary folder."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def repository(small_disk: Path) -> Iterator[Operations]:
    folder = small_disk / "operations"
    subprocess.run([sys.executable, "-m", "toolkit", "init", str(folder)], check=True)
    aws = server.up(folder, report=lambda _line: None)
    door = Door(aws.port)
    # From here on everybody finds the door where the embedded AWS was.
    place = folder / ".snowops" / "aws.json"
    facts = json.loads(place.read_text())
    place.write_text(json.dumps({**facts, "port": door.port}))
    yield Operations(folder, door, aws.port)
    server.down(folder)


@pytest.fixture
def operations(repository: Operations) -> Iterator[Operations]:
    repository.before = repository.in_aws()
    yield repository
    repository.door.go_on()
    for process in repository.started:
        if process.poll() is None:
            process.kill()
        process.wait()
    repository.started.clear()


def kill(pids: list[int]) -> None:
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def unknown(operations: Operations, said: str) -> set[str]:
    """What was made, and is neither in the state nor in what was said."""
    made, state = operations.in_aws() - operations.before, operations.in_state()
    assert made
    return {name for name in made if name not in state and name not in said}


def test_a_provider_that_is_killed(operations: Operations) -> None:
    running = operations.apply(ENRICHERS, "CreateRole")
    kill(operations.providers())
    operations.door.go_on()
    shown = ended(running)

    assert shown.code == 1
    assert "the AWS provider ended while it was at work" in shown.err, shown.err
    assert "the lock was released" in shown.err
    assert shown.err.rstrip().endswith("`snowops apply local --resume`")
    assert unknown(operations, shown.err) == set()
    resumed = operations.resumes(ENRICHERS)
    assert "to take into the state" in resumed.err


def test_an_aws_that_cannot_be_reached_half_way(operations: Operations) -> None:
    running = operations.apply(FLOW, "CreateRole")
    operations.door.shut()
    shown = ended(running)
    operations.door.open()

    assert shown.code == 1
    assert "AWS could not be reached" in shown.err
    assert unknown(operations, shown.err) == set()
    operations.resumes(FLOW)


def test_ctrl_c(operations: Operations) -> None:
    running = operations.apply(OVERFLOW, "CreateRole")
    running.send_signal(signal.SIGINT)
    operations.door.go_on()
    shown = ended(running)

    assert shown.code == 130
    assert re.search(r"[12] of 3 changes done, 0 failed, 0 running, [12] left", shown.err)
    assert "the state knows everything that was made" in shown.err
    assert "the lock was released" in shown.err
    assert unknown(operations, "") == set()
    operations.resumes(OVERFLOW)


def test_a_terraform_that_is_killed(operations: Operations) -> None:
    running = operations.apply(LEASES, "CreateTable")
    kill(operations.terraforms())
    operations.door.go_on()
    shown = ended(running)

    assert shown.code == 1
    assert "Terraform was killed during terraform apply (SIGKILL)" in shown.err
    assert f"{LEASES} (snowplow-local-enricher" in shown.err
    assert unknown(operations, shown.err) == set()
    operations.resumes(LEASES)


def test_a_snowops_that_is_killed_while_its_terraform_goes_on(operations: Operations) -> None:
    running = operations.apply(LOGS, "PUT /snowplow-local-events-logs")
    kill([running.pid])
    early = operations.snowops("apply", "local", "--resume", "--yes")
    (terraform,) = operations.terraforms()
    operations.door.go_on()
    wait_for_end(terraform)

    assert early.code == 5
    assert f"{terraform} terraform apply" in early.err
    assert unknown(operations, "") == set()
    operations.resumes(LOGS)


def test_both_killed_at_once_and_a_key_that_only_a_person_can_find(
    operations: Operations,
) -> None:
    running = operations.apply(STREAMS, "CreateKey")
    kill([running.pid, *operations.terraforms()])
    operations.door.go_on()
    (made,) = operations.in_aws() - operations.before

    declined = operations.snowops("apply", "local", "--resume")
    resumed = operations.resumes(STREAMS, "--import", f"{STREAMS}={made}")

    assert declined.code == 3
    assert f"{STREAMS} (snowplow-local-streams): was being made" in declined.err
    assert f"{STREAMS} ({made})" in resumed.err


def test_a_disk_that_is_full(operations: Operations, small_disk: Path) -> None:
    if not small_disk.is_mount():
        pytest.skip("nobody may mount a small disk here, and a large one is not for us to fill")
    running = operations.apply(FUNCTIONS, "CreateRole")
    ballast = small_disk / "ballast"
    fill(ballast)
    operations.door.go_on()
    shown = ended(running)
    ballast.unlink()

    assert shown.code == 1
    assert "the disk is full" in shown.err
    assert "Terraform could not save the state; it is kept:" in shown.err
    (kept,) = (operations.folder / ".snowops" / "state").glob("*/applies/local/*.tfstate")
    assert f"{kept}: serial" in shown.err
    assert kept.stat().st_mode & 0o777 == 0o600
    assert unknown(operations, kept.read_text()) == set()
    damaged = read_state(operations.in_state()) in (None, EMPTY)
    plan = operations.snowops("plan", "local", "--target", FUNCTIONS)
    assert f"warning: {kept}: serial" in plan.err
    assert "`snowops apply local --resume` looks after it" in plan.err
    resumed = operations.resumes(FUNCTIONS)
    # Where not even the backup could be written, Terraform has left the state alone, which has the
    # serial of the kept one then: it takes in what that one knows, not that one.
    mended = f"the state was saved: {kept.name}" if damaged else "2 taken into the state"
    assert mended in resumed.err, resumed.err


def fill(ballast: Path) -> None:
    """Leaves no byte on a disk."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))


def wait_for_end(pid: int) -> None:
    """Until a process that is not our child has ended."""
    end = os.pidfd_open(pid)
    try:
        assert select.select([end], [], [], 120)[0]
    finally:
        os.close(end)
