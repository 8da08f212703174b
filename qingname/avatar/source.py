"""From what an account gives as its avatar to a file's bytes: bytes, a path, a ``data:`` URL, an ``https:`` URL."""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from typing import Final, Protocol
from urllib.parse import unquote_to_bytes

from qingname.avatar.limits import MOST_BYTES
from qingname.errors import AvatarError

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]+):", re.ASCII | re.IGNORECASE)  # of two letters: C: is a drive
_SPACES: Final = b" \t\n\f\r"
_LONGEST_BASE64: Final = MOST_BYTES * 3 // 2  # characters: 4 for 3 bytes, and line ends
_LONGEST_PERCENT: Final = MOST_BYTES * 3  # %XX


class Fetcher(Protocol):
    """Gets what a URL names."""

    def __call__(self, url: str) -> bytes:
        """The bytes. Raise :class:`AvatarError` where they cannot be had."""
        ...


def read_avatar(avatar: str | bytes, *, fetch: Fetcher | None = None, paths: bool = True) -> bytes:
    """Bytes of an avatar, at most :data:`MOST_BYTES` of them.

    ``fetch`` is asked for ``https:`` URLs; without it they are refused. ``paths=False`` refuses paths: a door that
    strangers reach must not open files of its machine. Raise :class:`AvatarError` with code ``empty``,
    ``too_many_bytes``, ``path``, ``path_off``, ``data_url``, ``url``, ``url_off`` or what ``fetch`` raises.
    """
    if isinstance(avatar, bytes):
        return _within(avatar)
    scheme = _SCHEME.match(avatar)
    if scheme is None:
        return _from_path(avatar, allowed=paths)
    if scheme[1].lower() == "data":
        return _from_data_url(avatar)
    if scheme[1].lower() != "https":
        raise AvatarError(f"an avatar of scheme {scheme[1]}: is not read; give a path, data: or https:", "url")
    if fetch is None:
        raise AvatarError("the avatar is a URL, and fetching is off; download it, or allow fetching", "url_off")
    return _within(fetch(avatar))


def _within(content: bytes) -> bytes:
    if not content:
        raise AvatarError("the picture has no bytes; upload the file again", "empty")
    if len(content) > MOST_BYTES:
        raise too_many_bytes()
    return content


def too_many_bytes() -> AvatarError:
    """More bytes than are read, wherever they come from."""
    return AvatarError(f"the picture has more than {MOST_BYTES:,} bytes; save it smaller", "too_many_bytes")


def _from_path(path: str, *, allowed: bool) -> bytes:
    """A regular file, or a link to one. A pipe or a device is refused without waiting for it."""
    if not allowed:
        raise AvatarError("the avatar is a path, and paths are not read here; send the picture's bytes", "path_off")
    shown = path if path.isprintable() else ascii(path)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - opening some devices does something
            raise AvatarError(f"{shown} is no regular file; name a picture's file", "path")
        # Between the two calls a pipe may have taken its place: O_NONBLOCK opens it without a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 - a descriptor has no path
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise AvatarError(f"{shown} is no regular file; name a picture's file", "path")
            if status.st_size > MOST_BYTES:
                raise too_many_bytes()
            return _within(_read_all(file.fileno()))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise AvatarError(f"{shown} cannot be read: {why}; check the path", "path") from error


def _read_all(descriptor: int) -> bytes:
    """What is there, and one byte more than is taken: a file may grow, and /proc says that its files are empty."""
    content = bytearray()
    while len(content) <= MOST_BYTES and (piece := os.read(descriptor, MOST_BYTES + 1 - len(content))):
        content += piece
    return bytes(content)


def _from_data_url(url: str) -> bytes:
    """RFC 2397, and base64 as browsers forgive it: spaces anywhere, padding or none."""
    head, comma, body = url.partition(",")
    if not comma:
        raise AvatarError("the data: URL has no comma before its data; write data:image/png;base64,…", "data_url")
    coded = head.lower().rstrip().endswith(";base64")
    if len(body) > (_LONGEST_BASE64 if coded else _LONGEST_PERCENT):
        raise too_many_bytes()
    try:
        content = unquote_to_bytes(body)
        if coded:
            content = content.translate(None, _SPACES).rstrip(b"=")
            content = base64.b64decode(content + b"=" * (-len(content) % 4), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise AvatarError("the data: URL is not base64; encode the picture again", "data_url") from error
    return _within(content)
