"""How large the frames of an AV1 stream may be (AV1 bitstream specification, 5.3 and 5.5).

An AVIF says its size twice: in its container, which decoders report, and in its AV1 data, which decides what decoding
costs. A file of 2 KB that claimed 100 x 100 and held 9000 x 9000 took 150 MB before it was scaled down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qingname.avatar.containers.header import bounded, broken

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE_HEADER: Final = 1
_LONGEST_HEADER: Final = 512  # bytes; of 32 operating points with all that they may say
_FRAMES: Final = frozenset({3, 6})  # frame headers, and frames
_MOST_UNITS: Final = 16  # headers and frames of one picture, which needs one of each, and of four layers four
_LONGEST_LENGTH: Final = 8  # bytes of a leb128
_TIER_FROM: Final = 8  # levels that have a tier


class _Bits:
    """Reads numbers bit by bit; what is past the end is a damaged picture."""

    def __init__(self, content: bytes) -> None:
        self._value, self._left = int.from_bytes(content, "big"), 8 * len(content)

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise broken("its AV1 header is cut off")
        return self._value >> self._left & (1 << count) - 1


def largest_frame(stream: bytes) -> tuple[int, int]:
    """Width and height that no frame of the stream exceeds.

    Raise :class:`AvatarError` where it says none, or has more frames than a picture: hidden ones are decoded too.
    """
    units = [unit for unit in bounded(_units(stream)) if unit[0] == _SEQUENCE_HEADER or unit[0] in _FRAMES]
    if len(units) > _MOST_UNITS:
        raise broken("its AV1 data has many frames")
    headers = [stream[start : min(end, start + _LONGEST_HEADER)] for kind, start, end in units if kind not in _FRAMES]
    if not headers:
        raise broken("its AV1 data has no header")
    sizes = [_frame_size(_Bits(header)) for header in headers]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _units(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Type of each unit, and where its content begins and ends."""
    place = 0
    while place < len(stream):
        first = stream[place]
        place += 2 if first & 0b100 else 1  # an extension of one byte
        length = len(stream) - place
        if first & 0b10:
            length, place = _length(stream, place)
        if place + length > len(stream):
            raise broken("its AV1 data is cut off")
        yield first >> 3 & 0b1111, place, place + length
        place += max(length, 0)


def _length(stream: bytes, place: int) -> tuple[int, int]:
    """A leb128 number, and the place behind it."""
    value = 0
    for index, byte in enumerate(stream[place : place + _LONGEST_LENGTH]):
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
            return value, place + index + 1
    raise broken("its AV1 data is cut off")


def _frame_size(bits: _Bits) -> tuple[int, int]:
    """What a sequence header lets frames be: in a still picture exactly that, else what their sizes have bits for."""
    bits.take(4)  # profile, still_picture
    still = bits.take(1)
    if still:
        bits.take(5)
    else:
        _pass_operating_points(bits)
    across, down = bits.take(4) + 1, bits.take(4) + 1
    if still:
        return bits.take(across) + 1, bits.take(down) + 1
    return 1 << across, 1 << down  # a frame may override the sequence's size


def _pass_operating_points(bits: _Bits) -> None:
    delay_size = 0
    if bits.take(1):  # timing_info
        bits.take(64)
        if bits.take(1):
            _pass_unsigned(bits)
        if bits.take(1):  # decoder_model_info
            delay_size = bits.take(5) + 1
            bits.take(42)
    delays = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) >= _TIER_FROM:
            bits.take(1)
        if delay_size and bits.take(1):
            bits.take(2 * delay_size + 1)
        if delays and bits.take(1):
            bits.take(4)


def _pass_unsigned(bits: _Bits) -> None:
    """A number of variable length (uvlc): zeros, a one, and as many bits as there were zeros, if less than 32."""
    zeros = 0
    while not bits.take(1):
        zeros += 1
    if zeros < 32:  # noqa: PLR2004 - from the sentence above
        bits.take(zeros)
