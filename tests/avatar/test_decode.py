"""What is refused, what it costs, and what an animation shows."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFile, ImageOps

from qingname.avatar import limits
from qingname.avatar.containers import read_header
from qingname.avatar.decode import decode
from qingname.errors import AvatarError
from tests.avatar.drawn import clear_emblem, emblem, hash_of, moving, nearest, photo, png_chunk, stored

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def refusal(content: bytes) -> str:
    with pytest.raises(AvatarError) as caught:
        decode(content)
    assert caught.value.__cause__ is None or not isinstance(caught.value.__cause__, Warning)
    return caught.value.code


def flat_png(width: int, height: int) -> bytes:
    """A gray PNG of any size in a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(10_000))
    return SIGNATURE + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")


def gif_of(sizes: Sequence[tuple[int, int]], canvas: tuple[int, int]) -> bytes:
    """A GIF of black frames that claim any size."""
    frames = b"".join(b"\x2c" + struct.pack("<HHHHB", 0, 0, *size, 0) + b"\x02\x02\x44\x01\x00" for size in sizes)
    return b"GIF89a" + struct.pack("<HHBBB", *canvas, 0x80, 0, 0) + bytes(6) + frames + b"\x3b"


def test_a_picture_says_what_it_is() -> None:
    content = stored(emblem().resize((120, 80)), "PNG")
    picture = decode(content)
    assert picture.digest == hashlib.blake2b(content, digest_size=32).hexdigest()
    assert (picture.format, picture.size, picture.frames) == ("PNG", (120, 80), 1)
    assert not picture.blank


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"GIF89a", "truncated"),
        (b"\xff\xd8\xff", "truncated"),
        (b"\x89PNG\r\n\x1a\n", "truncated"),
        (b"RIFF\x04\x00\x00\x00WEBP", "broken"),
        (b"BM", "truncated"),
        (b"II*\x00" + bytes(40), "format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "format"),
        (b"  \n<html><img src=x></html>", "format"),
        (b"\x00\x00\x00\x1cftypheic" + bytes(40), "format"),
        (b"\x00\x00\x00\x1cftypavif" + bytes(40), "broken"),
        (b"GIF89a" + bytes(7) + b"\x3b", "broken"),
        (bytes(limits.MOST_BYTES + 1), "too_many_bytes"),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_refusal_names_the_format_and_the_remedy() -> None:
    with pytest.raises(AvatarError, match=r"the file is TIFF; save it as JPEG, PNG, WebP, GIF, BMP or AVIF"):
        decode(stored(emblem(), "TIFF"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (flat_png(12_000, 12_000), "too_many_pixels"),
        (flat_png(9_000, 1_000), "too_wide"),
        (flat_png(4_200, 200), "too_wide"),
        (flat_png(0, 200), "broken"),
        (flat_png(60_000_000, 1), "too_many_pixels"),
        (flat_png(2**32 - 1, 2**32 - 1), "too_many_pixels"),
        (gif_of([(60_000, 60_000)], (10, 10)), "too_many_pixels"),
        (gif_of([(10, 10), (8_000, 4_000)], (10, 10)), "too_many_pixels"),
        (stored(Image.new("L", (3_000, 3_000)), "WEBP"), "too_many_pixels"),
        (stored(Image.new("L", (3_000, 3_000)), "AVIF", speed=10), "too_many_pixels"),
    ],
)
def test_a_bomb_is_refused_by_what_it_claims(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_an_avif_that_claims_less_than_it_holds_is_refused() -> None:
    content = stored(Image.new("L", (3_000, 3_000)), "AVIF", speed=10)
    place = content.index(b"ispe") + 8
    assert refusal(content[:place] + struct.pack(">II", 100, 100) + content[place + 8 :]) == "too_many_pixels"


def test_an_animated_avif_is_refused() -> None:
    assert refusal(moving([emblem(), photo()], "AVIF")) == "format"


def test_no_limit_of_the_process_is_touched_and_nothing_is_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        decode(stored(emblem(), "PNG"))
        decode(stored(emblem(), "JPEG"))
    assert not caught
    assert Image.MAX_IMAGE_PIXELS == 1_000
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_half_a_file_is_refused(kind: str, share: float) -> None:
    content = stored(emblem(), kind)
    assert refusal(content[: int(share * len(content))]) in {"truncated", "broken"}


def test_half_a_jpeg_is_refused_by_a_process_that_forgives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = stored(emblem(), "JPEG")
    assert refusal(content[: len(content) // 2]) == "truncated"
    assert refusal(content[:-2]) == "truncated"


def test_what_follows_a_picture_is_not_looked_at() -> None:
    content = stored(emblem(), "PNG")
    assert decode(content + b"PK\x03\x04" + bytes(1_000)).layers[0].image == decode(content).layers[0].image


def test_compressed_text_is_not_unpacked() -> None:
    content = stored(emblem(), "PNG")
    bomb = png_chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(50_000_000), 9))
    assert not decode(content[:33] + bomb + content[33:]).blank


def test_a_jpeg_of_many_passes_is_refused() -> None:
    content = stored(emblem(), "JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    assert refusal(content[:-2] + last * limits.MOST_SCANS + content[-2:]) == "too_many_scans"


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + bytes(7) + b"\x21\xfe\x00" * 60_000,
        b"GIF89a" + bytes(7) + b"\x21\xfe" + b"\x01a" * 60_000 + b"\x00",
        SIGNATURE + png_chunk(b"IHDR", bytes(13)) + png_chunk(b"abcd", b"") * 60_000,
        b"RIFF" + struct.pack("<I", 8 * 60_000) + b"WEBP" + b"abcd\x00\x00\x00\x00" * 60_000,
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 60_000,
    ],
)
def test_a_file_in_too_many_parts_is_refused(content: bytes) -> None:
    assert refusal(content) == "too_many_parts"


def test_a_run_length_coded_bmp_is_refused() -> None:
    content = bytearray(stored(emblem().quantize(16), "BMP"))
    content[30] = 1
    assert refusal(bytes(content)) == "format"


def test_a_second_frame_header_in_a_jpeg_is_refused() -> None:
    content = stored(emblem(), "JPEG")
    place = content.index(b"\xff\xc0")
    frame = content[place : place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")]
    assert refusal(content[:place] + frame + content[place:]) == "broken"


def test_a_frame_outside_its_canvas_is_refused() -> None:
    content = moving([emblem(), photo()], "PNG")
    place = content.rindex(b"fcTL") + 4
    moved = content[:place] + content[place : place + 4] + struct.pack(">I", 500) + content[place + 8 :]
    assert refusal(moved) == "broken"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "AVIF"])
def test_a_blank_picture_is_a_result(kind: str) -> None:
    assert decode(stored(Image.new("RGB", (50, 50), (250, 250, 250)), kind)).blank


def test_what_nobody_can_see_is_blank() -> None:
    image = Image.new("L", (60, 60), 200)
    image.paste(195, (10, 10, 40, 40))
    assert decode(stored(image, "PNG")).blank


@pytest.mark.parametrize("size", [(3_000, 1_000), (1_500, 1_400), (1_030, 60), (7, 3), (1, 1)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
def test_layers_are_bounded_and_keep_the_aspect(size: tuple[int, int], mode: str) -> None:
    image = clear_emblem().resize(size) if mode == "RGBA" else emblem().resize(size).convert(mode)
    longest = max(size)
    for layer in decode(stored(image, "PNG")).layers:
        width, height = layer.image.size
        assert layer.image.mode in {"L", "RGB"}
        assert max(width, height) == min(longest, limits.STILL_SIDE)
        assert abs(width - size[0] * max(width, height) / longest) <= 1
        assert abs(height - size[1] * max(width, height) / longest) <= 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_layers_carry_nothing_of_the_file_but_pixels(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "a" * 1_000
    options = {} if kind == "GIF" else {"exif": exif}
    assert all(layer.image.info == {} for layer in decode(stored(emblem(), kind, **options)).layers)


def test_a_picture_shrunk_in_bands_is_the_same_as_one_shrunk_whole() -> None:
    image = emblem(1_024).resize((3_000, 2_999))
    shrunk = decode(stored(image, "PNG")).layers[0].image
    whole = image.resize(shrunk.size, Image.Resampling.LANCZOS)
    assert hash_of(shrunk) - hash_of(whole) <= 2


def test_at_most_eight_frames_are_looked_at_and_none_twice() -> None:
    turned = [emblem(100).rotate(9 * turn) for turn in range(30)]
    picture = decode(moving(turned, "GIF"))
    assert picture.frames == 30
    frames = [layer.frame for layer in picture.layers]
    assert len(frames) == limits.MOST_FRAMES
    assert {0, 29} <= set(frames)
    assert max(max(layer.image.size) for layer in picture.layers) <= limits.FRAME_SIDE
    again = decode(moving([emblem(), photo(), emblem(), photo()], "WEBP", lossless=True))
    assert [layer.frame for layer in again.layers] == [0, 1]


def test_the_frame_that_is_shown_longest_is_looked_at() -> None:
    frames = [photo(100).rotate(turn) for turn in range(40)]
    frames[17] = emblem(100)
    content = moving(frames, "GIF", duration=[20] * 17 + [400] + [20] * 22)
    wanted = hash_of(emblem(100))
    assert 17 in {layer.frame for layer in decode(content).layers}
    assert min(hash_of(layer.image) - wanted for layer in decode(content).layers) <= 16


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_emblem_far_behind_in_a_large_animation_is_found(kind: str) -> None:
    large = [Image.new("RGB", (1_000, 1_000), (turn, 90, 90)) for turn in range(0, 250, 10)]
    large[20] = emblem(1_000)
    content = moving(large, kind, duration=[50] * 20 + [800] + [50] * 4)
    picture = decode(content)
    assert picture.frames == 25 > limits.MOST_DECODED // 1_000_000
    assert {0, 20, 24} <= {layer.frame for layer in picture.layers}
    assert nearest(content, emblem()) <= 16


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_a_frame_alone_is_the_frame(kind: str) -> None:
    frames = [ImageOps.invert(emblem(60, seed)) if seed % 2 else emblem(60, seed) for seed in range(4)]
    whole = {"disposal": 2} if kind == "GIF" else {}  # else it stores what differs from the frame before
    header = read_header(moving(frames, kind, lossless=True, **whole))
    assert header.alone is not None
    for number, frame in enumerate(frames):
        alone = header.alone(number)
        assert decode(alone).frames == 1
        assert nearest(alone, frame) <= 16


def test_a_small_late_frame_alone_has_its_own_size() -> None:
    dot = Image.new("RGB", (60, 60), (9, 9, 9))
    dot.paste((250, 0, 0), (20, 30, 33, 38))
    header = read_header(moving([Image.new("RGB", (60, 60), (9, 9, 9)), dot], "PNG"))
    assert header.alone is not None
    assert decode(header.alone(1)).size == (13, 8)


def test_the_picture_of_a_decoded_frame_outlives_the_decoder() -> None:
    layers = decode(moving([emblem(), photo()], "PNG")).layers
    assert hash_of(layers[0].image) - hash_of(emblem()) <= 4


def test_an_unreadable_exif_turns_nothing() -> None:
    content = stored(emblem(), "JPEG", exif=b"Exif\x00\x00" + b"II*\x00\xff\xff\xff\xff" + bytes(20))
    assert [layer.stored for layer in decode(content).layers] == [False]


def test_a_jpeg_is_read_up_to_its_end_marker_only() -> None:
    first, second = stored(emblem(), "JPEG"), stored(photo(), "JPEG")
    target = io.BytesIO()
    emblem().save(target, "MPO", save_all=True, append_images=[photo()])
    for content in (first + second, target.getvalue()):
        picture = decode(content)
        assert (picture.format, picture.frames) == ("JPEG", 1)
