"""What a project knows about its embedded AWS: the files under `.snowops/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from toolkit.embedded.files import is_held, write_beside


@dataclass(frozen=True)
class EmbeddedAws:
    """A running embedded AWS."""

    pid: int
    port: int
    started: str
    """UTC, ISO 8601."""
    log: Path

    @property
    def endpoint(self) -> str:
        """URL that takes the place of every AWS endpoint."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Place:
    """Where a project's embedded AWS keeps its files.

    The server holds the lock file `life` until it ends, however it ends. So a process id in the
    state file is trusted only while somebody holds that lock, and is never a recycled one.
    """

    project: Path

    @property
    def folder(self) -> Path:
        """The project's own folder for what is not worth committing."""
        return self.project / ".snowops"

    @property
    def state(self) -> Path:
        """Process id, port, start time and log of the server."""
        return self.folder / "aws.json"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "aws.log"

    @property
    def life(self) -> Path:
        """Lock that the server holds as long as it lives."""
        return self.folder / "aws.life"

    @property
    def turn(self) -> Path:
        """Lock for starting and stopping, one process at a time."""
        return self.folder / "aws.turn"


def write(place: Place, running: EmbeddedAws) -> None:
    """Say that this process is the embedded AWS of `place`."""
    facts = {
        "pid": running.pid,
        "port": running.port,
        "started": running.started,
        "log": str(running.log),
    }
    write_beside(place.state, json.dumps(facts, indent=2) + "\n")


def read(place: Place) -> EmbeddedAws | None:
    """The living embedded AWS of `place`; what a dead one left behind counts for nothing."""
    if not is_held(place.life):
        return None
    try:
        facts = json.loads(place.state.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return EmbeddedAws(facts["pid"], facts["port"], facts["started"], Path(facts["log"]))
