"""The same emblem, however it is stored, comes out as the same picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageOps

from qingname.avatar.decode import decode
from tests.avatar.drawn import SIZE, clear_emblem, emblem, moving, nearest, photo, png_chunk, stored

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BITS = 16


def _gray16(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)


def _quantised(image: Image.Image) -> Image.Image:
    return image.quantize(16)


STORED: dict[str, Callable[[Image.Image, Image.Image], bytes]] = {
    "RGB PNG": lambda image, _: stored(image, "PNG"),
    "palette PNG": lambda image, _: stored(_quantised(image), "PNG"),
    "palette PNG with a clear colour": lambda _, clear: stored(clear.quantize(32), "PNG"),
    "gray PNG": lambda image, _: stored(image.convert("L"), "PNG"),
    "16-bit gray PNG": lambda image, _: stored(_gray16(image), "PNG"),
    "16-bit gray PNG with a clear level": lambda image, _: _with_clear_level(stored(_gray16(image), "PNG")),
    "gray PNG with alpha": lambda _, clear: stored(clear.convert("LA"), "PNG"),
    "RGBA PNG": lambda _, clear: stored(clear, "PNG"),
    "large PNG": lambda image, _: stored(image.resize((3000, 3000)), "PNG"),
    "RGB JPEG": lambda image, _: stored(image, "JPEG", quality=80),
    "gray JPEG": lambda image, _: stored(image.convert("L"), "JPEG"),
    "CMYK JPEG": lambda image, _: stored(image.convert("CMYK"), "JPEG", quality=80),
    "progressive JPEG": lambda image, _: stored(image, "JPEG", progressive=True),
    "large JPEG": lambda image, _: stored(image.resize((3000, 3000)), "JPEG"),
    "lossy WebP": lambda image, _: stored(image, "WEBP", quality=70),
    "lossless WebP with alpha": lambda _, clear: stored(clear, "WEBP", lossless=True),
    "AVIF": lambda image, _: stored(image, "AVIF"),
    "AVIF with alpha": lambda _, clear: stored(clear, "AVIF"),
    "GIF": lambda image, _: stored(_quantised(image), "GIF"),
    "GIF with a clear colour": lambda _, clear: stored(clear, "GIF"),
    "BMP": lambda image, _: stored(image, "BMP"),
    "palette BMP": lambda image, _: stored(_quantised(image), "BMP"),
}


def _with_clear_level(content: bytes) -> bytes:
    """Make white transparent in a 16-bit gray PNG."""
    header_end = 33
    return content[:header_end] + png_chunk(b"tRNS", b"\xff\xff") + content[header_end:]


@pytest.mark.parametrize("kind", STORED)
@pytest.mark.parametrize("seed", range(3))
def test_a_way_of_storing_hides_no_emblem(kind: str, seed: int) -> None:
    image = emblem(seed=seed)
    assert nearest(STORED[kind](image, clear_emblem(seed=seed)), image) <= MOST_BITS


def test_two_emblems_are_further_apart_than_ways_of_storing_one() -> None:
    assert nearest(stored(emblem(seed=1), "PNG"), emblem(seed=0)) > 2 * MOST_BITS


def test_a_bilevel_picture_is_decoded_as_it_is() -> None:
    image = emblem().convert("1")
    (layer,) = decode(stored(image, "PNG")).layers
    assert layer.image.tobytes() == image.convert("L").tobytes()


def test_an_emblem_drawn_by_transparency_over_a_photo_is_a_layer() -> None:
    image = photo().convert("RGBA")
    image.putalpha(ImageOps.invert(emblem().convert("L")))
    assert nearest(stored(image, "PNG"), emblem()) <= MOST_BITS


def test_an_emblem_under_full_transparency_is_a_layer() -> None:
    image = emblem().convert("RGBA")
    image.putalpha(0)
    picture = decode(stored(image, "PNG"))
    assert [(layer.ground, layer.blank) for layer in picture.layers] == [
        ("white", True),
        ("black", True),
        ("opaque", False),
    ]
    assert nearest(stored(image, "PNG"), emblem()) <= MOST_BITS


def test_a_ragged_edge_hides_no_drawing() -> None:
    grounds = {layer.ground for layer in decode(stored(clear_emblem(), "PNG")).layers}
    assert grounds == {"white", "black", "alpha"}


def test_a_white_emblem_on_nothing_is_seen_on_black() -> None:
    white = Image.new("RGBA", (SIZE, SIZE), (255, 255, 255, 0))
    white.putalpha(clear_emblem().convert("LA").getchannel("L").point(lambda level: 255 if level > 100 else 0))
    layers = {layer.ground: layer for layer in decode(stored(white, "PNG")).layers}
    assert layers["white"].blank
    assert not layers["black"].blank


def test_transparency_that_is_the_same_everywhere_is_no_layer() -> None:
    image = emblem().convert("RGBA")
    image.putalpha(128)
    assert [layer.ground for layer in decode(stored(image, "PNG")).layers] == ["white", "black"]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_emblem_in_the_second_frame_is_found(kind: str) -> None:
    content = moving([photo(), emblem()], kind)
    assert decode(content).frames == 2
    assert nearest(content, emblem()) <= MOST_BITS


def test_the_still_picture_of_an_animation_is_looked_at_too() -> None:
    content = moving([emblem(), photo(), photo().rotate(90)], "PNG", default_image=True)
    assert decode(content).frames == 3
    assert nearest(content, emblem()) <= MOST_BITS


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_an_emblem_is_found_as_displayed_and_as_stored(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    as_stored = emblem().resize((SIZE, SIZE // 2))
    turned = stored(as_stored, kind, exif=exif)
    as_displayed = ImageOps.exif_transpose(Image.open(io.BytesIO(turned)))
    assert as_displayed is not None
    layers = decode(turned).layers
    assert [layer.stored for layer in layers] == [False, True]
    assert layers[0].image.size == as_displayed.size
    assert nearest(turned, as_displayed) <= MOST_BITS
    assert nearest(turned, as_stored) <= MOST_BITS
