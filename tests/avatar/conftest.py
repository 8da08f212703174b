"""A real TLS server on this machine, in its good and its bad moods, with authorities of the tests' own."""

from __future__ import annotations

import contextlib
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpcore
import pytest
import trustme

from qingname.avatar.limits import MOST_BYTES
from tests.avatar.drawn import emblem, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PICTURE = stored(emblem(60), "PNG")
PUBLIC = "93.184.215.14"
"""The address that the tests' hosts have; a test's network leads it to this machine."""


class Site(ThreadingHTTPServer):
    """Answers by the path it is asked on; keeps what it was asked."""

    daemon_threads = True

    def __init__(self, authority: trustme.CA) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("pictures.example", "cdn.example").configure_cert(context)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopped = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left early is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:  # noqa: C901, PLR0912 - one mood a case
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        match self.path.partition("?")[0].split("/")[1:]:
            case ["to", *rest]:
                self._answer(302, b"", Location="/".join(rest))
            case ["around", number]:
                self._answer(301, b"", Location=f"/around/{int(number) + 1}")
            case ["status", code]:
                self._answer(int(code), PICTURE)
            case ["announced"]:
                self._answer(200, PICTURE, **{"Content-Length": str(MOST_BYTES + 1)})
            case ["endless"]:
                self._pieces(bytes(65_536), 0)
            case ["drip"]:
                self._pieces(b"a", 0.05)
            case ["drip_headers"]:
                self._drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1_000)
            case ["silent"]:
                self.server.stopped.wait(20)
            case ["gzip"]:
                self._answer(200, b"\x1f\x8b", **{"Content-Encoding": "gzip"})
            case ["cookie"]:
                self._answer(302, b"", Location="/picture", **{"Set-Cookie": "a=b; Path=/"})
            case ["short"]:
                self._answer(200, PICTURE[:10], **{"Content-Length": str(len(PICTURE))})
            case ["nonsense"]:
                self.wfile.write(b"220 smtp.example ESMTP\r\n")
            case _:
                self._answer(200, PICTURE)

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _pieces(self, piece: bytes, pause: float) -> None:
        self.send_response(200)
        self.end_headers()
        self._drip_of(piece, pause)

    def _drip(self, content: bytes) -> None:
        for place in range(len(content)):
            self._piece(content[place : place + 1])
            if self.server.stopped.wait(0.05):
                return

    def _drip_of(self, piece: bytes, pause: float) -> None:
        while not self.server.stopped.wait(pause):
            self._piece(piece)

    def _piece(self, piece: bytes) -> None:
        self.wfile.write(piece)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Network(httpcore.SyncBackend):
    """The network as it is, but that one public address leads to the site. Keeps the addresses it was asked for."""

    def __init__(self, port: int) -> None:
        self.port, self.dialled = port, list[str]()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.dialled.append(host)
        if host == PUBLIC:
            host, port = "127.0.0.1", self.port
        return super().connect_tcp(host, port, timeout, local_address, socket_options)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def site(authority: trustme.CA) -> Iterator[Site]:
    server = Site(authority)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    thread.join()
    with contextlib.suppress(OSError):
        server.server_close()


@pytest.fixture
def network(site: Site) -> Network:
    return Network(site.server_address[1])
