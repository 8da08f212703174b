"""Pictures that the tests draw, and files of them in every way of storing."""

from __future__ import annotations

import io
import math
import struct
import zlib
from typing import Any

import imagehash
import numpy as np
from PIL import Image, ImageDraw

from qingname.avatar.decode import decode

SIZE = 200
WHITE, RED, GOLD, BLUE = (255, 255, 255), (200, 16, 30), (250, 200, 40), (30, 60, 150)


def emblem(size: int = SIZE, seed: int = 0) -> Image.Image:
    """An emblem of no body, RGB on white; another one for another ``seed``."""
    image = Image.new("RGB", (size * 4, size * 4), WHITE)
    paint_emblem(ImageDraw.Draw(image), size * 4, seed)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def clear_emblem(size: int = SIZE, seed: int = 0) -> Image.Image:
    """The same as RGBA on nothing."""
    image = Image.new("RGBA", (size * 4, size * 4), (0, 0, 0, 0))
    paint_emblem(ImageDraw.Draw(image), size * 4, seed)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def paint_emblem(draw: ImageDraw.ImageDraw, side: int, seed: int) -> None:
    middle, random = side / 2, np.random.default_rng(seed)
    draw.ellipse((side * 0.06, side * 0.06, side * 0.94, side * 0.94), fill=RED, outline=GOLD, width=side // 30)
    for radius, colour in ((0.3, GOLD), (0.12, BLUE)):
        draw.polygon(star(middle, middle - side * 0.08, side * radius, random.uniform(0, 6)), fill=colour)
    for bar in range(4):
        left = side * (0.25 + 0.13 * bar)
        draw.rectangle((left, side * random.uniform(0.66, 0.74), left + side * 0.08, side * 0.82), fill=WHITE)


def star(x: float, y: float, radius: float, turn: float) -> list[tuple[float, float]]:
    corners = [(radius if corner % 2 else 0.4 * radius, turn + corner * math.pi / 5) for corner in range(10)]
    return [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for reach, angle in corners]


def photo(size: int = SIZE) -> Image.Image:
    """Something that is no emblem."""
    across, down = np.meshgrid(np.linspace(0, 9, size), np.linspace(0, 7, size))
    waves = np.stack([np.sin(across + down), np.cos(2 * across), np.sin(down - across)], axis=-1)
    return Image.fromarray((127 + 120 * waves).astype(np.uint8))


def stored(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - what Pillow takes
    """The image as a file of a format."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def moving(frames: list[Image.Image], kind: str, **options: object) -> bytes:
    """The images as an animation."""
    return stored(frames[0], kind, save_all=True, append_images=frames[1:], **{"duration": 100, "loop": 0, **options})


def hash_of(image: Image.Image) -> imagehash.ImageHash:
    """256 bits."""
    return imagehash.phash(image, hash_size=16)


def nearest(content: bytes, image: Image.Image) -> int:
    """Bits of 256 between the image and the nearest layer of a file; a negative is as near as its picture."""
    wanted = hash_of(image)
    bits = [hash_of(layer.image) - wanted for layer in decode(content).layers]
    return int(min(*bits, 256 - max(bits)))


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
