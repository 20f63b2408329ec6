"""Servers on loopback for tests: one that answers as a test says, and a proxy that counts, delays and interferes."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

_PIECE = b"x" * (1 << 16)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request as the server got it: `number` counts from 1."""

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer. `endless` sends bytes until the other side goes away; `trickle` is seconds between its bytes."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    endless: bool = False
    trickle: float = 0.0
    breaks: bool = False
    """The connection ends before any answer."""


def as_json(data: object, status: int = 200, **headers: str) -> Reply:
    """Return an answer in JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, headers={"Content-Type": "application/json", **named}, body=json.dumps(data).encode())


@dataclass
class Server:
    """A server: its address, and the requests that it got."""

    url: str
    requests: list[Request] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


Answerer = Callable[[Request], Reply]


@contextmanager
def serve(answer: Answerer) -> Iterator[Server]:
    """Run a server that answers as `answer` says."""
    server = Server(url="")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            with server.lock:
                request = Request(
                    number=len(server.requests) + 1,
                    method=self.command,
                    path=self.path,
                    headers=dict(self.headers.items()),
                    body=self.rfile.read(length),
                )
                server.requests.append(request)
            reply = answer(request)
            if reply.breaks:
                self.close_connection = True
                return
            with suppress(OSError):
                self._reply(reply)

        do_POST = do_DELETE = do_OPTIONS = do_GET  # noqa: N815  as the library calls them

        def _reply(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.endless or reply.trickle:
                self.close_connection = True
            else:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            while reply.endless:
                self.wfile.write(_PIECE)
            if reply.trickle:
                for byte in reply.body:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.trickle)
            else:
                self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        server.url = f"http://127.0.0.1:{running.server_port}"
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            running.shutdown()


def pass_on(url: str, request: Request) -> Reply:
    """Send a request on to another server, and return its answer."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=120)
    try:
        headers = {name: value for name, value in request.headers.items() if name.lower() != "accept-encoding"}
        connection.request(request.method, request.path, request.body or None, headers)
        got = connection.getresponse()
        dropped = {"content-length", "connection", "transfer-encoding", "date", "server", "host"}
        kept = {name: value for name, value in got.getheaders() if name.lower() not in dropped}
        return Reply(status=got.status, headers=kept, body=got.read())
    finally:
        connection.close()
