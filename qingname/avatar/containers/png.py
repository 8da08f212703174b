"""PNG and APNG (PNG specification, third edition, W3C 2025): chunks of length, name, content, checksum."""

from __future__ import annotations

import itertools
import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from qingname.avatar.containers.exif import orientation_of
from qingname.avatar.containers.header import Header, bounded, broken, shown_for, truncated

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"

_NEEDED: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"IDAT", b"IEND"})
"""What a decoder needs. Of the rest only EXIF is looked at: 64 KB of compressed text unpack to 64 MB."""

_COLOURS: Final = frozenset({b"PLTE", b"tRNS"})
_HEADER_SIZE: Final = 13
_CONTROL_SIZE: Final = 26


class _Chunk(NamedTuple):
    """``content[start:end]`` is the whole chunk; its own content begins 8 bytes later and ends 4 bytes earlier."""

    name: bytes
    start: int
    end: int


def read(content: bytes) -> Header:
    """Read the chunks up to IEND. What follows it (a ZIP, a page) is left out of ``body``."""
    chunks = []
    turned = 1
    for chunk in bounded(_chunks(content)):
        if chunk.name in _NEEDED:
            chunks.append(chunk)
        elif chunk.name == b"eXIf":
            turned = orientation_of(content[chunk.start + 8 : chunk.end])
    names = [chunk.name for chunk in chunks]
    if names[0] != b"IHDR" or names.count(b"IHDR") > 1 or b"IDAT" not in names:
        raise broken("it does not begin with a header, or holds no picture")
    size = _size(content, chunks[0])
    body = SIGNATURE + b"".join(content[chunk.start : chunk.end] for chunk in chunks)
    controls = [number for number, name in enumerate(names) if name == b"fcTL"]
    picture = names.index(b"IDAT")
    if b"acTL" not in names[:picture] or not controls:
        return Header("PNG", size, body, orientation=turned)
    shown = [_shown(content, chunks[number], size) for number in controls]
    frames = [chunks[start:end] for start, end in itertools.pairwise([*controls, len(chunks)])]
    if controls[0] > picture:
        shown.insert(0, 0)  # a still picture for viewers that know no animation
        frames.insert(0, chunks[picture : controls[0]])
    head = chunks[: min(picture, controls[0])]

    def alone(number: int) -> bytes:
        return _still(content, head, frames[number])

    return Header("PNG", size, body, tuple(shown), orientation=turned, alone=alone)


def _still(content: bytes, head: list[_Chunk], frame: list[_Chunk]) -> bytes:
    """A file of the picture in one frame, as large as the frame."""
    header = bytearray(content[head[0].start + 8 : head[0].end - 4])
    data = []
    for name, start, end in frame:
        if name == b"fcTL":
            header[:8] = content[start + 12 : start + 20]  # width and height
        elif name == b"IDAT":
            data.append(content[start + 8 : end - 4])
        elif name == b"fdAT":
            data.append(content[start + 12 : end - 4])  # behind its number in the sequence
    colours = b"".join(content[chunk.start : chunk.end] for chunk in head if chunk.name in _COLOURS)
    pieces = _chunk(b"IHDR", bytes(header)), colours, _chunk(b"IDAT", b"".join(data)), _chunk(b"IEND", b"")
    return SIGNATURE + b"".join(pieces)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _chunks(content: bytes) -> Iterator[_Chunk]:
    place = len(SIGNATURE)
    name = b""
    while name != b"IEND":
        if place + 12 > len(content):
            raise truncated("before its last chunk")
        length, name = struct.unpack_from(">I4s", content, place)
        start, place = place, place + 12 + length
        if place > len(content):
            raise truncated("inside a chunk")
        yield _Chunk(name, start, place)


def _size(content: bytes, chunk: _Chunk) -> tuple[int, int]:
    if chunk.end - chunk.start != _HEADER_SIZE + 12:
        raise broken("its header is not one of a PNG")
    width, height = struct.unpack_from(">II", content, chunk.start + 8)
    return width, height


def _shown(content: bytes, chunk: _Chunk, size: tuple[int, int]) -> int:
    """Milliseconds that a frame is shown, after its place on the canvas has been checked."""
    if chunk.end - chunk.start != _CONTROL_SIZE + 12:
        raise broken("the header of a frame is not one of a PNG")
    width, height, left, top, above, below = struct.unpack_from(">IIIIHH", content, chunk.start + 12)
    if left + width > size[0] or top + height > size[1]:
        raise broken("a frame reaches out of its canvas")
    return shown_for(1000 * above // (below or 100))
