"""The containers of a task: what they run, write and may not do; their scripts run for real."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.terraform.modules import PURE, Module, inputs, parsed
from tests.terraform.trees import Terraform, environment_of

pytestmark = pytest.mark.terraform

# What a file may hold and a shell may trip over.
AWKWARD = 'a "b" ${HOME} $(date) `date` c:d # e \\ <f>'

CONTAINERS = ("variables.tf", "containers.tf")


@pytest.fixture
def containers(terraform: Terraform, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    def of(**changes: Any) -> dict[str, Any]:
        environment = environment_of("local", "aws3")
        app = environment.values()["collectors"] | changes.pop("app", {})
        values = {
            "name": "snowplow-local-collectors",
            "aws": {"region": "us-east-1", "account_id": "123456789012"},
            "app": app,
            "files": {},
            "command": [],
            "stop_timeout_seconds": 60,
            "subnet_ids": [],
            "security_group_id": "group",
            "task_statements": [],
            "scale_in_by_cpu": True,
            "logs_kms_key_arn": "key",
            "readers": {},
        }
        return Module(terraform, tmp_path, "app").locals(
            CONTAINERS, "writer application", values | changes
        )

    return of


def test_the_first_container_writes_every_file_and_opens_the_scratch_folder(
    containers: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    files = {"app.hocon": f"{AWKWARD}\n'quoted'\n", "folder/one.json": "{}", "folder/two.json": ""}
    for mounted in ("config", "scratch"):
        (tmp_path / "snowplow" / mounted).mkdir(parents=True)

    writer = containers(files=files, folders=["folder"])["writer"]
    script = writer["command"][0].replace("/snowplow/", f"{tmp_path}/snowplow/")
    variables = {entry["name"]: entry["value"] for entry in writer["environment"]}
    subprocess.run([*writer["entryPoint"], script], env=variables, check=True)

    written = tmp_path / "snowplow" / "config"
    found = {str(path.relative_to(written)): path for path in written.rglob("*") if path.is_file()}
    assert {name: path.read_text() for name, path in found.items()} == files
    assert (tmp_path / "snowplow" / "scratch").stat().st_mode & 0o7777 == 0o1777


def test_the_application_waits_for_its_files_and_may_not_change_them(
    containers: Callable[..., dict[str, Any]],
) -> None:
    found = containers(files={"app.hocon": ""})

    application, writer = found["application"], found["writer"]
    assert application["dependsOn"] == [{"containerName": writer["name"], "condition": "SUCCESS"}]
    assert {mount["sourceVolume"]: mount["readOnly"] for mount in application["mountPoints"]} == {
        "config": True,
        "scratch": False,
    }
    assert application["readonlyRootFilesystem"] is True
    assert application["user"] not in ("0", "root", "")


@pytest.mark.parametrize(
    ("digest", "image"),
    [(None, "registry/image:2.10.0"), (f"sha256:{'0' * 64}", f"registry/image@sha256:{'0' * 64}")],
    ids=["by tag", "by digest"],
)
def test_both_containers_run_the_pinned_image(
    digest: str | None, image: str, containers: Callable[..., dict[str, Any]]
) -> None:
    app = {"image_repository": "registry/image", "version": "2.10.0", "image_digest": digest}

    found = containers(app=app)

    assert {found["writer"]["image"], found["application"]["image"]} == {image}


# --- Health


@pytest.fixture
def health(terraform: Terraform, tmp_path: Path) -> Callable[[int], list[str]]:
    """The health command of a 6.x enricher, asking another port than the enricher's."""

    def command(port: int) -> list[str]:
        values = inputs("enrichers", "limited-use")
        module = Module(terraform, tmp_path, "enrichers")
        found = module.locals(PURE, "configuration health_command", values)
        probe = parsed(found["configuration"])["monitoring"]["healthProbe"]["port"]
        kind, *words = [word.replace(str(probe), str(port)) for word in found["health_command"]]
        assert kind == "CMD"
        return words

    return command


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_health_command_believes_the_probe(
    status: int, health: Callable[[int], list[str]], *, healthy: bool
) -> None:
    with probe_that_answers(status) as port:
        done = subprocess.run(health(port), capture_output=True, check=False)

    assert (done.returncode == 0) is healthy


def test_the_health_command_fails_where_nobody_listens(
    health: Callable[[int], list[str]],
) -> None:
    with probe_that_answers(200) as port:
        pass

    done = subprocess.run(health(port), capture_output=True, check=False)

    assert done.returncode != 0


@contextmanager
def probe_that_answers(status: int) -> Iterator[int]:
    """The port of a health probe, alive within the block; it stands for an enricher's."""

    class Probe(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Probe) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
