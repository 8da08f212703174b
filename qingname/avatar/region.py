"""What a mark looks like as a whole, without keeping its picture: directions of its edges, cell by cell.

A grid of cells over the mark's canvas, for each a histogram of edge directions. Directions have no sign, so that an
inverted or recoloured mark has the same grid; strengths are taken out cell by cell, so that a pale mark has it too.
What an avatar shows is warped into the mark's frame and told in the same way; :func:`agreement` compares the two where
the mark has edges, so that a background does not count.

An outline that any round or square sign has says little: cells in which the mark is nothing but the circle or the box
around it weigh a quarter (``OUTLINE``). Without this, the highest false matches of 300 are all of one circle with
another.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from qingname.avatar.arrays import as_bytes, as_floats
from qingname.avatar.features import BORDER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qingname.avatar.arrays import Bytes, Flags, Floats, Pose

BINS = 8
"""Directions that a cell tells apart, 22.5 degrees each."""

OUTLINE = 0.25
"""What a cell weighs in which the mark is nothing but the circle or the box around it; others weigh up to 1."""

CELL = 16
"""Pixels of a canvas that a cell is wide and high."""

_HALVES = 4  # an avatar of 640 pixels that is one mark is shrunk by four
_SHRINK = 2  # the grid is made at half the size of the canvas; finer edges do not survive a 96-pixel avatar
_FAINT = (
    3.0  # summed mean gradient of a cell, in gray levels, below which it shows nothing: JPEG noise on a flat ground
)
_AGREES = 0.5  # correlation of a cell from which it agrees
_PLAIN_FROM = 0.8  # correlation with the circle or box from which a cell is outline
_ROOT_STEPS = 20  # of a byte to one gray level; 255 is a gradient of 163 levels, more than a cell's mean ever is
_LOST = 0.2  # of the strength to be expected, below which the mark's edges are not there


class Agreement(NamedTuple):
    """How well a region fits a mark, all weighted by where the mark has edges.

    ``mean``: -1 to 1, correlation of directions. ``cover``: share of the cells that agree. ``lost``: share of the cells
    in which the avatar shows no edges at all. ``extra``: edges where the mark has none, against those where it has
    some. ``seen``: share of the mark that lies inside the avatar.
    """

    mean: float
    cover: float
    lost: float
    extra: float
    seen: float


_NONE = Agreement(0.0, 0.0, 1.0, 0.0, 0.0)


def cells_of(frame: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the grid over a canvas of this height and width."""
    return -(-frame[0] // CELL), -(-frame[1] // CELL)


def halved(gray: Bytes) -> list[Bytes]:
    """A canvas, half of it, a quarter, an eighth: to be warped without skipping pixels."""
    levels = [gray]
    while len(levels) < _HALVES:
        size = (max(1, levels[-1].shape[1] // 2), max(1, levels[-1].shape[0] // 2))
        levels.append(as_bytes(cv2.resize(levels[-1], size, interpolation=cv2.INTER_AREA)))
    return levels


def grid_of(gray: Bytes) -> Floats:
    """Edge directions (rows, columns, 8) of a canvas: gradient of each, mean over the cell in gray levels."""
    return grid_under(halved(gray), (gray.shape[0], gray.shape[1]), np.eye(2, 3))


def grid_under(halves: Sequence[Bytes], frame: tuple[int, int], affine: Pose) -> Floats:
    """The grid of what a canvas shows in a frame (height, width); ``affine`` (2, 3) takes the frame to the canvas.

    ``halves`` are the canvas and what :func:`halved` makes of it.
    """
    rows, columns = cells_of(frame)
    side = CELL // _SHRINK
    shrink = np.sqrt(abs(np.linalg.det(affine[:, :2]))) * _SHRINK
    level = min(len(halves) - 1, max(0, round(float(np.log2(max(shrink, 1.0))))))
    # pixels of the grid's picture to pixels of the halved canvas; a pixel's place is its middle
    scaled = np.column_stack((affine[:, :2] * _SHRINK, affine @ ((_SHRINK - 1) / 2, (_SHRINK - 1) / 2, 1)))
    scaled[:, 2] -= (2**level - 1) / 2
    scaled /= 2**level
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (columns * side, rows * side)
    small = cv2.warpAffine(halves[level], scaled, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    across, down = cv2.Sobel(small, cv2.CV_32F, 1, 0, scale=0.25), cv2.Sobel(small, cv2.CV_32F, 0, 1, scale=0.25)
    strength, angle = cv2.cartToPolar(across, down)
    place = angle.ravel() * np.float32(BINS / np.pi)
    low = place.astype(np.int32)
    share = (place - low) * strength.ravel()
    at = _places(rows, columns, side)
    sums = np.bincount(at + low % BINS, strength.ravel() - share, rows * columns * BINS)
    sums += np.bincount(at + (low + 1) % BINS, share, rows * columns * BINS)
    grid = (sums / side**2).reshape(rows, columns, BINS).astype(np.float32)
    # a cell hears its neighbours at half its own voice: edges half a cell off still meet
    return as_floats(cv2.sepFilter2D(grid, -1, _NEAR, _NEAR, borderType=cv2.BORDER_REPLICATE))


_NEAR = np.array([0.25, 0.5, 0.25], np.float32)


@lru_cache(maxsize=512)
def _places(rows: int, columns: int, side: int) -> NDArray[np.int32]:
    """Where each pixel's cell begins in the flat grid."""
    down = np.repeat(np.arange(rows, dtype=np.int32), side)[:, None] * columns
    return ((down + np.repeat(np.arange(columns, dtype=np.int32), side)[None, :]) * BINS).ravel()


def packed(values: Floats) -> Bytes:
    """Gradients or weights in a byte each, finer where they are small."""
    return as_bytes(np.minimum(np.rint(np.sqrt(values) * _ROOT_STEPS), 255).astype(np.uint8))


def unpacked(values: Bytes) -> Floats:
    """What :func:`packed` was given, to within half a step of the root."""
    return as_floats(np.square(values.astype(np.float32) / _ROOT_STEPS))


def shape_of(grid: Floats) -> Floats:
    """Directions of each cell as a unit vector around their mean (rows, columns, 8)."""
    root = np.sqrt(grid)
    root -= root.mean(axis=2, keepdims=True)
    return as_floats(root / np.maximum(np.sqrt((root * root).sum(axis=2, keepdims=True)), 1e-6))


def weights_of(grid: Floats, frame: tuple[int, int]) -> Floats:
    """What each cell of a mark says about it: 0 where it has no edges, little where they are a plain outline."""
    strength = grid.sum(axis=2)
    weight = np.where(strength > _FAINT, np.minimum(np.sqrt(strength / 20), 1), 0)
    shape = shape_of(grid)
    for outline in _outlines(frame):
        same = (shape * shape_of(outline)).sum(axis=2) > _PLAIN_FROM
        weight = np.where(same & (outline.sum(axis=2) > _FAINT), np.minimum(weight, OUTLINE), weight)
    return weight.astype(np.float32)


@lru_cache(maxsize=64)
def _outlines(frame: tuple[int, int]) -> list[Floats]:
    """Grids of an ellipse, a box and a rounded box that fill a frame."""
    height, width = frame
    left, top, right, bottom = BORDER, BORDER, width - BORDER - 1, height - BORDER - 1
    ellipse, box, rounded = (np.zeros(frame, np.uint8) for _ in "123")
    cv2.ellipse(
        ellipse,
        ((left + right) // 2, (top + bottom) // 2),
        ((right - left) // 2, (bottom - top) // 2),
        0,
        0,
        360,
        255,
        3,
    )
    cv2.rectangle(box, (left, top), (right, bottom), 255, 3)
    corner = min(right - left, bottom - top) // 5
    cv2.rectangle(rounded, (left + corner, top), (right - corner, bottom), 255, -1)
    cv2.rectangle(rounded, (left, top + corner), (right, bottom - corner), 255, -1)
    for x in (left + corner, right - corner):
        for y in (top + corner, bottom - corner):
            cv2.circle(rounded, (x, y), corner, 255, -1)
    return [grid_of(outline) for outline in (ellipse, box, rounded)]


def agreement(mark: Floats, weights: Floats, shown: Floats, inside: Flags) -> Agreement:
    """Compare a mark's grid with what is shown in its frame; ``inside``: the cells that the avatar holds."""
    weight = weights * inside
    seen = float(weight.sum())
    if seen <= 0:
        return _NONE
    alike = (shape_of(mark) * shape_of(shown)).sum(axis=2)
    strength, expected = shown.sum(axis=2), mark.sum(axis=2)
    agreeing = (alike > _AGREES) & (weight > 0) & (strength > _FAINT)
    gain = float(np.median(strength[agreeing] / expected[agreeing])) if agreeing.any() else 1.0
    lost = (strength < _FAINT) | (strength < _LOST * gain * expected)
    empty = inside & (expected <= _FAINT)
    extra = float(strength[empty].sum()) / max(float(strength[weight > 0].sum()), 1e-6)
    mean = float((np.where(lost, 0, alike) * weight).sum()) / seen
    cover = float((((alike > _AGREES) & ~lost) * weight).sum()) / seen
    return Agreement(mean, cover, float((lost * weight).sum()) / seen, extra, seen / float(weights.sum()))
