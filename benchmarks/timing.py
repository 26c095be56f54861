"""Times whole processes side by side, in turns, so that a machine's moods hit all alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]


@dataclass(frozen=True)
class Timed:
    """Wall seconds of every counted run of one command, in the order of the runs."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def ratio_to(self, other: Timed) -> float:
        """Median of the ratios run by run: what drifts slowly cancels out."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return statistics.median(mine / theirs for mine, theirs in pairs)


def in_turns(
    commands: Mapping[str, Sequence[Command]], *, cwd: Path, runs: int, warm_up: int = 1
) -> list[Timed]:
    """Runs each named sequence of commands in turn, A B C A B C ..., and times each sequence."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(warm_up + runs):
        for name, sequence in commands.items():
            took = sum(_run(command, cwd) for command in sequence)
            if turn >= warm_up:
                seconds[name].append(took)
    return [Timed(name, tuple(found)) for name, found in seconds.items()]


def _run(command: Command, cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, env=os.environ)
    return time.perf_counter() - start
