from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.embedded.conftest import clients_of, silent
from toolkit.embedded import server
from toolkit.embedded.instance import Place
from toolkit.errors import ConfigError, ServiceError

UP = """
import sys
from pathlib import Path
from toolkit.embedded import server
print(server.up(Path(sys.argv[1]), report=lambda line: None).pid)
"""


def up_in_a_process(project: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", UP, str(project)], stdout=subprocess.PIPE, text=True
    )


def command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def test_nothing_runs_in_a_fresh_project(tmp_path: Path) -> None:
    assert server.status(tmp_path) is None
    assert server.down(tmp_path) is False
    assert list(tmp_path.iterdir()) == []


def test_a_state_file_whose_server_is_gone_counts_for_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.folder.mkdir()
    place.life.touch()
    facts = {"pid": os.getpid(), "port": 1, "started": "", "log": str(place.log)}
    place.state.write_text(json.dumps(facts))

    found = server.status(tmp_path)
    stopped = server.down(tmp_path)

    assert found is None
    assert stopped is False
    assert not place.state.exists()


def test_a_reset_without_a_server_names_the_next_move(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="does not run") as refused:
        server.reset(tmp_path)

    assert "snowops local up" in refused.value.hint


def test_a_project_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / ".snowops").write_text("a file where a folder has to be")

    with pytest.raises(ConfigError, match="Cannot write to"):
        server.up(tmp_path, report=silent)


@pytest.mark.embedded
def test_a_second_up_is_the_same_server(project: Path) -> None:
    told: list[str] = []

    first = server.up(project, report=told.append)
    second = server.up(project, report=told.append)

    assert first == second == server.status(project)
    assert told == ["Starting the embedded AWS"]


@pytest.mark.embedded
def test_the_server_answers_on_loopback_and_nowhere_else(project: Path) -> None:
    aws = server.up(project, report=silent)

    with urllib.request.urlopen(f"{aws.endpoint}/moto-api/config") as answer:
        said = json.load(answer)
    listening = Path("/proc/net/tcp").read_text().splitlines()
    addresses = {
        line.split()[1].split(":")[0]
        for line in listening
        if line.split()[1].endswith(f":{aws.port:04X}") and line.split()[3] == "0A"
    }

    assert aws.endpoint == f"http://127.0.0.1:{aws.port}"
    assert said["lambda"] == {"use_docker": False}
    assert addresses == {"0100007F"}


@pytest.mark.embedded
def test_down_ends_the_process_and_forgets_it(project: Path) -> None:
    aws = server.up(project, report=silent)

    stopped = server.down(project)

    assert stopped is True
    assert server.status(project) is None
    assert not Place(project).state.exists()
    assert not Path(f"/proc/{aws.pid}/cmdline").exists() or not command_line(aws.pid)


@pytest.mark.embedded
def test_a_server_that_was_killed_is_noticed_and_another_one_started(project: Path) -> None:
    killed = server.up(project, report=silent)
    os.kill(killed.pid, signal.SIGKILL)
    while server.status(project) is not None:
        time.sleep(0.01)

    second = server.up(project, report=silent)

    assert second.pid != killed.pid
    assert server.status(project) == second


@pytest.mark.embedded
def test_a_server_that_does_not_end_by_itself_is_killed(project: Path) -> None:
    aws = server.up(project, report=silent)
    os.kill(aws.pid, signal.SIGSTOP)

    stopped = server.down(project)

    assert stopped is True
    assert server.status(project) is None


@pytest.mark.embedded
def test_two_processes_at_once_end_with_one_server(project: Path) -> None:
    processes = [up_in_a_process(project), up_in_a_process(project)]

    pids = {process.communicate()[0].strip() for process in processes}

    running = server.status(project)
    assert running is not None
    assert pids == {str(running.pid)}


@pytest.mark.embedded
def test_two_checkouts_have_servers_of_their_own(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    try:
        first = server.up(here, report=silent)
        second = server.up(there, report=silent)
        server.down(here)

        assert first.port != second.port
        assert server.status(there) == second
    finally:
        server.down(here)
        server.down(there)


@pytest.mark.embedded
def test_a_server_that_cannot_start_shows_the_end_of_its_log(project: Path) -> None:
    blocked = Place(project).folder / "functions"
    blocked.parent.mkdir()
    blocked.write_text("a file where a folder has to be")

    with pytest.raises(ServiceError, match="did not start") as refused:
        server.up(project, report=silent)

    assert any("FileExistsError" in line for line in refused.value.details)
    assert "aws.log" in refused.value.hint
    assert server.status(project) is None


@pytest.mark.embedded
def test_a_reset_leaves_only_what_an_account_starts_with(project: Path) -> None:
    aws = server.up(project, report=silent)
    clients = clients_of(aws)
    clients("s3").create_bucket(Bucket="forgotten")

    server.reset(project)

    assert clients("s3").list_buckets()["Buckets"] == []
    held = clients("acm").list_certificates()["CertificateSummaryList"]
    assert [certificate["Status"] for certificate in held] == ["ISSUED"]
