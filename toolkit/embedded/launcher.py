"""The embedded AWS itself: moto with our fixes, as a background process of one project."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.embedded import instance
from toolkit.embedded.files import hold_for_life
from toolkit.embedded.instance import EmbeddedAws, Place
from toolkit.embedded.isolation import NO_REAL_AWS

if TYPE_CHECKING:
    from types import FrameType

# Read by moto as it is imported.
_ENVIRONMENT = {
    "MOTO_ACM_VALIDATION_WAIT": "0",
    # No web page may talk to a server that runs code.
    "MOTO_DISABLE_GLOBAL_CORS": "true",
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
    # Without it a role cannot be given a policy that AWS manages.
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    **NO_REAL_AWS,
}


def main() -> None:
    """Serve one project on loopback until SIGTERM; `toolkit.embedded.server` starts it."""
    options = _options()
    if os.fork():
        os._exit(0)
    os.setsid()
    signal.signal(signal.SIGTERM, _end)
    place = Place(options.project)
    if not hold_for_life(place.life):
        sys.exit("Another embedded AWS serves this project already.")
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    started = datetime.now(UTC).isoformat(timespec="seconds")
    instance.write(place, EmbeddedAws(os.getpid(), port, started, place.log))
    try:
        _serve(listener, place, options)
    finally:
        place.state.unlink(missing_ok=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m toolkit.embedded.launcher")
    parser.add_argument("project", type=Path)
    parser.add_argument("--ready", type=int, required=True, help="descriptor to announce on")
    parser.add_argument("--firehose-interval", type=float, default=2.0, metavar="SECONDS")
    return parser.parse_args()


def _serve(listener: socket.socket, place: Place, options: argparse.Namespace) -> None:
    port = listener.getsockname()[1]
    for name in [name for name in os.environ if name.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(_ENVIRONMENT, MOTO_PORT=str(port))
    from toolkit.embedded.serving import serve

    serve(
        listener,
        place.folder,
        options.firehose_interval,
        on_ready=lambda: _announce(options.ready),
    )


def _announce(ready: int) -> None:
    os.write(ready, b"ready\n")
    os.close(ready)


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
