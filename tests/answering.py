"""A real HTTP server on loopback that answers as a test tells it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Message
    body: str


@dataclass(frozen=True)
class Answer:
    """What is answered; a header that is given takes the place of the server's own."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """Where it listens, and what it has heard."""

    url: str
    heard: list[Request] = field(default_factory=list)


@contextmanager
def answering(answer: Callable[[Request], Answer]) -> Iterator[Server]:
    """A server for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            request = Request(self.command, self.path, self.headers, body)
            server.heard.append(request)
            given = answer(request)
            content = given.body.encode()
            self.send_response_only(given.status)
            headers = {"Date": self.date_time_string(), "Content-Length": str(len(content))}
            for name, value in {**headers, **given.headers}.items():
                self.send_header(name, value)
            with suppress(OSError):  # who asked may have given up
                self.end_headers()
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = reply  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        server = Server(f"http://127.0.0.1:{listening.server_port}")
        thread = Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


@contextmanager
def silence() -> Iterator[Server]:
    """A server that hears and never answers while the block lasts."""
    over = Event()

    def wait(_request: Request) -> Answer:
        over.wait()
        return Answer(500)

    with answering(wait) as server:
        try:
            yield server
        finally:
            over.set()
