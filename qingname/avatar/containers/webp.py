"""WebP (RFC 9649): a RIFF of chunks, each of name, length, content, and a byte more where the length is odd."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from qingname.avatar.containers.exif import orientation_of
from qingname.avatar.containers.header import Header, bounded, broken, shown_for, truncated

if TYPE_CHECKING:
    from collections.abc import Iterator

_RIFF_SIZE: Final = 12
_CHUNK_SIZE: Final = 8
_FRAME_SIZE: Final = 16  # of a frame's own header
_ALPHA: Final = 0x10
_SIDE: Final = 0x3FFF  # a side has 14 bits


def matches(content: bytes) -> bool:
    """Whether it begins as a WebP does."""
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def read(content: bytes) -> Header:
    """Read the chunks. The canvas is that of VP8X, or of the only picture."""
    if _CHUNK_SIZE + int.from_bytes(content[4:8], "little") > len(content):
        raise truncated("before the length that it gives itself")
    size: tuple[int, int] | None = None
    shown: list[int] = []
    frames: list[slice] = []
    turned = 1
    for name, start, end in bounded(_chunks(content)):
        if name == b"ANMF":
            shown.append(shown_for(_three(content, start + 12)))
            frames.append(slice(start, end))
        elif name == b"EXIF":
            turned = orientation_of(content[start:end])
        elif size is None:
            size = _canvas(name, content[start : start + 10])
    if size is None:
        raise broken("it holds no picture")

    def alone(number: int) -> bytes:
        return _still(content[frames[number]])

    return Header("WEBP", size, content, tuple(shown) or (0,), orientation=turned, alone=alone)


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name of each chunk, and where its content begins and ends."""
    place = _RIFF_SIZE
    while place + _CHUNK_SIZE <= len(content):
        name, length = struct.unpack_from("<4sI", content, place)
        yield name, place + _CHUNK_SIZE, place + _CHUNK_SIZE + length
        place += _CHUNK_SIZE + length + length % 2


def _still(frame: bytes) -> bytes:
    """A file of the picture in an ANMF chunk, as large as the frame."""
    canvas = bytes((_ALPHA, 0, 0, 0)) + frame[6:12]
    chunks = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas + frame[_FRAME_SIZE:]
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _canvas(name: bytes, content: bytes) -> tuple[int, int] | None:
    """Width and height, where this is a chunk that says them. Bytes that are missing read as none."""
    if name == b"VP8X":
        return _three(content, 4) + 1, _three(content, 7) + 1
    if name == b"VP8 ":
        return int.from_bytes(content[6:8], "little") & _SIDE, int.from_bytes(content[8:10], "little") & _SIDE
    if name == b"VP8L":
        bits = int.from_bytes(content[1:5], "little")
        return (bits & _SIDE) + 1, (bits >> 14 & _SIDE) + 1
    return None


def _three(content: bytes, place: int) -> int:
    return int.from_bytes(content[place : place + 3], "little")
