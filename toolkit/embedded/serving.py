"""moto's web server with the fixes, the Lambda executor and the Firehose, in one process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from moto.core.config import default_user_config
from moto.moto_api._internal.models import MotoAPIBackend
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from toolkit.embedded import fixes
from toolkit.embedded.firehose import hooks
from toolkit.embedded.firehose.service import Firehose
from toolkit.embedded.fixes.patch import around
from toolkit.embedded.lambda_exec import invoke
from toolkit.embedded.lambda_exec.workers import Workers
from toolkit.embedded.seed import seed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path


class QuietHandler(MotoRequestHandler):
    """Logs the requests that failed; the others are thousands."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Called for each request, with its status."""
        if int(code) >= 400:
            super().log_request(code, size)


def serve(
    listener: socket.socket,
    folder: Path,
    firehose_interval: float,
    *,
    on_ready: Callable[[], None],
) -> None:
    """Serve on `listener` until the process is told to end; `folder` is for passing files."""
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", level=logging.WARNING)
    default_user_config["lambda"] = {"use_docker": False}
    fixes.install()
    port = listener.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    workers = Workers(folder / "functions", endpoint)
    invoke.install(workers)
    firehose = Firehose(endpoint, firehose_interval)
    hooks.install(firehose)
    around(MotoAPIBackend, "reset", _reset)
    seed()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(
        "127.0.0.1",
        port,
        application,
        threaded=True,
        request_handler=QuietHandler,
        fd=listener.fileno(),
    )
    firehose.start()
    on_ready()
    try:
        server.serve_forever()
    finally:
        workers.end()


def _reset(original: Callable[..., None], backend: Any) -> None:
    original(backend)
    seed()
