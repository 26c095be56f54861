"""The state bucket and lock as real Terraform uses them: in the embedded S3, and in a file."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cli.conftest import Shown, Terminal
from tests.terraform.trees import ENVIRONMENTS, TEMPLATES, Terraform
from toolkit.adapters.environment_files import load
from toolkit.cli import screen
from toolkit.cli.main import run
from toolkit.embedded.server import EmbeddedAws
from toolkit.rendering.render import render

pytestmark = pytest.mark.terraform

# Says that it runs, by a file, and then waits until it is told to go on, by another one.
ROOT = """
resource "terraform_data" "waits" {
  provisioner "local-exec" {
    command = "touch started; while [ ! -e go-on ]; do sleep 0.1; done"
  }
}
"""
APPLY = ("apply", "-input=false", "-no-color", "-auto-approve")
MOTO_S = "123456789012"


@dataclass
class Desk:
    """An operations repository, the command line, and Terraforms in `build/staging`."""

    project: Path
    terraform: Terraform
    capsys: pytest.CaptureFixture[str]
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """Where Terraform works."""
        return self.project / "build" / "staging"

    def snowops(self, *words: str) -> Shown:
        self.capsys.readouterr()
        code = run(["-C", str(self.project), *words])
        said = self.capsys.readouterr()
        return Shown(code, said.out, said.err)

    def read(self, *words: str) -> Any:
        shown = self.snowops(*words, "--json")
        assert shown.code == 0, shown.err
        return json.loads(shown.out)

    def must(self, *words: str) -> str:
        done = self.terraform.run(self.folder, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> subprocess.Popen[bytes]:
        """An apply that holds the lock until it may go on."""
        for name in ("started", "go-on"):
            (self.folder / name).unlink(missing_ok=True)
        process = subprocess.Popen(
            [str(self.terraform.binary), *APPLY],
            cwd=self.folder,
            env=os.environ | {"TF_CLI_CONFIG_FILE": str(self.terraform.settings)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.running.append(process)
        while not (self.folder / "started").exists():
            assert process.poll() is None, "Terraform ended before it held the lock"
            time.sleep(0.05)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Ends an apply as a machine does that loses its power."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def let_go_on(self, process: subprocess.Popen[bytes]) -> None:
        (self.folder / "go-on").touch()
        assert process.wait() == 0


@pytest.fixture
def desk(
    tmp_path: Path,
    terraform: Terraform,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    for name in [each for each in os.environ if each.startswith(("AWS_", "TF_", "CI"))]:
        monkeypatch.delenv(name)
    for cached in (screen.talk, screen.data):
        cached.cache_clear()
    monkeypatch.setenv("COLUMNS", "200")
    shutil.copytree(ENVIRONMENTS, tmp_path / "environments")
    made = Desk(tmp_path, terraform, capsys)
    yield made
    for process in made.running:
        made.kill(process)
    for cached in (screen.talk, screen.data):
        cached.cache_clear()


def edit(desk: Desk, old: str, new: str) -> None:
    place = desk.project / "environments" / "staging.yaml"
    text = place.read_text()
    assert old in text
    place.write_text(text.replace(old, new))


@pytest.fixture
def in_s3(desk: Desk, aws: EmbeddedAws, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Buckets of its own, made by bootstrap; a root with the backend that is rendered."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    unique = uuid4().hex[:8]
    edit(desk, "acme-snowplow-terraform", f"state-{unique}")
    edit(desk, "acme-snowplow-artifacts", f"artifacts-{unique}")
    edit(desk, "111111111111", MOTO_S)
    assert desk.read("bootstrap", "staging", "--yes")["changed"]
    tree = render(load(desk.project / "environments", "staging").environment, TEMPLATES)
    backend = tree.files["backend.tf"]
    # A bucket's name cannot be part of a loopback address.
    by_path = backend.replace("use_lockfile ", "use_path_style = true\n    use_lockfile ")
    assert by_path != backend
    desk.folder.mkdir(parents=True)
    (desk.folder / "main.tf").write_text(ROOT + by_path)
    desk.must("init", "-input=false", "-no-color")
    return desk


@pytest.fixture
def in_a_file(desk: Desk) -> Desk:
    """The same root with its state in a file."""
    old = load(desk.project / "environments", "staging").environment.values()["terraform"]
    lines = [
        f"    {name}: {old['backend'][name]}\n" for name in ("type", "bucket", "key", "region")
    ]
    edit(desk, "".join(lines), "    type: local\n")
    desk.folder.mkdir(parents=True)
    (desk.folder / "main.tf").write_text(ROOT)
    desk.must("init", "-input=false", "-no-color")
    return desk


def test_a_lock_in_s3_stays_while_terraform_lives_and_goes_once_it_is_dead(in_s3: Desk) -> None:
    first = in_s3.start()

    refused = in_s3.snowops("unlock", "staging", "--yes")
    in_s3.kill(first)
    blocked = in_s3.terraform.run(in_s3.folder, *APPLY)
    shown = in_s3.read("unlock", "staging", "--yes")

    assert refused.code == 5
    assert f"{first.pid} terraform apply" in refused.err
    assert blocked.returncode == 1
    assert "Error acquiring the state lock" in blocked.stderr
    assert shown["released"]
    assert shown["lock"]["id"] in blocked.stderr
    assert shown["lock"]["operation"] == "apply"
    assert shown["lock"]["holder"] == "unknown"
    in_s3.let_go_on(in_s3.start())
    assert in_s3.read("unlock", "staging")["lock"] is None


def test_a_lock_taken_while_a_person_thinks_is_not_released(
    in_s3: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_s3.kill(in_s3.start())
    dead = in_s3.read("unlock", "staging", "--dry-run")["lock"]["id"]

    class Slow(io.StringIO):
        """Stands for a person: somebody else unlocks and applies before they say yes."""

        def isatty(self) -> bool:
            return True

        def readline(self, *_size: Any) -> str:
            in_s3.must("force-unlock", "-force", dead)
            in_s3.start()
            return "y\n"

    monkeypatch.setattr("sys.stdin", Slow())
    monkeypatch.setattr("sys.stderr", Terminal())
    screen.talk.cache_clear()

    code = run(["-C", str(in_s3.project), "unlock", "staging"])

    living = in_s3.read("unlock", "staging", "--dry-run")["lock"]
    assert code == 5
    assert living["id"] != dead
    assert living["holder"] == "alive"
    in_s3.let_go_on(in_s3.running[-1])


def test_what_bootstrap_made_keeps_every_state(in_s3: Desk, aws: EmbeddedAws) -> None:
    (in_s3.folder / "go-on").touch()
    in_s3.must(*APPLY)
    in_s3.must("state", "rm", "terraform_data.waits")

    bucket = in_s3.read("bootstrap", "staging")["parts"][0]["name"]
    found = s3(aws).list_object_versions(Bucket=bucket, Prefix="snowplow/staging.tfstate")

    states = [each for each in found["Versions"] if each["Key"].endswith(".tfstate")]
    assert len(states) == 2
    head = s3(aws).head_object(Bucket=bucket, Key="snowplow/staging.tfstate")
    assert head["ServerSideEncryption"] == "AES256"


def s3(aws: EmbeddedAws) -> Any:
    import boto3

    make: Callable[..., Any] = boto3.client
    return make("s3", region_name="us-east-2", endpoint_url=aws.endpoint)


def test_a_lock_on_a_file_ends_with_its_process(in_a_file: Desk) -> None:
    first = in_a_file.start()

    refused = in_a_file.snowops("unlock", "staging", "--yes")
    in_a_file.kill(first)
    shown = in_a_file.read("unlock", "staging", "--yes")
    again = in_a_file.read("unlock", "staging")

    assert refused.code == 5
    assert f"{first.pid} terraform apply" in refused.err
    assert (shown["lock"]["holder"], shown["released"]) == ("gone", True)
    assert again["lock"] is None
    in_a_file.let_go_on(in_a_file.start())
