"""JPEG (ITU-T T.81): segments that begin with a marker, and scans of coded data between them."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from qingname.avatar.containers.exif import PREFIX, orientation_of
from qingname.avatar.containers.header import Header, bounded, broken, truncated
from qingname.avatar.limits import MOST_SCANS
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE: Final = b"\xff\xd8\xff"

_BEGIN: Final = b"\xff\xd8"
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_EXIF: Final = 0xE1
_NOTES: Final = frozenset({*range(0xE1, 0xEE), 0xEF, _COMMENT})
"""Segments that a decoder needs not: EXIF, XMP, profiles, other pictures. APP0 (JFIF) and APP14 (Adobe) say colours."""

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 to SOF15; the three are tables
_SEQUENTIAL: Final = frozenset({0xC0, 0xC1})
_ALONE: Final = frozenset({0x01, 0xD8})  # markers without content, beside those for restarts
_FRAME_SIZE: Final = 8  # of a frame header up to its number of components
_MARKER: Final = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")  # in coded data FF is followed by 0 or by a restart


class _Segment(NamedTuple):
    """``content[start:end]`` is what follows a marker: its length, and its content."""

    marker: int
    start: int
    end: int


def read(content: bytes) -> Header:
    """Read the segments up to the end of the picture. A second picture behind it (MPO) is not looked at.

    ``body`` is put together of the segments before the first scan: what lies between them, as some Photoshop wrote, is
    left out.
    """
    size: tuple[int, int] | None = None
    components = scans = 0
    progressive = False
    turned = 1
    body = [_BEGIN]
    for marker, start, end in bounded(_segments(content)):
        if marker in _FRAMES:
            if size is not None or end - start < _FRAME_SIZE:
                raise broken("it has two frame headers, or none that can be read")
            height, width, components = struct.unpack_from(">HHB", content, start + 3)
            size, progressive = (width, height), marker not in _SEQUENTIAL
        elif marker == _SCAN:
            scans += 1
            progressive |= content[start + 2 : start + 3] != bytes((components,))
        elif marker == _EXIF and content.startswith(PREFIX, start + 2):
            turned = orientation_of(content[start + 2 : end])
        if scans == 1 and marker == _SCAN:
            body.append(content[start - 2 :])
        elif not scans and marker not in _NOTES:
            body.append(content[start - 2 : end])
    if scans > MOST_SCANS:
        raise AvatarError(f"the picture is drawn in {scans:,} passes; save it as a baseline JPEG", "too_many_scans")
    if size is None or not scans:
        raise truncated("before its picture begins")
    return Header("JPEG", size, b"".join(body), progressive=progressive, orientation=turned)


def _segments(content: bytes) -> Iterator[_Segment]:
    """Each segment with content, up to the end marker. Coded data between them is passed over."""
    place = 0
    while found := _MARKER.search(content, place):
        place = found.end()
        if found[1][0] == _END:
            return
        if found[1][0] in _ALONE:
            continue
        length = int.from_bytes(content[place : place + 2], "big")
        if place + length > len(content):
            raise truncated("inside a segment")
        yield _Segment(found[1][0], place, place + length)
        place += length
    raise truncated("before its end marker")
