"""Start, find and stop the embedded AWS, a background process of the project."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from toolkit.embedded import instance
from toolkit.embedded.files import is_held, locked
from toolkit.embedded.instance import EmbeddedAws, Place
from toolkit.errors import ConfigError, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["EmbeddedAws", "down", "reset", "status", "up"]

_START_SECONDS = 60
_STOP_SECONDS = 5
_LAST_LINES = 15


def up(
    project: Path, *, report: Callable[[str], None], firehose_interval: float | None = None
) -> EmbeddedAws:
    """The embedded AWS of `project`, started when it does not run.

    `firehose_interval`: seconds after which the embedded Firehose writes what it has gathered;
    None for its default. Raises `ServiceError` with the log's last lines if it does not start.
    """
    place = Place(project.resolve())
    _prepare(place)
    with locked(place.turn):
        running = instance.read(place)
        if running is not None and _answers(running):
            return running
        if is_held(place.life):
            report("The embedded AWS does not answer and is started again")
            _stop(place)
        report("Starting the embedded AWS")
        return _start(place, firehose_interval)


def status(project: Path) -> EmbeddedAws | None:
    """The embedded AWS of `project` if it runs."""
    return instance.read(Place(project.resolve()))


def down(project: Path) -> bool:
    """Stop the embedded AWS of `project` and forget all it holds; False if it did not run."""
    place = Place(project.resolve())
    if not place.folder.is_dir():
        return False
    with locked(place.turn):
        return _stop(place)


def reset(project: Path) -> None:
    """Let the embedded AWS of `project` forget all but what a team's account starts with."""
    running = status(project)
    if running is None:
        raise ServiceError(
            "The embedded AWS of this project does not run.",
            details=(str(project),),
            hint="Start it with `snowops local up`; it starts empty.",
        )
    _ask(running, "/moto-api/reset", method="POST")


def _prepare(place: Place) -> None:
    try:
        place.turn.parent.mkdir(parents=True, exist_ok=True)
        place.turn.touch()
    except OSError as error:
        raise ConfigError(
            f"Cannot write to {place.folder}, where the embedded AWS keeps its files.",
            details=(str(error),),
            hint="Make that folder yours, or start from a project that is.",
        ) from error


def _start(place: Place, firehose_interval: float | None) -> EmbeddedAws:
    ready, announce = os.pipe()
    command = [sys.executable, "-P", "-m", "toolkit.embedded.launcher", str(place.project)]
    command += ["--ready", str(announce)]
    if firehose_interval is not None:
        command += ["--firehose-interval", str(firehose_interval)]
    try:
        with place.log.open("wb") as log:
            # The launcher leaves its parent at once, so that nobody has to reap the server.
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(announce,),
                start_new_session=True,
                check=False,
            )
        os.close(announce)
        # The end of the pipe without a word means that the server has died.
        heard = select.select([ready], [], [], _START_SECONDS)[0] and os.read(ready, 16)
    finally:
        os.close(ready)
    running = instance.read(place) if heard else None
    if running is None:
        _stop(place)
        raise _not_started(place)
    return running


def _not_started(place: Place) -> ServiceError:
    lines = place.log.read_text(encoding="utf-8", errors="replace").splitlines()
    return ServiceError(
        "The embedded AWS did not start.",
        details=tuple(lines[-_LAST_LINES:]),
        hint=f"Its log is {place.log}. Is the extra installed (`pip install 'snowops[local]'`)?",
    )


def _stop(place: Place) -> bool:
    running = instance.read(place)
    for attempt in (signal.SIGTERM, signal.SIGKILL):
        if running is not None and is_held(place.life):
            os.killpg(running.pid, attempt)
            _wait_for_end(place)
    place.state.unlink(missing_ok=True)
    return running is not None


def _wait_for_end(place: Place) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    while is_held(place.life) and time.monotonic() < deadline:
        time.sleep(0.05)


def _answers(running: EmbeddedAws) -> bool:
    try:
        _ask(running, "/moto-api/config")
    except ServiceError:
        return False
    return True


def _ask(running: EmbeddedAws, path: str, *, method: str = "GET") -> None:
    import urllib.request

    # A proxy of the environment has no business with loopback.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(running.endpoint + path, method=method)  # noqa: S310
    try:
        with direct.open(request, timeout=30) as answer:
            answer.read()
    except OSError as error:
        raise ServiceError(
            "The embedded AWS does not answer.",
            details=(f"{method} {running.endpoint}{path}", str(error)),
            hint=f"Start it again: `snowops local down`, then `up`. Its log is {running.log}.",
        ) from error
