"""A register behind HTTP: ``POST`` of the credential as JSON → ``{"state": "valid|invalid|unavailable", "reason": …}``.

The day that is asked about goes in the header ``As-Of``. Whatever is not such an answer with status 200, in time and of
sane size, is unavailable. Redirects are not followed: a credential goes to nobody else.

Each look-up runs in a thread of its own with a client of its own. httpx limits each read, not the whole, so that a
server which sends a byte a second would never be late; and a client shared over a fork would mix the answers of two
processes.
"""

from __future__ import annotations

import ipaddress
import queue
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from qingname.errors import VerifierError
from qingname.verification import Verification
from qingname.verifiers.cache import AnswerCache

if TYPE_CHECKING:
    from qingname.model import Credential

_BIGGEST_ANSWER = 65_536  # bytes; a state and a sentence are some 100
_LONGEST_REASON = 300  # characters, so that a page of HTML does not become a finding
_AT_ONCE = 32  # look-ups in flight; more wait for a server that does not answer
_OK, _REDIRECTS = 200, range(300, 400)
_HEADERS = {"content-type": "application/json", "accept": "application/json", "accept-encoding": "identity"}


class HttpVerifier:
    """Asks a service about credentials. ``timeout`` is in seconds, for a look-up from its first to its last byte."""

    def __init__(self, url: str, *, timeout: float = 2.0, cache_seconds: float = 300.0, cache_size: int = 4096) -> None:
        """Take https, or http to this machine. Raise :class:`VerifierError` for another URL, or without httpx."""
        loopback = _check_url(url)
        if timeout <= 0:
            raise VerifierError(f"a time-out of {timeout} s; give more than 0")
        self._url, self._timeout = url, timeout
        self._options = _client_options(timeout, loopback=loopback)
        self._cache: AnswerCache[Verification] = AnswerCache(cache_size, cache_seconds)
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    def verify(self, credential: Credential, as_of: str) -> Verification:
        """Ask, or remember. Valid and invalid answers are remembered, unavailability never."""
        key = (credential, as_of)
        known = self._cache.get(key)
        if known is not None:
            return known
        try:
            body = msgspec.json.encode(credential)
        except UnicodeEncodeError:
            return Verification("unavailable", "half of a UTF-16 pair in the credential; JSON cannot say it")
        answer = self._within_time(body, as_of)
        if answer.state != "unavailable":
            self._cache.put(key, answer)
        return answer

    def _within_time(self, body: bytes, as_of: str) -> Verification:
        if not self._slots.acquire(blocking=False):
            return Verification("unavailable", f"{_AT_ONCE} look-ups are still waiting for the service")
        answers: queue.SimpleQueue[Verification] = queue.SimpleQueue()
        try:
            threading.Thread(target=self._look_up, args=(body, as_of, answers), daemon=True).start()
        except RuntimeError:
            self._slots.release()
            return Verification("unavailable", "no thread is left to ask the service in")
        try:
            return answers.get(timeout=self._timeout)
        except queue.Empty:
            return self._late()

    def _look_up(self, body: bytes, as_of: str, answers: queue.SimpleQueue[Verification]) -> None:
        try:
            answers.put(self._asked(body, as_of))
        except Exception as error:  # noqa: BLE001 - an error of httpx may name the URL, which may hold a password
            answers.put(Verification("unavailable", f"the service cannot be asked ({type(error).__name__})"))
        finally:
            self._slots.release()

    def _asked(self, body: bytes, as_of: str) -> Verification:
        import httpx  # noqa: PLC0415 - an optional dependency, found by the constructor

        deadline = time.monotonic() + self._timeout
        headers = {**_HEADERS, "as-of": as_of}
        try:
            with (
                httpx.Client(**self._options) as client,
                client.stream("POST", self._url, content=body, headers=headers) as response,
            ):
                if response.status_code in _REDIRECTS:
                    return Verification("unavailable", f"HTTP {response.status_code}: redirects are not followed")
                if response.status_code != _OK:
                    return Verification("unavailable", f"HTTP {response.status_code}")
                raw = bytearray()
                for chunk in response.iter_raw():
                    raw += chunk
                    if len(raw) > _BIGGEST_ANSWER:
                        return Verification("unavailable", f"the answer is over {_BIGGEST_ANSWER} bytes")
                    if time.monotonic() > deadline:
                        return self._late()
        except httpx.TimeoutException:
            return self._late()
        return _read_answer(bytes(raw))

    def _late(self) -> Verification:
        return Verification("unavailable", f"no answer within {self._timeout:g} s")


def _read_answer(raw: bytes) -> Verification:
    try:
        answer = msgspec.json.decode(raw, type=Verification)
    except (ValueError, RecursionError):
        return Verification("unavailable", 'the answer is not {"state": "valid|invalid|unavailable", "reason": …}')
    return Verification(answer.state, answer.reason[:_LONGEST_REASON])


def _check_url(url: str) -> bool:
    """Whether the URL is of this machine. Raise :class:`VerifierError` where it may not be asked."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise VerifierError(f"not a URL: {error}; write https://host/path") from error
    if parts.scheme not in ("http", "https") or not host:
        raise VerifierError("not the URL of a verifier; write https://host/path")
    loopback = _is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise VerifierError(f"http to {host} would send credentials in the open; use https (http only to this machine)")
    return loopback


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _client_options(timeout: float, *, loopback: bool) -> dict[str, Any]:
    """What each client is made with; certificates are loaded once. A proxy never sees what stays on this machine."""
    try:
        import httpx  # noqa: PLC0415 - an optional dependency; importing it takes longer than judging a name
    except ImportError as error:
        raise VerifierError("asking over HTTP needs httpx; install it with: pip install 'qingname[verify]'") from error
    return {
        "verify": httpx.create_ssl_context(trust_env=not loopback),
        "timeout": timeout,
        "follow_redirects": False,
        "trust_env": not loopback,
    }
