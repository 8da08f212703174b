"""The size that AV1 data says, against headers written by the specification, and against the encoder's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingname.avatar import limits
from qingname.avatar.containers import read_header
from qingname.avatar.containers.av1 import largest_frame
from qingname.avatar.decode import decode
from qingname.errors import AvatarError
from tests.avatar.drawn import clear_emblem, emblem, stored

SIDES = st.integers(1, 65_536)


def bits(*fields: tuple[int, int]) -> bytes:
    """Numbers of given sizes in bits, filled up to whole bytes."""
    text = "".join(f"{value:0{size}b}" for value, size in fields if size)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def unit(kind: int, content: bytes) -> bytes:
    return bytes((kind << 3 | 2, len(content))) + content


def size_of(width: int, height: int) -> list[tuple[int, int]]:
    across, down = max(1, (width - 1).bit_length()), max(1, (height - 1).bit_length())
    return [(across - 1, 4), (down - 1, 4), (width - 1, across), (height - 1, down)]


@given(SIDES, SIDES)
def test_a_still_picture_has_exactly_its_size(width: int, height: int) -> None:
    header = bits((0, 3), (1, 1), (1, 1), (5, 5), *size_of(width, height), (0, 24))
    assert largest_frame(unit(2, b"") + unit(1, header) + unit(6, b"abc")) == (width, height)


@given(SIDES, SIDES, st.integers(0, 1), st.integers(0, 1), st.integers(1, 32), st.integers(0, 31))
def test_any_other_picture_has_what_its_sizes_have_bits_for(
    width: int, height: int, timed: int, modelled: int, points: int, level: int
) -> None:
    timing = [(1, 1), (7, 32), (9, 32), (1, 1), (0b00101, 5), (modelled, 1)] if timed else [(0, 1)]
    model = [(3, 5), (1, 32), (1, 5), (1, 5)] if timed and modelled else []
    point = [
        (0, 12),
        (level, 5),
        *([(1, 1)] if level > 7 else []),
        *([(1, 1), (5, 9)] if model else []),
        (1, 1),
        (3, 4),
    ]
    header = bits((0, 5), *timing, *model, (1, 1), (points - 1, 5), *point * points, *size_of(width, height), (0, 24))
    across, down = largest_frame(b"\x0a" + leb128(len(header)) + header)
    assert width <= across < 2 * max(width, 2)
    assert height <= down < 2 * max(height, 2)


def leb128(number: int) -> bytes:
    return bytes((number & 0x7F | 0x80, number >> 7))


@pytest.mark.parametrize(
    "stream", [b"", b"\x0a", b"\x0a\x01\xff", b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff", b"\x32\x00"]
)
def test_data_without_a_whole_header_is_refused(stream: bytes) -> None:
    with pytest.raises(AvatarError) as caught:
        largest_frame(stream)
    assert caught.value.code == "broken"


def test_hidden_frames_are_refused() -> None:
    header = unit(1, bits((0, 3), (1, 1), (1, 1), (5, 5), *size_of(99, 99), (0, 24)))
    with pytest.raises(AvatarError, match="many frames"):
        largest_frame(header + unit(6, b"abc") * 1_000)


@given(st.binary(max_size=200))
def test_any_data_is_a_size_or_an_error(stream: bytes) -> None:
    try:
        width, height = largest_frame(stream)
    except AvatarError:
        return
    assert 0 < width <= 65_536
    assert 0 < height <= 65_536


@pytest.mark.parametrize("size", [(1, 1), (33, 77), (200, 200), (1_100, 64)])
def test_the_encoder_is_read_as_the_decoder_reads_it(size: tuple[int, int]) -> None:
    for image in (emblem().resize(size), clear_emblem().resize(size), emblem().convert("L").resize(size)):
        content = stored(image, "AVIF", speed=10)
        assert read_header(content).size == decode(content).size == size


def test_items_larger_together_than_a_picture_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = stored(clear_emblem(200), "AVIF")  # colours and transparency, 200 x 200 each
    monkeypatch.setitem(limits.MOST_PIXELS, "AVIF", 2 * 40_000 // 3 - 1)
    with pytest.raises(AvatarError, match="the pieces of the picture are larger than it can be"):
        decode(content)
