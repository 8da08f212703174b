"""Twelve ways to look at one picture, so that a frame, a mask or a crop on one side meets the same view on the other.

1. the picture is shrunk to at most 160 pixels
2. ``trimmed`` is what an even margin leaves, ``peeled`` what is left when that is done twice (a frame, then a margin)
3. each of the three is also seen through the circle that it holds; raw and trimmed through their middle 85 and 72 %
4. ``edges`` are strengths of gradient, which another background colour changes least
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from qingname.avatar.arrays import as_bytes, as_floats

if TYPE_CHECKING:
    from PIL import Image

    from qingname.avatar.arrays import Bytes, Flags, Floats

SIDE = 64
"""Pixels of a view's side, as in PDQ."""

NAMES = (
    "raw", "trimmed", "peeled", "circle", "trimmed circle", "peeled circle",
    "centre 85", "centre 72", "trimmed 85", "trimmed 72", "edges", "trimmed edges",
)  # fmt: skip
"""Names of the views, in the order in which :func:`views` stacks them."""

_WORKING_SIDE = 160  # pixels; more changes no hash by more than a bit or two
_MARGIN_TOLERANCE = 28  # levels of a channel by which a margin may differ from its median colour: JPEG at quality 15
_LEAST_SIDE = 8  # pixels; a smaller box is no picture
_EDGE_GAIN = 0.5  # a step of the whole range stays within a byte


class Box(NamedTuple):
    """Part of a picture in pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    def middle(self, share: float) -> Box:
        """The box around the same centre with ``share`` of the sides."""
        x = (self.right - self.left) * (1 - share) / 2
        y = (self.bottom - self.top) * (1 - share) / 2
        return Box(round(self.left + x), round(self.top + y), round(self.right - x), round(self.bottom - y))

    def inset(self) -> Box:
        """Without its outermost pixels, in which shrinking has mixed what lies on both sides of the edge."""
        return Box(self.left + 1, self.top + 1, self.right - 1, self.bottom - 1) if self.roomy() else self

    def roomy(self) -> bool:
        """Whether there is a picture in it."""
        return min(self.right - self.left, self.bottom - self.top) >= _LEAST_SIDE

    def of(self, pixels: Bytes) -> Bytes:
        """What the box holds."""
        return pixels[self.top : self.bottom, self.left : self.right]


class Views(NamedTuple):
    """All views of a picture.

    ``pixels``: gray levels, (12, 64, 64), one for each of ``NAMES``; ``boxes``: (12, 4), what each shows, as left, top,
    right, bottom in shares of width and height.
    """

    pixels: Floats
    boxes: Floats


def views(picture: Image.Image) -> Views:
    """All views of a picture in mode L or RGB."""
    pixels = shrunk(np.asarray(picture), _WORKING_SIDE)
    gray = pixels if pixels.ndim == 2 else as_bytes(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))  # noqa: PLR2004 - L has two axes
    whole = Box(0, 0, gray.shape[1], gray.shape[0])
    trimmed = _trim(pixels, whole)
    peeled = _trim(pixels, trimmed.inset())
    boxes = (
        whole, trimmed, peeled, whole, trimmed, peeled,
        whole.middle(0.85), whole.middle(0.72), trimmed.middle(0.85), trimmed.middle(0.72), whole, trimmed,
    )  # fmt: skip
    stack = np.empty((len(NAMES), SIDE, SIDE), np.float32)
    for number in (0, 1, 2, 6, 7, 8, 9):
        stack[number] = cv2.resize(boxes[number].of(gray), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    for number in (0, 1, 2):
        stack[number + 3] = np.where(_DISC, stack[number], stack[number][_DISC].mean())
    for number in (0, 1):
        stack[number + 10] = _edges(stack[number])
    shares = np.asarray(boxes, np.float32) / np.asarray((whole.right, whole.bottom) * 2, np.float32)
    return Views(stack, as_floats(shares))


def shrunk(pixels: Bytes, side: int) -> Bytes:
    """The picture with its longer side at most ``side`` pixels."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return as_bytes(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def trimmed_box(pixels: Bytes) -> Box:
    """The part of a picture (height, width[, 3]) inside its even margin; all of it where there is none."""
    return _trim(pixels, Box(0, 0, pixels.shape[1], pixels.shape[0]))


def _trim(pixels: Bytes, box: Box) -> Box:
    """``box`` without the even margin around what it holds; as it is where there is none, or nothing but margin."""
    part = box.of(pixels)
    flat = part.reshape(part.shape[0], part.shape[1], -1).astype(np.int16)
    ring = np.concatenate((flat[0], flat[-1], flat[:, 0], flat[:, -1]))
    foreign = (np.abs(flat - np.median(ring, axis=0).astype(np.int16)) > _MARGIN_TOLERANCE).any(axis=2)
    rows, columns = np.flatnonzero(foreign.any(axis=1)), np.flatnonzero(foreign.any(axis=0))
    if len(rows) < _LEAST_SIDE or len(columns) < _LEAST_SIDE:
        return box
    inner = Box(
        box.left + int(columns[0]), box.top + int(rows[0]), box.left + int(columns[-1]) + 1, box.top + int(rows[-1]) + 1
    )
    return inner if inner.roomy() else box


def _edges(view: Floats) -> Floats:
    across, down = cv2.Sobel(view, cv2.CV_32F, 1, 0), cv2.Sobel(view, cv2.CV_32F, 0, 1)
    return as_floats(np.minimum(cv2.magnitude(across, down) * (_EDGE_GAIN), 255))


def _disc() -> Flags:
    axis = np.arange(SIDE) - (SIDE - 1) / 2
    return np.asarray(axis[:, None] ** 2 + axis[None, :] ** 2 <= (SIDE / 2) ** 2)


_DISC = _disc()
