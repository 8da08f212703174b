"""Which format a file has, by its first bytes and never by its name, and what it says about its picture.

Not taken: TIFF, which no browser but Safari shows and whose decoder is the largest target of all; SVG, PDF and EPS,
which are programs; HEIC and JPEG 2000, which browsers do not show; ICO, PSD and the rest, which are no avatars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingname.avatar.containers import avif, bmp, gif, jpeg, png, webp
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from qingname.avatar.containers.header import Header

_NAMED: Final = {
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"%PDF": "PDF",
    b"%!PS": "EPS",
    b"\x00\x00\x01\x00": "ICO",
    b"\x00\x00\x00\x0cjP  ": "JPEG 2000",
    b"8BPS": "PSD",
    b"\x00\x00\x00\x18ftyphei": "HEIC",
    b"\x00\x00\x00\x1cftyphei": "HEIC",
    b"<": "SVG or a page",
    b"PK\x03\x04": "ZIP",
}
"""What is often uploaded and not taken, by its first bytes, so that the sentence can name it."""

_BEGIN: Final = 64  # bytes in which a page may be spaced before its first tag


def read_header(content: bytes) -> Header:
    """Read what ``content`` says about itself. Raise :class:`AvatarError`: empty, format, truncated, broken."""
    if not content:
        raise AvatarError("the picture has no bytes; upload the file again", "empty")
    if content.startswith(png.SIGNATURE):
        return png.read(content)
    if content.startswith(jpeg.SIGNATURE):
        return jpeg.read(content)
    if content.startswith(gif.SIGNATURES):
        return gif.read(content)
    if webp.matches(content):
        return webp.read(content)
    if content.startswith(bmp.SIGNATURE):
        return bmp.read(content)
    if avif.matches(content):
        return avif.read(content)
    begin = content[:_BEGIN].lstrip()
    name = next((name for start, name in _NAMED.items() if begin.startswith(start)), "no known picture")
    raise AvatarError(f"the file is {name}; save it as JPEG, PNG, WebP, GIF, BMP or AVIF", "format")
