"""Runs one Terraform process: streams its lines and lets an interrupt end it in good order."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from toolkit.adapters.terraform.output import Memory, Pipe
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
    outlives: bool = False,
) -> Finished:
    """Runs to the end, whatever is pressed; every line of stdout goes to `on_line`.

    The child lives in a session of its own, so a terminal's Ctrl-C reaches only us; one SIGINT is
    passed on, upon which Terraform finishes the resource in hand, saves the state and unlocks.
    A second one would make it drop that resource, so further ones only call `on_interrupt` again.
    The same happens where `on_line` raises, before the error goes on: nothing is left behind.
    With `outlives` a child goes on to its end even where we are killed.
    """
    interrupts = _Interrupts(on_interrupt)
    output: Memory | Pipe = Memory() if outlives else Pipe()
    with interrupts.heard(), closing(output), closing(Memory()) as stderr:
        with _start(argv, cwd, env, (output.handle, stderr.handle)) as child:
            interrupts.pass_to(child)
            try:
                for line in output.follow(child):
                    on_line(line)
            except BaseException:
                interrupts.forward()
                for _ in output.follow(child):
                    pass
                raise
            finally:
                code = child.wait()
        return Finished(code, stderr.text(), interrupts.count > 0)


def _start(
    argv: Sequence[str], cwd: Path, env: Mapping[str, str], outputs: tuple[int, int]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(argv),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=outputs[0],
            stderr=outputs[1],
            start_new_session=True,
        )
    except OSError as error:
        raise TerraformError(
            f"cannot run {argv[0]}: {error.strerror}",
            hint="name a Terraform 1.11 or newer with --terraform or SNOWOPS_TERRAFORM",
        ) from error


class _Interrupts:
    """Counts what asks us to stop, and passes the first on to the child."""

    def __init__(self, on_interrupt: Callable[[], None]) -> None:
        self.count = 0
        self._on_interrupt = on_interrupt
        self._child: subprocess.Popen[bytes] | None = None
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

    def pass_to(self, child: subprocess.Popen[bytes]) -> None:
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
