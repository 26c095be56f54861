"""Runs one Terraform process: streams its lines and lets an interrupt end it in good order."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from toolkit.errors import TerraformError


@dataclass(frozen=True)
class Finished:
    """How a process ended."""

    code: int
    stderr: str
    interrupted: bool


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    on_line: Callable[[str], None],
    on_interrupt: Callable[[], None],
) -> Finished:
    """Runs to the end, whatever is pressed; every line of stdout goes to `on_line`.

    The child lives in a session of its own, so a terminal's Ctrl-C reaches only us; one SIGINT is
    passed on, upon which Terraform finishes the resource in hand, saves the state and unlocks.
    A second one would make it drop that resource, so further ones only call `on_interrupt` again.
    """
    child = _start(argv, cwd, env)
    stderr: list[str] = []
    reader = threading.Thread(target=_collect, args=(child.stderr, stderr), daemon=True)
    reader.start()
    with _forwarding(child, on_interrupt) as interrupts:
        for line in child.stdout or ():
            on_line(line)
        code = child.wait()
    reader.join()
    return Finished(code, "".join(stderr), bool(interrupts))


def _start(argv: Sequence[str], cwd: Path, env: Mapping[str, str]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            bufsize=1,
            start_new_session=True,
        )
    except OSError as error:
        raise TerraformError(
            f"cannot run {argv[0]}: {error.strerror}",
            hint="name a Terraform 1.11 or newer with --terraform or SNOWOPS_TERRAFORM",
        ) from error


def _collect(stream: IO[str] | None, lines: list[str]) -> None:
    lines.extend(stream or ())


@contextmanager
def _forwarding(
    child: subprocess.Popen[str], on_interrupt: Callable[[], None]
) -> Iterator[list[int]]:
    interrupts: list[int] = []

    def forward(signum: int, _frame: FrameType | None) -> None:
        if not interrupts:
            child.send_signal(signal.SIGINT)
        interrupts.append(signum)
        on_interrupt()

    watched = (signal.SIGINT, signal.SIGTERM)
    before = {signum: signal.signal(signum, forward) for signum in watched}
    try:
        yield interrupts
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
