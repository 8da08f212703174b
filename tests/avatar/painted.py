"""Avatars drawn by our own code while the tests run: names in the ways in which people set them, seals, flags."""

from __future__ import annotations

import math
import os
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

RED, WHITE, YELLOW = (200, 16, 30), (255, 255, 255), (255, 222, 0)
SIDE = 256
_FONTS = (  # of Debian's fonts-noto-cjk, the second of Fedora's google-noto-sans-cjk-fonts, the third of macOS
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
_SIMPLIFIED = 2  # the face of a Noto collection with the Chinese mainland's shapes

Colour = tuple[int, int, int]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """A font with Chinese characters. Without it tests are skipped, but not where everything must be there (CI)."""
    found = next(filter(os.path.exists, _FONTS), None)
    if found is None:
        missing = "no font with Chinese characters: apt-get install fonts-noto-cjk"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return ImageFont.truetype(found, size, index=_SIMPLIFIED if Path(found).suffix == ".ttc" else 0)


def blank(ground: Colour = WHITE, side: int = SIDE) -> Image.Image:
    return Image.new("RGB", (side, side), ground)


def written(
    *rows: str, ink: Colour = (20, 20, 20), ground: Colour = WHITE, side: int = SIDE, fill: float = 0.8
) -> Image.Image:
    """Rows of text, centred, the longest as wide as ``fill`` of the picture."""
    image = blank(ground, side)
    size = int(side * fill / max(len(rows), *map(len, rows)))
    draw = ImageDraw.Draw(image)
    step = size * 1.2
    top = side / 2 - step * (len(rows) - 1) / 2
    for place, row in enumerate(rows):
        draw.text((side / 2, top + place * step), row, ink, font(size), anchor="mm")
    return image


def column(text: str, *, ink: Colour = WHITE, ground: Colour = (32, 60, 120), side: int = SIDE) -> Image.Image:
    """One character under the other."""
    return written(*text, ink=ink, ground=ground, side=side)


def ring_seal(  # noqa: PLR0913 - a seal has many parts
    text: str,
    middle: str = "",
    *,
    start: float = 0,
    spread: float = 250,
    star: bool = True,
    ink: Colour = RED,
    ground: Colour = WHITE,
    side: int = SIDE,
    fill: float = 0.94,
) -> Image.Image:
    """A round seal turned by ``start`` degrees: text along ``spread`` degrees of its ring, a star, a line under it."""
    big = side * 2
    image = blank(ground, big)
    draw = ImageDraw.Draw(image)
    centre, radius = big / 2, big * fill / 2
    draw.circle((centre, centre), radius, outline=ink, width=max(4, big // 50))
    size = int(radius * 0.24 if len(text) > 8 else radius * 0.3)
    way = radius * 0.96 - size * 0.75
    for place, char in enumerate(text):
        angle = -spread / 2 + spread * place / max(1, len(text) - 1)
        glyph = Image.new("L", (size * 2, size * 2))
        ImageDraw.Draw(glyph).text((size, size), char, 255, font(size), anchor="mm")
        glyph = glyph.rotate(-angle, Image.Resampling.BICUBIC)
        x, y = centre + way * math.sin(math.radians(angle)), centre - way * math.cos(math.radians(angle))
        image.paste(ink, (round(x - size), round(y - size)), glyph)
    if star:
        draw.polygon(star_points(centre, centre, radius * 0.28), fill=ink)
    if middle:
        small = int(radius * 0.8 / len(middle))
        draw.text((centre, centre + radius * 0.5), middle, ink, font(min(small, int(radius * 0.18))), anchor="mm")
    if start:
        image = image.rotate(-start, Image.Resampling.BICUBIC, fillcolor=ground)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def star_points(x: float, y: float, radius: float, turn: float = 0) -> list[tuple[float, float]]:
    """Corners of a five-pointed star, one point upwards, turned clockwise by ``turn`` radians."""
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(126))
    return [
        (x + r * math.sin(turn + math.pi * k / 5), y - r * math.cos(turn + math.pi * k / 5))
        for k in range(10)
        for r in [inner if k % 2 else radius]
    ]


def national_flag(width: int = 300) -> Image.Image:
    """The flag by its construction (国旗法, 国旗制法说明): 30 by 20 units, a large star of 3, four small ones of 1."""
    big = Image.new("RGB", (width * 2, round(width * 2 / 1.5)), (238, 28, 37))
    draw = ImageDraw.Draw(big)
    unit = big.width / 30
    draw.polygon(star_points(5 * unit, 5 * unit, 3 * unit), fill=YELLOW)
    for x, y in ((10, 2), (12, 4), (12, 7), (10, 9)):
        towards = math.atan2(5 - x, y - 5)  # one point of each towards the middle of the large one
        draw.polygon(star_points(x * unit, y * unit, unit, towards), fill=YELLOW)
    return big.resize((width, round(width / 1.5)), Image.Resampling.LANCZOS)


def army_flag(width: int = 300) -> Image.Image:
    """A star and 八一 in gold on red, in the upper corner."""
    image = Image.new("RGB", (width, round(width / 1.25)), (222, 41, 16))
    draw = ImageDraw.Draw(image)
    unit = width / 30
    draw.polygon(star_points(6 * unit, 6 * unit, 3.5 * unit), fill=YELLOW)
    draw.text((10.5 * unit, 6 * unit), "八一", YELLOW, font(round(3.5 * unit)), anchor="lm")
    return image


def party_emblem(side: int = 200) -> Image.Image:
    """Mask of a hammer and a sickle that cross (党章 第十一章), drawn large and shrunk."""
    big = side * 4
    mask = Image.new("L", (big, big))
    draw = ImageDraw.Draw(mask)

    def disc(x: float, y: float, radius: float, fill: int) -> None:
        draw.circle((x * big, y * big), radius * big, fill=fill)

    def area(points: tuple[tuple[float, float], ...], fill: int) -> None:
        draw.polygon([(x * big, y * big) for x, y in points], fill=fill)

    disc(0.50, 0.46, 0.44, 255)  # the blade is what one disc leaves of another
    disc(0.44, 0.40, 0.385, 0)
    area(((0, 0), (0.52, 0), (0.52, 0.1), (0.3, 0.5), (0.1, 0.72), (0, 0.72)), 0)
    draw.line([(0.30 * big, 0.80 * big), (0.10 * big, 0.90 * big)], fill=255, width=round(0.10 * big))
    disc(0.085, 0.90, 0.065, 255)
    draw.line([(0.33 * big, 0.31 * big), (0.93 * big, 0.90 * big)], fill=255, width=round(0.125 * big))
    area(((0.14, 0.42), (0.40, 0.16), (0.50, 0.14), (0.56, 0.20), (0.28, 0.54)), 255)
    return mask.resize((side, side), Image.Resampling.LANCZOS)


def party_flag(width: int = 300) -> Image.Image:
    """A hammer and a sickle in gold on red, in the upper corner."""
    image = Image.new("RGB", (width, round(width / 1.5)), (222, 41, 16))
    image.paste(YELLOW, (width // 16, width // 16), party_emblem(width // 3))
    return image


def square_seal(text: str, side: int = SIDE) -> Image.Image:
    """Two columns in a red frame, the first on the right."""
    image = blank(side=side)
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, side - 20, side - 20), outline=RED, width=8)
    half = -(-len(text) // 2)
    size = int((side - 80) / 2 * 0.9)
    for place, char in enumerate(text):
        x = side / 2 + (0.5 - place // half) * (side - 70) / 2
        y = side / 2 + (place % half - (half - 1) / 2) * (side - 70) / 2
        draw.text((x, y), char, RED, font(size), anchor="mm")
    return image
