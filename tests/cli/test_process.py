"""`snowops` as a process of its own: its streams, its exit code, its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).parents[2]


def typed(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit", *arguments],
        cwd=cwd,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_m_toolkit_is_snowops() -> None:
    shown = typed("plan", "--help")

    assert shown.returncode == 0
    assert "Usage: snowops plan [OPTIONS] {ENV}" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["env", "check"], 0), (["render", "prodd", "--check"], 1), (["paln"], 64)],
    ids=["a success", "an error", "a wrong line"],
)
def test_the_exit_code_is_the_process_s(arguments: list[str], code: int) -> None:
    assert typed(*arguments).returncode == code


def test_data_goes_to_stdout_and_talk_to_stderr(tmp_path: Path) -> None:
    shown = typed("render", "prod", "--out", str(tmp_path / "tree"))

    assert shown.stdout == f"{tmp_path}/tree\n"
    assert "digest" in shown.stderr


def test_no_colours_where_nobody_watches() -> None:
    shown = typed("env", "show", "nobody")

    assert "\x1b" not in shown.stdout + shown.stderr


def test_a_reader_that_leaves_early_is_no_bug(tmp_path: Path) -> None:
    program = f"{sys.executable} -m toolkit env schema | head -n 1"

    shown = subprocess.run(
        ["sh", "-c", program],
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert shown.stdout == "{\n"
    assert shown.stderr == ""
