"""Connections to addresses that were checked, on which every wait ends at one point in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpcore

from qingname.errors import AvatarError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable


class Deadline:
    """One point in time for everything that a call does."""

    def __init__(self, seconds: float) -> None:
        """Begin now."""
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left, more than 0. Raise where none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> AvatarError:
        """What a call ends in that did not make it."""
        return AvatarError(f"the URL gave no picture within {self._seconds:g} s; try again later", "late")


class Pinned(httpcore.NetworkBackend):
    """Connects to addresses that were checked, whatever host is asked for."""

    def __init__(self, network: httpcore.NetworkBackend, addresses: list[str], deadline: Deadline) -> None:
        """Connect through ``network``."""
        self._network, self._addresses, self._deadline = network, addresses, deadline

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - httpcore's signature; its name is what TLS verifies
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands for every time-out
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers, each in an equal share of the time that is left."""
        for tried, address in enumerate(self._addresses, start=1):
            share = self._deadline.left() / (len(self._addresses) + 1 - tried)
            try:
                stream = self._network.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried == len(self._addresses):
                    raise
            else:
                return _Timed(stream, self._deadline)
        raise httpcore.ConnectError("no address")


class _Timed(httpcore.NetworkStream):
    """A stream on which every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - see connect_tcp
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - see connect_tcp
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - see connect_tcp
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        return self._stream.get_extra_info(info)
