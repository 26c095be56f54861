"""moto's web server with the fixes, the Lambda executor and the Firehose, in one process."""

from __future__ import annotations

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
from toolkit.embedded.fixes.patch import around
from toolkit.embedded.seed import seed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable


class QuietHandler(MotoRequestHandler):
    """Logs the requests that failed; the others are thousands."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Called for each request, with its status."""
        if int(code) >= 400:
            super().log_request(code, size)


def serve(
    listener: socket.socket, firehose_interval: float, *, on_ready: Callable[[], None]
) -> None:
    """Serve on `listener` until the process is told to end."""
    default_user_config["lambda"] = {"use_docker": False}
    fixes.install()
    around(MotoAPIBackend, "reset", _reset)
    seed()
    host, port = listener.getsockname()[:2]
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(
        host,
        port,
        application,
        threaded=True,
        request_handler=QuietHandler,
        fd=listener.fileno(),
    )
    on_ready()
    server.serve_forever()


def _reset(original: Callable[..., None], backend: Any) -> None:
    original(backend)
    seed()
