"""How far the same mark is from itself when it is stored otherwise: bits of a 256-bit DCT hash, after decoding.

Usage: python bench/storage.py --marks DIR [--limit N]

For every mark and way of storing: the nearest layer of the stored file beside the mark on white (or on black, where
white shows nothing), by ``imagehash.phash(hash_size=16)``; and beside it what ``Image.open`` gives the same hash.
"""

from __future__ import annotations

import argparse
import io
import statistics
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import imagehash
import numpy as np
from PIL import Image

from qingname.avatar.decode import decode
from qingname.errors import AvatarError

if TYPE_CHECKING:
    from collections.abc import Callable

_BITS = 256
_MOST = 16
_SIDE = 256  # pixels; marks are stored at the size of an avatar

WAYS: dict[str, Callable[[Image.Image, Image.Image], bytes]] = {
    "RGB PNG": lambda flat, _: file(flat, "PNG"),
    "palette PNG": lambda flat, _: file(flat.quantize(256), "PNG"),
    "palette PNG, web colours": lambda flat, _: file(flat.convert("P"), "PNG"),
    "palette PNG, transparent": lambda _, clear: file(clear.quantize(256), "PNG"),
    "gray PNG": lambda flat, _: file(flat.convert("L"), "PNG"),
    "16-bit gray PNG": lambda flat, _: file(gray16(flat), "PNG"),
    "LA PNG": lambda _, clear: file(clear.convert("LA"), "PNG"),
    "RGBA PNG": lambda _, clear: file(clear, "PNG"),
    "bilevel PNG": lambda flat, _: file(flat.convert("1"), "PNG"),
    "RGB JPEG": lambda flat, _: file(flat, "JPEG", quality=75),
    "CMYK JPEG": lambda flat, _: file(flat.convert("CMYK"), "JPEG", quality=75),
    "progressive JPEG": lambda flat, _: file(flat, "JPEG", progressive=True),
    "WebP": lambda flat, _: file(flat, "WEBP", quality=75),
    "WebP, transparent": lambda _, clear: file(clear, "WEBP", quality=75),
    "AVIF": lambda flat, _: file(flat, "AVIF", speed=8),
    "AVIF, transparent": lambda _, clear: file(clear, "AVIF", speed=8),
    "GIF": lambda flat, _: file(flat, "GIF"),
    "GIF, transparent": lambda _, clear: file(clear, "GIF"),
    "BMP": lambda flat, _: file(flat, "BMP"),
    "second frame of a GIF": lambda flat, _: second(flat, "GIF"),
    "second frame of a WebP": lambda flat, _: second(flat, "WEBP"),
    "second frame of a PNG": lambda flat, _: second(flat, "PNG"),
    "drawn by alpha": lambda flat, _: file(by_alpha(flat), "PNG"),
    "under full transparency": lambda flat, _: file(hidden(flat), "PNG"),
}


def main() -> None:
    """Print a row for each way of storing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marks", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    marks = [mark for path in sorted(arguments.marks.iterdir())[: arguments.limit] if (mark := read(path))]
    print(f"{len(marks)} marks; bits of {_BITS} between a mark and itself stored otherwise")
    print(f"{'':<26} {'median':>7} {'95 %':>5} {'most':>5} {'over ' + str(_MOST):>8} {'Image.open':>11}")
    for name, way in WAYS.items():
        stored = [(flat, way(flat, clear)) for flat, clear in marks]
        bits = sorted(nearest(content, flat) for flat, content in stored)
        naive = statistics.median(naively(content, flat) for flat, content in stored)
        over = sum(bit > _MOST for bit in bits)
        middle, high = bits[len(bits) // 2], bits[int(0.95 * len(bits))]
        print(f"{name:<26} {middle:>7} {high:>5} {bits[-1]:>5} {over:>8} {naive:>11.0f}")


def read(path: Path) -> tuple[Image.Image, Image.Image] | None:
    """A mark on the ground that shows it, and as it is with its transparency; nothing where it shows nothing."""
    try:
        layers = {layer.ground: layer for layer in decode(path.read_bytes()).layers}
    except AvatarError:
        return None
    ground = next((name for name in ("white", "black") if name in layers and not layers[name].blank), None)
    if ground is None:
        return None
    flat = layers[ground].image.convert("RGB")
    flat.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    clear = Image.open(path).convert("RGBA").resize(flat.size, Image.Resampling.LANCZOS)
    return flat, clear


def nearest(content: bytes, flat: Image.Image) -> int:
    """Bits to the nearest layer; a negative is as near as its picture, since matching inverts for free."""
    bits = [int(of(layer.image) - of(flat)) for layer in decode(content).layers if not layer.blank]
    return min(min(bit, _BITS - bit) for bit in bits) if bits else _BITS


def naively(content: bytes, flat: Image.Image) -> int:
    """Bits of the file as imagehash reads it."""
    with warnings.catch_warnings(), Image.open(io.BytesIO(content)) as image:
        warnings.simplefilter("ignore")
        return int(of(image) - of(flat))


def of(image: Image.Image) -> imagehash.ImageHash:
    """The hash that is compared."""
    return imagehash.phash(image, hash_size=16)


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    """The image as a file."""
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def second(flat: Image.Image, kind: str) -> bytes:
    """The image behind a harmless first frame."""
    first = Image.linear_gradient("L").resize(flat.size).convert("RGB")
    return file(first, kind, save_all=True, append_images=[flat], duration=50)


def gray16(flat: Image.Image) -> Image.Image:
    """Sixteen bits of gray."""
    return Image.fromarray(np.asarray(flat.convert("L")).astype(np.uint16) * 257)


def by_alpha(flat: Image.Image) -> Image.Image:
    """A gradient whose transparency draws the mark."""
    image = Image.linear_gradient("L").resize(flat.size).convert("RGBA")
    image.putalpha(flat.convert("L"))
    return image


def hidden(flat: Image.Image) -> Image.Image:
    """The mark where nobody sees it."""
    image = flat.convert("RGBA")
    image.putalpha(0)
    return image


if __name__ == "__main__":
    main()
