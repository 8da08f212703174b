"""Whatever the bytes, decoding gives a bounded picture or an AvatarError."""

from __future__ import annotations

import functools
import warnings

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingname.avatar import limits
from qingname.avatar.decode import decode
from qingname.errors import AvatarError
from tests.avatar.drawn import clear_emblem, emblem, moving, photo, stored

STARTS = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"RIFF\x40\0\0\0WEBPVP8 ",
    b"BM",
    b"\0\0\0\x1cftypavif",
]
SLOW = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@functools.cache
def files() -> list[bytes]:
    small, clear, frames = emblem(40), clear_emblem(40), [emblem(40), photo(40), emblem(40, 1)]
    return [
        stored(small, "PNG"),
        stored(clear, "PNG"),
        stored(small.quantize(8), "PNG", transparency=0),
        moving(frames, "PNG"),
        stored(small, "JPEG"),
        stored(small.convert("CMYK"), "JPEG", progressive=True),
        moving(frames, "GIF"),
        moving(frames, "WEBP"),
        stored(clear, "WEBP", lossless=True),
        stored(small, "BMP"),
        stored(small.quantize(8), "BMP"),
        stored(clear, "AVIF"),
    ]


def check(content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of is the process's business; here it must not raise
        try:
            picture = decode(content)
        except AvatarError:
            return
    assert len(picture.layers) > 0
    assert len({layer.frame for layer in picture.layers}) <= limits.MOST_FRAMES
    assert all(max(layer.image.size) <= limits.STILL_SIDE for layer in picture.layers)


@SLOW
@given(st.sampled_from(STARTS), st.binary(max_size=400))
def test_any_bytes(start: bytes, rest: bytes) -> None:
    check(start + rest)


@SLOW
@given(st.data())
def test_a_file_with_other_bytes_in_it(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(files())))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["set", "cut", "repeat", "insert"])):
            case "set":
                content[place] = data.draw(st.integers(0, 255))
            case "cut":
                del content[place : place + data.draw(st.integers(1, 40))]
            case "repeat":
                content[place:place] = content[place : place + data.draw(st.integers(1, 200))]
            case _:
                content[place:place] = data.draw(st.binary(min_size=1, max_size=8))
        if not content:
            break
    check(bytes(content))
