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

_WATCHED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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
    The same happens where `on_line` raises, before the error goes on: nothing is left behind.
    """
    stderr: list[str] = []
    interrupts = _Interrupts(on_interrupt)
    with interrupts.heard(), _start(argv, cwd, env) as child:
        interrupts.pass_to(child)
        reader = threading.Thread(target=_collect, args=(child.stderr, stderr), daemon=True)
        reader.start()
        try:
            for line in child.stdout or ():
                on_line(line)
        except BaseException:
            interrupts.forward()
            for _ in child.stdout or ():
                pass
            raise
        finally:
            reader.join()
            code = child.wait()
    return Finished(code, "".join(stderr), interrupts.count > 0)


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


class _Interrupts:
    """Counts what asks us to stop, and passes the first on to the child."""

    def __init__(self, on_interrupt: Callable[[], None]) -> None:
        self.count = 0
        self._on_interrupt = on_interrupt
        self._child: subprocess.Popen[str] | None = None
        self._passed_on = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Hears Ctrl-C, a polite kill and a terminal that closes, for as long as it is open."""
        before = {signum: signal.signal(signum, self._hear) for signum in _WATCHED}
        try:
            yield
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)

    def pass_to(self, child: subprocess.Popen[str]) -> None:
        """Names the child; one that was asked to stop before it began stops now."""
        early = self.count
        self._child = child
        if early:
            self.forward()

    def forward(self) -> None:
        """Asks the child to stop, once."""
        if self._child is not None and not self._passed_on:
            self._passed_on = True
            self._child.send_signal(signal.SIGINT)

    def _hear(self, _signum: int, _frame: FrameType | None) -> None:
        self.count += 1
        self.forward()
        self._on_interrupt()
