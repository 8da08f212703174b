"""From one decoded frame to its layers.

1. shrink it, in bands so that no second full-size copy is made: palette, CMYK, 16 bits, gray and transparency of all
   kinds become L, RGB or RGBA
2. lay what is transparent on white and on black, and take the alpha channel and the colours that it hides by themselves
3. turn each as EXIF says; keep it as stored too
"""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageChops

from qingname.avatar.picture import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingname.avatar.picture import Ground

FLAT: Final = 8
"""Levels of 255 that nobody sees: text of a contrast of 15 can still be read by machine, 5 by nobody."""

_BAND: Final = 1_000_000  # pixels converted at once: 4 MB
_UNSEEN: Final = 3  # alpha of one hundredth: what is drawn there shows on no ground
_DRAWN: Final = 0.02  # share of a picture that a drawing takes; unseen colours at ragged edges take less
_WORD: Final = 65_535

_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to display what is stored with an EXIF orientation (CIPA DC-008, tag 0x0112)."""


def layers_of(image: Image.Image, frame: int, side: int, orientation: int = 1) -> Iterator[Layer]:
    """Layers of a loaded frame in any mode, at most ``side`` pixels a side; as displayed first, then as stored."""
    grounds = list(_grounds(image, side))
    turn = _TURNS.get(orientation)
    if turn is not None:
        for ground, flat in grounds:
            yield Layer(frame, ground, stored=False, blank=is_flat(flat), image=flat.transpose(turn))
    for ground, flat in grounds:
        yield Layer(frame, ground, stored=turn is not None, blank=is_flat(flat), image=flat)


def is_flat(image: Image.Image) -> bool:
    """Whether every channel of an L or RGB image is the same all over, but for :data:`FLAT` levels."""
    return all(high - low <= FLAT for low, high in _spans(image))


def _grounds(image: Image.Image, side: int) -> Iterator[tuple[Ground, Image.Image]]:
    small = shrunk(image, side, plain)
    if small.mode != "RGBA":
        yield "white", small
        return
    alpha = small.getchannel("A")
    white = _laid_on((255, 255, 255), small, alpha)
    yield "white", white
    black = _laid_on((0, 0, 0), small, alpha)
    if not _same(white, black):
        yield "black", black
    if not is_flat(alpha):
        yield "alpha", alpha
    colours = shrunk(image, side, _without_alpha)
    if _hides(alpha, colours):
        yield "opaque", colours


def _laid_on(colour: tuple[int, int, int], small: Image.Image, alpha: Image.Image) -> Image.Image:
    ground = Image.new("RGB", small.size, colour)
    ground.paste(small, mask=alpha)
    return ground


def _same(one: Image.Image, other: Image.Image) -> bool:
    return all(high <= FLAT for _, high in _spans(ImageChops.difference(one, other)))


def _spans(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Lowest and highest level of each channel of an L or RGB image."""
    for band in image.split():
        low, high = band.getextrema()
        yield int(low), int(high)  # type: ignore[arg-type]  # numbers for one channel


def _hides(alpha: Image.Image, colours: Image.Image) -> bool:
    """Whether the colours under full transparency are a drawing.

    Most files have one colour there; of 199 transparent marks 80 keep the background that was cut away.
    """
    unseen = alpha.point([255] * _UNSEEN + [0] * (256 - _UNSEEN))
    levels = colours.histogram(unseen)
    usual = tuple(_median(levels[first : first + 256]) for first in (0, 256, 512))
    red, green, blue = ImageChops.difference(colours, Image.new("RGB", colours.size, usual)).split()
    away = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    drawn = sum(away.histogram(unseen)[FLAT + 1 :])
    return drawn > _DRAWN * alpha.width * alpha.height


def _median(counts: list[int]) -> int:
    """The level in the middle, of counts by level."""
    return bisect.bisect_left(list(itertools.accumulate(counts)), sum(counts) / 2)


def shrunk(image: Image.Image, side: int, convert: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """``convert(image)`` at most ``side`` pixels a side, the aspect kept; a smaller image keeps its size."""
    factor = max(image.size) // side
    small = convert(image) if factor <= 1 else _reduced(image, factor, convert)
    longest = max(small.size)
    if longest > side:
        width, height = (max(1, round(length * side / longest)) for length in small.size)
        small = small.resize((width, height), Image.Resampling.LANCZOS)
    elif small is image:
        small = small.copy()  # the next frame is decoded into the same image
    small.info = {}  # profiles and texts of a file, which may be megabytes
    return small


def _reduced(image: Image.Image, factor: int, convert: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """``convert(image).reduce(factor)``, converted band by band."""
    width, height = image.size
    rows = max(1, _BAND // width // factor) * factor
    boxes = [(0, top, width, min(top + rows, height)) for top in range(0, height, rows)]
    bands = [convert(image.crop(box)).reduce(factor) for box in boxes]
    whole = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
    top = 0
    for band in bands:
        whole.paste(band, (0, top))
        top += band.height
    return whole


def plain(image: Image.Image) -> Image.Image:
    """The image in mode L, RGB or, where it has transparency of any kind, RGBA."""
    if image.mode.startswith("I"):
        return _eight_bits(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("L" if image.mode == "1" else "RGB")


def _without_alpha(image: Image.Image) -> Image.Image:
    return plain(image).convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of gray to eight as viewers do; Pillow's own conversion cuts off what is over 255."""
    values = np.asarray(image).astype(np.int64)
    gray = Image.fromarray((values.clip(0, _WORD) >> 8).astype(np.uint8))
    clear = image.info.get("transparency")
    if not isinstance(clear, int):
        return gray
    alpha = Image.fromarray(np.where(values == clear, 0, 255).astype(np.uint8))
    return Image.merge("RGBA", (gray, gray, gray, alpha))
