"""AVIF (AV1 Image File Format 1.1, over HEIF, ISO/IEC 23008-12): boxes of length, name, content.

Read only as far as the AV1 data of each picture item, for its true size (``av1.py``). Sequences (``avis``) are refused:
their frames would have to be found through six more tables, and no platform takes them for avatars.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeAlias

from qingname.avatar.containers.av1 import largest_frame
from qingname.avatar.containers.header import Header, bounded, broken, truncated
from qingname.avatar.limits import MOST_PIXELS
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRANDS: Final = frozenset({b"avif", b"avis", b"mif1", b"msf1"})
_PICTURE: Final = b"av01"
_IN_FILE, _IN_ITEM_DATA = 0, 1
_MOST_ITEMS: Final = 256  # a grid of 16 x 16
_ITEMS_TOGETHER: Final = 3  # times the largest picture: colours, transparency, and what a grid has over its edges
_ONCE: Final = frozenset({b"meta", b"moov", b"iinf", b"iloc", b"idat"})

_Place: TypeAlias = tuple[int, int]
"""Where the content of a box begins and ends."""


def matches(content: bytes) -> bool:
    """Whether it begins as an AVIF may; so do HEIC files, which the decoder refuses."""
    return content[4:8] == b"ftyp" and content[8:12] in _BRANDS


def read(content: bytes) -> Header:
    """Read how large the largest picture item really is. The canvas may be larger, where it is a grid of items."""
    boxes = _single(_boxes(content, 0, len(content)))
    if b"moov" in boxes:
        raise AvatarError("the file is an animated AVIF; save it as GIF, WebP or PNG", "format")
    start, end = boxes.get(b"meta", (0, 0))
    tables = _single(_boxes(content, start + 4, end))
    if not {b"iinf", b"iloc"} <= tables.keys():
        raise broken("it holds no picture")
    try:
        streams = _streams(content, tables)
    except (struct.error, IndexError):
        raise broken("a table of its items is cut off") from None
    if not streams:
        raise AvatarError("the file is HEIC or a picture like it; save it as JPEG, PNG or WebP", "format")
    sizes = [largest_frame(stream) for stream in streams]
    if sum(width * height for width, height in sizes) > _ITEMS_TOGETHER * MOST_PIXELS["AVIF"]:
        raise AvatarError(
            "the pieces of the picture are larger than it can be; save it again as PNG", "too_many_pixels"
        )
    return Header("AVIF", max(sizes, key=lambda size: size[0] * size[1]), content)


def _single(boxes: Iterator[tuple[bytes, _Place]]) -> dict[bytes, _Place]:
    """Boxes by name. Raise where one that counts is there twice: readers differ in which they take."""
    single: dict[bytes, _Place] = {}
    for name, place in bounded(boxes):
        if name in single and name in _ONCE:
            raise broken(f"it has two boxes {name.decode()}")
        single[name] = place
    return single


def _streams(content: bytes, tables: dict[bytes, _Place]) -> list[bytes]:
    """AV1 data of each picture item."""
    pictures = set(_pictures(content, *tables[b"iinf"]))
    pieces: dict[int, list[bytes]] = {}
    total = 0
    for number, first, last in bounded(_extents(content, tables[b"iloc"][0], tables.get(b"idat", (0, 0)))):
        if number in pictures:
            pieces.setdefault(number, []).append(content[first:last])
            total += last - first
        if total > len(content) or len(pieces) > _MOST_ITEMS:
            raise broken("its items overlap, or are too many")
    return [b"".join(each) for each in pieces.values()]


def _boxes(content: bytes, place: int, end: int) -> Iterator[tuple[bytes, _Place]]:
    """Name of each box, and where its content begins and ends."""
    while place + 8 <= end:
        length, name = struct.unpack_from(">I4s", content, place)
        start = place + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", content.ljust(start + 8, b"\0"), start)
            start += 8
        after = place + length if length else end
        if after < start or after > end:
            raise truncated("inside a box")
        yield name, (start, after)
        place = after


def _pictures(content: bytes, start: int, end: int) -> Iterator[int]:
    """Numbers of the items that are AV1 pictures."""
    first = start + (6 if content[start] == 0 else 8)
    for name, (place, _) in bounded(_boxes(content, first, end)):
        if name == b"infe":
            wide = content[place] > 2  # noqa: PLR2004 - the version whose numbers have four bytes
            number, kind = struct.unpack_from(">I2x4s" if wide else ">H2x4s", content, place + 4)
            if kind == _PICTURE:
                yield number


def _extents(content: bytes, place: int, item_data: _Place) -> Iterator[tuple[int, int, int]]:
    """For each piece of each item the item's number, and where the piece begins and ends."""
    version = content[place]
    sizes, more = content[place + 4], content[place + 5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version else 0
    numbers = _Numbers(content, place + 6)
    for _ in range(numbers.take(4 if version > 1 else 2)):
        number = numbers.take(4 if version > 1 else 2)
        where = numbers.take(2) & 15 if version else _IN_FILE
        if where not in (_IN_FILE, _IN_ITEM_DATA):
            raise broken("an item is kept inside another")
        numbers.take(2)  # the number of another file
        begin, end = item_data if where == _IN_ITEM_DATA else (0, len(content))
        begin += numbers.take(base_size)
        yield number, 0, 0  # so that items without pieces are counted too
        for _ in range(numbers.take(2)):
            numbers.take(index_size)
            first = begin + numbers.take(offset_size)
            last = first + (numbers.take(length_size) or end - first)
            if last > end:
                raise truncated("before one of its items")
            yield number, first, last


class _Numbers:
    """Reads big-endian numbers of given sizes one after another."""

    def __init__(self, content: bytes, place: int) -> None:
        self._content, self._place = content, place

    def take(self, size: int) -> int:
        piece = self._content[self._place : self._place + size]
        if len(piece) < size:
            raise IndexError
        self._place += size
        return int.from_bytes(piece, "big")
