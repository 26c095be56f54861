"""A door in front of the embedded AWS: it can be shut, and it stops at what a test waits for."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length")
_PATIENCE = 120


class Door:
    """Passes every request on; AWS answers the one that is waited for, and nobody hears of it."""

    def __init__(self, port: int) -> None:
        self._behind = port
        self._server: _Server | None = None
        self.port = 0
        self._wanted, self._left = "", 0
        self._then: Callable[[], object] = self.go_on
        self.reached = threading.Event()
        """AWS has done what was waited for."""
        self._go_on = threading.Event()
        self._lock = threading.Lock()
        self.open()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Lets requests through."""
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def shut(self) -> None:
        """Nobody answers any more, as if the network were gone."""
        if self._server is not None:
            self._server.shutdown()
            self._server.end_connections()
            self._server.server_close()
            self._server = None
            self._go_on.set()

    def stop_at(
        self, operation: str, *, nth: int = 1, then: Callable[[], object] | None = None
    ) -> None:
        """Holds the answer to the next `CreateRole`, or `PUT /a-bucket`, until it may go on.

        Something else may be done `then`; the answer goes afterwards, if it can.
        """
        self._wanted, self._left = operation, nth
        self._then = then or (lambda: self._go_on.wait(_PATIENCE))
        self.reached.clear()
        self._go_on.clear()

    def go_on(self) -> None:
        """Lets the answer go."""
        self._go_on.set()

    def pass_on(self, method: str, path: str, headers: Any, body: bytes) -> Any:
        """The answer of AWS."""
        behind = http.client.HTTPConnection("127.0.0.1", self._behind, timeout=_PATIENCE)
        behind.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name.lower() not in _HOP:
                behind.putheader(name, value)
        behind.putheader("Content-Length", str(len(body)))
        behind.endheaders(body)
        answer = behind.getresponse()
        content = answer.read()
        behind.close()
        if self._is_wanted(f"{method} {path}", headers, body):
            self.reached.set()
            self._then()
        return answer.status, answer.getheaders(), content

    def _is_wanted(self, line: str, headers: Any, body: bytes) -> bool:
        """Whether this is the request that is waited for."""
        with self._lock:
            wanted = self._wanted
            target = headers.get("X-Amz-Target", "")
            called = f"Action={wanted}&".encode() in body or target.endswith(f".{wanted}")
            if not wanted or not (called or line == wanted):
                return False
            self._left -= 1
            if not self._left:
                self._wanted = ""
            return not self._left


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], door: Door) -> None:
        self.door = door
        self._open: set[socket.socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def end_connections(self) -> None:
        for each in list(self._open):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        door = self.server.door
        status, headers, content = door.pass_on(self.command, self.path, self.headers, body)
        self.send_response_only(status)
        length = str(len(content))
        for name, value in headers:
            if name.lower() not in _HOP:
                self.send_header(name, value)
            elif name.lower() == "content-length" and self.command == "HEAD":
                length = value
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = handle_any  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Says nothing."""
