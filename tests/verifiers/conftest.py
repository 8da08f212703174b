"""A real register behind HTTP on this machine, in its good and its bad moods."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

VALID = b'{"state": "valid", "reason": "", "more": 1}'


class Register(ThreadingHTTPServer):
    """Answers by the path it is asked on; keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[dict[str, str], str]] = []
        self.answer = VALID
        self.stopped = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left early is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Register

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append((body, self.headers["as-of"]))
        {"/": self._good, "/slow": self._slow, "/drip": self._drip, "/moved": self._moved, "/broken": self._broken}.get(
            self.path, self._status
        )()

    def _good(self) -> None:
        self._send(200, self.server.answer)

    def _slow(self) -> None:
        self.server.stopped.wait(5)
        self._send(200, VALID)

    def _drip(self) -> None:
        """A byte at a time, each sooner than the client's time-out: the header never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            if self.server.stopped.wait(0.05):
                return

    def _moved(self) -> None:
        self.send_response(307)
        self.send_header("location", self.server.url("/"))
        self.end_headers()

    def _broken(self) -> None:
        self.close_connection = True

    def _status(self) -> None:
        self._send(int(self.path.removeprefix("/status/")), VALID)

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def register() -> Iterator[Register]:
    server = Register()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    thread.join()
    server.server_close()
    for lookup in threading.enumerate():  # late look-ups end now that the server has: their sockets close here, in time
        if "_look_up" in lookup.name:
            lookup.join(6)
