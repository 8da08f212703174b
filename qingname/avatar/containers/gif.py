"""GIF (GIF89a specification, CompuServe 1990): extensions and frames, each with a chain of blocks of 255 bytes."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from qingname.avatar.containers.header import Header, bounded, broken, shown_for, too_many_parts, truncated
from qingname.avatar.limits import MOST_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURES: Final = (b"GIF87a", b"GIF89a")

_TABLE, _TABLE_SIZE = 0x80, 0x07
_EXTENSION, _FRAME = 0x21, 0x2C
_CONTROL: Final = b"\x21\xf9\x04"
_SCREEN_SIZE: Final = 13
_FRAME_SIZE: Final = 10


def read(content: bytes) -> Header:
    """Read the blocks without unpacking one. The canvas is as large as its largest frame, as decoders make it."""
    if len(content) < _SCREEN_SIZE:
        raise truncated("inside its header")
    width, height = struct.unpack_from("<HH", content, 6)
    shown: list[int] = []
    frames: list[slice] = []
    head = begin = _SCREEN_SIZE + _table(content[10])
    delay = 0
    for place, after in bounded(_parts(content, head)):
        if content.startswith(_CONTROL, place):
            delay = int.from_bytes(content[place + 4 : place + 6], "little")
        elif content[place] == _FRAME:
            left, top, across, down = struct.unpack_from("<HHHH", content, place + 1)
            width, height = max(width, left + across), max(height, top + down)
            shown.append(shown_for(10 * delay))
            frames.append(slice(begin, after))
            begin, delay = after, 0
    if not shown:
        raise broken("it holds no picture")

    def alone(number: int) -> bytes:
        return content[:head] + content[frames[number]] + b"\x3b"

    return Header("GIF", (width, height), content, tuple(shown), alone=alone)


def _parts(content: bytes, place: int) -> Iterator[tuple[int, int]]:
    """Where each whole extension and frame begins and ends. What is neither ends the file, as for browsers."""
    while place < len(content) and content[place] in (_EXTENSION, _FRAME):
        chain = place + 2
        if content[place] == _FRAME:
            if place + _FRAME_SIZE > len(content):
                raise truncated("inside the header of a frame")
            chain = place + _FRAME_SIZE + _table(content[place + 9]) + 1
        after = _after_chain(content, chain)
        yield place, after
        place = after


def _table(flags: int) -> int:
    """Bytes of a colour table, three a colour."""
    return 3 << ((flags & _TABLE_SIZE) + 1) if flags & _TABLE else 0


def _after_chain(content: bytes, place: int) -> int:
    """Where the chain of blocks that begins at ``place`` has ended."""
    try:
        for _ in range(MOST_PARTS):
            size = content[place]
            place += size + 1
            if not size:
                return place
    except IndexError:
        raise truncated("inside a frame") from None
    raise too_many_parts()
