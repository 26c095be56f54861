"""Progress on stderr: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from toolkit.cli.screen import talk
from toolkit.domain.progress import (
    Diagnostic,
    Event,
    ResourceDone,
    ResourceFailed,
    ResourceStarted,
    StepStarted,
    Stopping,
)

_PAST = {"create": "created", "update": "changed", "delete": "deleted"}


class Progress:
    """What is going on now: the step, resources done of total, time gone, the slowest by name."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or talk()
        self._live: Live | None = None
        self._step = ""
        self._since = time.monotonic()
        self._expected = 0
        self._total = 0
        self._done = 0
        self._running: dict[str, float] = {}

    def start(self) -> None:
        """Begins to show; on a terminal a line that is drawn anew, else nothing yet."""
        if self._console.is_terminal:
            self._live = Live(
                Spinner("dots", text=self),
                console=self._console,
                refresh_per_second=8,
                transient=True,
            )
            self._live.start()

    def stop(self) -> None:
        """Ends the display and clears its line."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def pause(self) -> None:
        """Clears the line until the next event."""
        self.stop()

    def expect(self, changes: int) -> None:
        """Sets how many changes `terraform apply` will report as done."""
        self._expected = self._total = changes

    def say(self, text: str) -> None:
        """A remark."""
        self._console.print(Text(text, style="dim"))

    def report(self, event: Event) -> None:
        """Takes an event in."""
        match event:
            case StepStarted(name):
                self._begin(name)
            case ResourceStarted(address, action) if action != "refresh":
                self._running[address] = time.monotonic()
            case ResourceDone(address, action, seconds):
                self._finish(address, action, seconds)
            case ResourceFailed(address, action):
                self._running.pop(address, None)
                self._console.print(Text(f"failed to {action} {address}", style="red"))
            case Diagnostic(severity="warning", summary=summary, address=address):
                self._console.print(Text(f"warning: {summary} {address}".rstrip(), style="yellow"))
            case Stopping():
                self._console.print(
                    Text(
                        "stopping: Terraform finishes what runs, saves the state and unlocks; wait",
                        style="bold yellow",
                    )
                )

    def __rich__(self) -> Text:
        gone = _clock(time.monotonic() - self._since)
        parts = [self._step, gone]
        if self._done or self._total:
            parts.insert(1, f"{self._done}/{self._total}" if self._total else f"{self._done}")
        if self._running:
            address, since = min(self._running.items(), key=lambda item: item[1])
            waited = _clock(time.monotonic() - since)
            more = f" +{len(self._running) - 1}" if len(self._running) > 1 else ""
            parts.append(f"{address} {waited}{more}")
        return Text("  ".join(parts), no_wrap=True, overflow="ellipsis")

    def _begin(self, name: str) -> None:
        self._step, self._since, self._done = name, time.monotonic(), 0
        self._running.clear()
        self._total = self._expected if name == "terraform apply" else 0
        if self._live is None:
            self.start()
        if self._live is None:
            self._console.print(Text(f"{name} ...", style="dim"))

    def _finish(self, address: str, action: str, seconds: float) -> None:
        self._running.pop(address, None)
        changes = action in _PAST
        if changes or not self._total:
            self._done += 1
        if changes and self._live is None:
            of_total = f"{self._done}/{self._total} " if self._total else ""
            self._console.print(Text(f"{of_total}{_PAST[action]} {address} ({seconds:.0f} s)"))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
