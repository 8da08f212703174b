"""BMP (Windows bitmap headers of 12, 40, 52, 56, 64, 108 and 124 bytes)."""

from __future__ import annotations

import struct

from qingname.avatar.containers.header import Header, truncated
from qingname.errors import AvatarError

SIGNATURE = b"BM"

_OLD = 12  # bytes of the header of OS/2, whose sides have two bytes
_HEADER_END = 34  # bytes of file header and of the part of the picture header that is read
_RUN_LENGTHS = frozenset({1, 2})


def read(content: bytes) -> Header:
    """Read the header. Run-length coding is refused: Pillow unpacks it in Python, 0.1 s a MB."""
    if len(content) < _HEADER_END:
        raise truncated("inside its header")
    if struct.unpack_from("<I", content, 14)[0] == _OLD:
        width, height = struct.unpack_from("<HH", content, 18)
        return Header("BMP", (width, height), content)
    width, height, _, _, coding = struct.unpack_from("<iiHHI", content, 18)
    if coding in _RUN_LENGTHS:
        raise AvatarError("the picture is a run-length coded BMP; save it as PNG or JPEG", "format")
    return Header("BMP", (abs(width), abs(height)), content)
