from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from toolkit.embedded import engine
from toolkit.errors import ConfigError

if not engine.available():
    pytest.skip("the embedded Terraform is not installed here", allow_module_level=True)

# A resource that is still being made when the signal comes.
SLOW = """
terraform {
  backend "local" {}
}

resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "echo started; sleep 60 & wait"
  }
}
"""


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "TF_DATA_DIR": str(folder / ".data")}


def run(shim: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [shim, *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_shim_is_an_executable_called_terraform(tmp_path: Path) -> None:
    shim = engine.ensure_shim(tmp_path)

    assert shim.name == "terraform"
    assert os.access(shim, os.X_OK)


def test_a_second_call_leaves_the_shim_alone(tmp_path: Path) -> None:
    first = engine.ensure_shim(tmp_path).stat()

    second = engine.ensure_shim(tmp_path).stat()

    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)


def test_a_damaged_shim_is_written_again(tmp_path: Path) -> None:
    shim = engine.ensure_shim(tmp_path)
    whole = shim.read_text()
    shim.write_text("#!/bin/sh\nexit 7\n")

    engine.ensure_shim(tmp_path)

    assert shim.read_text() == whole
    assert os.access(shim, os.X_OK)


def test_a_cache_that_cannot_be_written_names_the_way_out(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file where a folder has to be")

    with pytest.raises(ConfigError, match="Cannot write to the cache folder") as refused:
        engine.ensure_shim(cache)

    assert "XDG_CACHE_HOME" in refused.value.hint


@pytest.mark.terraform
def test_the_version_is_the_one_we_say(tmp_path: Path) -> None:
    shim = engine.ensure_shim(tmp_path / "a folder with blanks")

    done = run(shim, tmp_path, "version", "-json")

    assert json.loads(done.stdout)["terraform_version"] == engine.TERRAFORM_VERSION


@pytest.mark.terraform
@pytest.mark.parametrize(
    ("words", "code"), [(["fmt", "-check"], 3), (["nonsense"], 1), (["fmt", "-recursive"], 0)]
)
def test_the_exit_code_is_terraforms(tmp_path: Path, words: list[str], code: int) -> None:
    shim = engine.ensure_shim(tmp_path / "cache")
    (tmp_path / "main.tf").write_text('output   "x" { value=1 }\n')

    done = run(shim, tmp_path, *words)

    assert done.returncode == code


@pytest.mark.terraform
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_terraform_end_in_order(tmp_path: Path, stop: signal.Signals) -> None:
    shim = engine.ensure_shim(tmp_path / "cache")
    (tmp_path / "main.tf").write_text(SLOW)
    assert run(shim, tmp_path, "init").returncode == 0
    process = subprocess.Popen(
        [shim, "apply", "-auto-approve", "-no-color"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    while "started" not in process.stdout.readline():
        pass

    process.send_signal(stop)
    output, errors = process.communicate()

    assert process.returncode == 1
    assert "Gracefully shutting down" in output or "Interrupt received" in output
    assert "execution halted" in errors + output
    assert not list(tmp_path.glob(".terraform.tfstate.lock.info"))
