"""Serves that GitLab over HTTP on loopback, with faults that tests switch on."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.gitlab_api.api import Answer, GitLab


@dataclass
class Fault:
    """What goes wrong with the next requests of a kind."""

    method: str
    path: str
    """The end of it, without a note's id."""
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    processed: bool = False
    """Whether GitLab does what it was asked for before it fails."""
    hangs_up: bool = False
    """Whether the connection ends without an answer."""
    times: int = 1


@dataclass
class Hook:
    """What happens before requests of a kind are answered."""

    method: str
    path: str
    runs: Callable[[], object]


class Server:
    """A GitLab that listens, and remembers who asked for what."""

    def __init__(self, gitlab: GitLab) -> None:
        self.gitlab = gitlab
        self.faults: list[Fault] = []
        self.hooks: list[Hook] = []
        self.asked: list[tuple[str, str]] = []
        """Methods and paths, in order."""
        self._lock = threading.Lock()

    def fails(self, method: str, path: str, **more: Any) -> None:
        """The next request of this kind does."""
        self.faults.append(Fault(method, path, **more))

    def meet(self, method: str, path: str, parties: int = 2) -> None:
        """Requests of this kind wait for each other, so that their senders race for sure."""
        self.before(method, path, threading.Barrier(parties, timeout=60).wait)

    def before(self, method: str, path: str, runs: Callable[[], object]) -> None:
        """Something happens before requests of this kind are answered."""
        self.hooks.append(Hook(method, path, runs))

    def count(self, method: str, path: str = "") -> int:
        """How many requests of a kind came."""
        return sum(each == method and where.endswith(path) for each, where in self.asked)

    def answer(self, method: str, target: str, body: Any, token: str) -> Answer | None:
        """One request at a time, as a transaction; None: hang up."""
        url = urlsplit(target)
        for hook in self.hooks:
            if _fits(hook, method, url.path):
                hook.runs()
        with self._lock:
            self.asked.append((method, url.path))
            fault = next((each for each in self.faults if _fits(each, method, url.path)), None)
            if fault is None or fault.processed:
                answer = self.gitlab.answer(
                    method, url.path, dict(parse_qsl(url.query)), body, token
                )
            if fault is None:
                return answer
            fault.times -= 1
            self.faults = [each for each in self.faults if each.times]
            return None if fault.hangs_up else Answer(fault.status, "Retry later", fault.headers)


def _fits(kind: Fault | Hook, method: str, path: str) -> bool:
    return kind.method == method and path.rstrip("0123456789").rstrip("/").endswith(kind.path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        token = self.headers.get("PRIVATE-TOKEN", "")
        answer = self.server.behind.answer(self.command, self.path, body, token)
        if answer is None:
            self.close_connection = True
            return
        content = b"" if answer.status == 204 else json.dumps(answer.document).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    behind: Server

    def handle_error(self, *_: Any) -> None:
        """A client that goes away, or that trusts nobody, is part of the tests."""


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """A GitLab on a free port; with a certificate (and its key, in one file) over TLS."""
    listener = _Listener(("127.0.0.1", 0), _Handler)
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
    server = listener.behind = Server(GitLab())
    scheme = "https" if certificate else "http"
    server.gitlab.url = f"{scheme}://127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
