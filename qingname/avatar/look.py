"""Everything that is kept of a mark on one ground: hashes of its views, local features, edge directions. No picture.

1. the mark on white, and on black where it is transparent; a ground that hides it gives no look
2. its *canvas*: the mark without margin, the longer side 320 pixels
3. its views: the mark in the middle of a square, as an avatar has it
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from qingname.avatar.features import BORDER, Features, canvas, find_features
from qingname.avatar.hashes import dihedral_hashes, frequencies, quality
from qingname.avatar.region import OUTLINE, grid_of, packed, weights_of
from qingname.avatar.views import trimmed_box, views

if TYPE_CHECKING:
    from qingname.avatar.arrays import Bytes, Flags, Floats, Pose

GROUNDS = ((255, 255, 255), (0, 0, 0))
"""Colours on which a transparent mark is looked at."""

FEATURES = 300
"""Features kept of a look."""

HASHABLE = 20.0
"""Quality from which a view is hashed; below, flat pictures of all kinds meet at small distances."""

MARGIN = 0.08
"""Of the longer side of a mark, left free around it in the square of its views."""

_OPAQUE = 250  # alpha from which a pixel counts as opaque
_VISIBLE = 16  # alpha below which a pixel belongs to the margin
_LEAST_CELLS = 38.0  # weight of cells that are more than outline: of a disc 30, a rounded box 37, any of 270 marks 40


class Look(NamedTuple):
    """A mark on one ground.

    ``hashes``: uint8 (12, 32), as is; ``hashable``: bool (12,); ``boxes``: float32 (12, 4), what each view shows, in
    shares of the square; ``frame``: height and width of the canvas; ``grid``: uint8 (rows, columns, 8) and ``weights``:
    uint8 (rows, columns), as :func:`qingname.avatar.region.packed` has them.
    """

    hashes: Bytes
    hashable: Flags
    boxes: Floats
    frame: tuple[int, int]
    features: Features
    grid: Bytes
    weights: Bytes


def looks_of(mark: Image.Image) -> list[Look]:
    """Looks of a mark on each ground that shows it: none for a blank picture, one for an opaque one, up to two else."""
    if mark.mode not in {"RGBA", "LA", "PA"} and "transparency" not in mark.info:
        grounds = [mark.convert("RGB")]
    else:
        whole = mark.convert("RGBA")
        alpha = np.asarray(whole.getchannel("A"))
        opaque = int(alpha.min()) >= _OPAQUE
        box = Image.fromarray(alpha > _VISIBLE).getbbox()
        if box is None:
            return []
        grounds = [_flat(whole.crop(box), ground) for ground in GROUNDS[: 1 if opaque else None]]
    found = (_look(ground) for ground in grounds)
    return [look for look in found if look is not None]


def _flat(mark: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    board = Image.new("RGB", mark.size, ground)
    board.paste(mark, (0, 0), mark.getchannel("A"))
    return board


def _look(flat: Image.Image) -> Look | None:
    pixels = np.asarray(flat)
    part = flat.crop(trimmed_box(pixels))
    gray = canvas(part)
    features = find_features(gray, FEATURES)
    frame = (gray.shape[0], gray.shape[1])
    grid = grid_of(gray)
    weights = weights_of(grid, frame)
    if float(weights[weights > OUTLINE].sum()) < _LEAST_CELLS:
        return None
    corner = pixels[0, 0]
    seen = views(_square(part, (int(corner[0]), int(corner[1]), int(corner[2]))))
    hashes = dihedral_hashes(frequencies(seen.pixels))[:, 0]
    return Look(hashes, quality(seen.pixels) >= HASHABLE, seen.boxes, frame, features, packed(grid), packed(weights))


def _square(part: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    long = round(max(part.size) * (1 + MARGIN))
    board = Image.new("RGB", (long, long), colour)
    board.paste(part, ((long - part.width) // 2, (long - part.height) // 2))
    return board


def from_square(frame: tuple[int, int]) -> Pose:
    """Affine (3, 3) from shares of the square of a look's views to pixels of its canvas (height, width)."""
    height, width = frame[0] - 2 * BORDER, frame[1] - 2 * BORDER
    long = max(height, width) * (1 + MARGIN)
    x, y = BORDER - (long - width) / 2, BORDER - (long - height) / 2
    return np.array([[long, 0, x], [0, long, y], [0, 0, 1]], np.float64)
