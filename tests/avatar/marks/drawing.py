"""Marks of our own drawing: no two alike, none symmetric, no file needed."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw, ImageFont

NAMES = (
    "RIVER TV",
    "Cloud 9",
    "NORTH BANK",
    "Tea & Co",
    "87 Radio",
    "Opal",
    "zebra",
    "QUARTZ",
    "Fig.",
    "M2 Daily",
    "Kite",
    "Hw",
)


def draw_mark(number: int, side: int = 240) -> Image.Image:
    """Polygons, arcs and a word in colours, on nothing (RGBA)."""
    chance = random.Random(number)  # noqa: S311 - a drawing, no secret
    mark = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(mark)

    def colour() -> tuple[int, int, int, int]:
        return (chance.randint(0, 200), chance.randint(0, 120), chance.randint(0, 200), 255)

    def place() -> tuple[int, int]:
        return (chance.randint(10, side - 10), chance.randint(10, side * 2 // 3))

    for _ in range(5):
        pen.polygon([place() for _ in range(3)], fill=colour())
    for _ in range(4):
        (x, y), reach = place(), chance.randint(15, 50)
        box = (x - reach, y - reach, x + reach, y + reach)
        pen.arc(box, chance.randint(0, 180), chance.randint(200, 360), fill=colour(), width=7)
    pen.text((side / 2, side * 0.85), NAMES[number % len(NAMES)], colour(), ImageFont.load_default(48), anchor="mm")
    return mark


def draw_photo(number: int, side: int = 256) -> Image.Image:
    """Noise of several sizes: what a busy photograph is to a matcher."""
    chance = random.Random(number)  # noqa: S311 - a drawing, no secret
    board = Image.new("RGB", (side, side))
    for cells, share in ((4, 1.0), (12, 0.4), (40, 0.1)):
        noise = Image.frombytes("RGB", (cells, cells), chance.randbytes(3 * cells * cells))
        board = Image.blend(board, noise.resize((side, side), Image.Resampling.BICUBIC), share)
    return board


def worn(mark: Image.Image, side: int = 256, ground: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    """The mark as an avatar."""
    long = int(max(mark.size) * 1.08)
    board = Image.new("RGBA", (long, long), (*ground, 255))
    board.alpha_composite(mark, ((long - mark.width) // 2, (long - mark.height) // 2))
    return board.convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
