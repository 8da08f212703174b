"""A picture behind an ``https:`` URL of a stranger's choice, without reaching into anybody's own network.

1. the URL: https, an allowed port, a host name, no user name and password
2. the host is looked up once; every address that it has must be public (``addresses.py``)
3. the connection goes to an address that was checked, while TLS verifies the host's name: a second look-up that
   answers otherwise (DNS rebinding) is never made
4. a redirect begins at 1, at most twice
5. the answer is read as it comes, never decompressed, up to the limit of bytes

All of it ends at one point in time, however slowly bytes drip. httpcore and not httpx: it keeps no cookies, asks no
proxy or netrc, follows no redirect, unpacks no body, and its network backend is public.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urljoin, urlsplit

from qingname.avatar.addresses import is_public
from qingname.avatar.limits import MOST_BYTES, MOST_REDIRECTS, MOST_SECONDS
from qingname.avatar.source import too_many_bytes
from qingname.errors import AvatarError

try:
    import httpcore

    from qingname.avatar.pinned import Deadline, Pinned
except ImportError as missing:  # pragma: no cover - an optional dependency
    raise AvatarError(
        "fetching pictures needs httpcore; install it with: pip install 'qingname[fetch]'", "url_off"
    ) from missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_HTTPS_PORT: Final = 443
_LONGEST_URL: Final = 2_048  # characters; what browsers and CDNs agree on
_LOOK_UPS: Final = 32  # at once; a look-up that hangs cannot be ended, only left behind
_MOST_ADDRESSES: Final = 4  # of one host that are tried
_OK: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_HEADERS: Final = [("Accept", "image/*"), ("Accept-Encoding", "identity"), ("Connection", "close")]
_SAFE: Final = "/%:@!$&'()*+,;=~-._?"


class HttpsFetcher:
    """Fetches pictures; a :class:`qingname.avatar.source.Fetcher`. Each call is a connection of its own.

    ``seconds`` bounds a call from its look-up to its last byte. ``context`` verifies certificates, by default against
    the system's authorities. ``resolve`` gives the addresses of a host and ``network`` connects to one of them; both
    are the system's by default.
    """

    def __init__(
        self,
        *,
        ports: Iterable[int] = (_HTTPS_PORT,),
        seconds: float = MOST_SECONDS,
        context: ssl.SSLContext | None = None,
        resolve: Callable[[str, int], Sequence[str]] | None = None,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        """Load the authorities once."""
        self._ports, self._seconds = frozenset(ports), seconds
        self._context = context or ssl.create_default_context()
        self._resolve = resolve or _system_addresses
        self._network = network or httpcore.SyncBackend()
        self._slots = threading.BoundedSemaphore(_LOOK_UPS)

    def __call__(self, url: str) -> bytes:
        """Bytes behind ``url``.

        Raise :class:`AvatarError` with code ``url``, ``address``, ``redirects``, ``late``, ``status``, ``encoding``,
        ``certificate``, ``connection`` or ``too_many_bytes``.
        """
        deadline = Deadline(self._seconds)
        try:
            for _ in range(1 + MOST_REDIRECTS):
                answer = self._asked(url, deadline)
                if isinstance(answer, bytes):
                    return answer
                url = answer
        except httpcore.TimeoutException as error:
            raise deadline.passed() from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _unconnected(error) from error
        raise AvatarError(f"the URL leads to more than {MOST_REDIRECTS} redirects; give the last of them", "redirects")

    def _asked(self, url: str, deadline: Deadline) -> bytes | str:
        """The body, or the URL of a redirect."""
        target = _target(url, self._ports)
        addresses = self._addresses(target, deadline)
        backend = Pinned(self._network, addresses, deadline)
        with (
            httpcore.ConnectionPool(ssl_context=self._context, network_backend=backend) as pool,
            pool.stream("GET", target, headers=_HEADERS) as response,
        ):
            headers = {name.lower(): value for name, value in response.headers}
            if response.status in _REDIRECTS and b"location" in headers:
                return _joined(url, headers[b"location"])
            if response.status != _OK:
                raise AvatarError(f"the URL answers {response.status}; give one that answers 200", "status")
            if headers.get(b"content-encoding", b"identity").strip().lower() not in {b"identity", b""}:
                raise AvatarError("the URL answers with a compressed body though none was asked for", "encoding")
            return _body(response, headers.get(b"content-length", b""))

    def _addresses(self, target: httpcore.URL, deadline: Deadline) -> list[str]:
        """Public addresses of the host. One that is not public refuses them all: no honest host has both."""
        host = target.host.decode("ascii")
        found = self._looked_up(host, target.port or _HTTPS_PORT, deadline)
        if not found:
            raise AvatarError(f"{host} has no address; check the URL", "connection")
        if not all(is_public(address) for address in found):
            raise AvatarError(f"{host} is not a host of the public internet; give a public URL", "address")
        return list(dict.fromkeys(found))[:_MOST_ADDRESSES]

    def _looked_up(self, host: str, port: int, deadline: Deadline) -> Sequence[str]:
        if not self._slots.acquire(blocking=False):
            raise AvatarError(f"{_LOOK_UPS} hosts are still being looked up; try again later", "connection")
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self._resolve(host, port))
            except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
                answers.put(error)
            finally:
                self._slots.release()

        try:
            threading.Thread(target=look_up, daemon=True).start()
        except RuntimeError as error:
            self._slots.release()
            raise AvatarError("no thread is left to look up hosts in; try again later", "connection") from error
        try:
            answer = answers.get(timeout=deadline.left())
        except queue.Empty:
            raise deadline.passed() from None
        if isinstance(answer, Exception):
            raise AvatarError(f"{host} cannot be looked up; check the URL", "connection") from answer
        return answer


def _target(url: str, ports: frozenset[int]) -> httpcore.URL:
    """The URL, taken apart in one way only. Raise where it may not be asked."""
    if len(url) > _LONGEST_URL or not url.isprintable() or " " in url or "\\" in url:
        raise AvatarError("the URL is too long, or holds spaces or signs that no URL holds; check it", "url")
    try:
        parts = urlsplit(url)
        port = parts.port or _HTTPS_PORT
        host = (parts.hostname or "").encode("idna")
    except ValueError as error:  # UnicodeError is one
        raise AvatarError(f"not a URL: {error}; write https://host/path", "url") from error
    if parts.scheme != "https" or not host or b":" in host:
        raise AvatarError("not the URL of a public picture; write https://host/path", "url")
    if "@" in parts.netloc:
        raise AvatarError("the URL holds a user name or password; give one that needs none", "url")
    if port not in ports:
        raise AvatarError(f"port {port} is not asked; give a URL without a port", "url")
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return httpcore.URL(scheme=b"https", host=host, port=port, target=path.encode("ascii"))


def _joined(url: str, location: bytes) -> str:
    """Where a redirect leads. What it holds is checked like any URL."""
    try:
        return urljoin(url, location.decode("utf-8", "replace"))
    except ValueError as error:
        raise AvatarError(f"the URL redirects to no URL: {error}; give one that answers 200", "url") from error


def _body(response: httpcore.Response, announced: bytes) -> bytes:
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise too_many_bytes()
    content = bytearray()
    for piece in response.iter_stream():
        content += piece
        if len(content) > MOST_BYTES:
            raise too_many_bytes()
    return bytes(content)


def _unconnected(error: Exception) -> AvatarError:
    """What a failed connection means. httpcore's errors hold the one that they stand for."""
    for cause in error.args:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return AvatarError(f"the host's certificate is not valid: {cause.verify_message}", "certificate")
    return AvatarError(f"the URL cannot be reached ({type(error).__name__}); try again later", "connection")


def _system_addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]
