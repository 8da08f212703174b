"""What is red and what is gold in a picture, and the shapes that these make."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from cv2.typing import MatLike
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.avatar.ocr import Pixels

Mask: TypeAlias = MatLike
"""Rows and columns of bytes, 1 where the colour is."""

Outline: TypeAlias = MatLike
"""Points of a closed line around a shape."""

_SIDE = 384  # pixels of the longer side in which shapes are looked for

# Hues of OpenCV, half degrees; saturation and brightness of 255. Flags and seals are vermilion to crimson; where the
# picture is dim or pale, their hue stays.
_RED_HUES = (172, 9)
_GOLD_HUES = (13, 38)
_LEAST_COLOUR = 90
_LEAST_LIGHT = 80

# A regular pentagram fills .472 of its convex hull, a pentagon, and .357 of the circle around it.
_OF_HULL = (0.38, 0.75)  # wider than the figures: JPEG fills a small star's notches
_OF_CIRCLE = (0.25, 0.6)
_POINTS = 5
_LEAST_AREA = 8  # pixels of a shape
_SAMPLES = 256  # points of an outline
_HARMONICS = 12
_TURNS = 72  # directions in which a star's points are counted


class Shape(NamedTuple):
    """A connected area of one colour: middle, radius of the circle around it, area, all in pixels, and its outline."""

    x: float
    y: float
    radius: float
    area: float
    outline: Outline


def shrunk(image: Image.Image) -> tuple[Pixels, float]:
    """Pixels of the picture at the size in which shapes are looked for, and pixels of the picture to one of them."""
    scale = max(image.size) / _SIDE
    size = max(1, round(image.width / scale)), max(1, round(image.height / scale))
    how = Image.Resampling.BOX if scale > 1 else Image.Resampling.BICUBIC
    return np.asarray(image.convert("RGB").resize(size, how)), scale


def red_and_gold(pixels: Pixels) -> tuple[Mask, Mask]:
    """Where the picture is red, and where it is gold or yellow."""
    hue, colour, light = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
    bright = (colour >= _LEAST_COLOUR) & (light >= _LEAST_LIGHT)
    red = bright & ((hue >= _RED_HUES[0]) | (hue <= _RED_HUES[1]))
    gold = bright & (hue >= _GOLD_HUES[0]) & (hue <= _GOLD_HUES[1])
    return red.astype(np.uint8), gold.astype(np.uint8)


def shapes(mask: Mask) -> Iterator[Shape]:
    """Connected areas of a mask, without specks."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        if (area := cv2.contourArea(outline)) >= _LEAST_AREA:
            (x, y), radius = cv2.minEnclosingCircle(outline)
            yield Shape(x, y, radius, area, outline.reshape(-1, 2))


def signature(shape: Shape) -> npt.NDArray[np.float64]:
    """Sizes of the first twelve harmonics of a shape's outline in each direction, in parts of the largest.

    Equal for the same shape in any place, size and turn, and in the mirror (Fourier descriptors: Zahn, Roskies 1972).
    """
    closed = np.vstack([shape.outline, shape.outline[:1]]).astype(np.float64)
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    asked = np.linspace(0, way[-1], _SAMPLES, endpoint=False)
    outline = np.interp(asked, way, closed[:, 0]) + 1j * np.interp(asked, way, closed[:, 1])
    sizes = np.abs(np.fft.fft(outline))
    there, back = sizes[1 : _HARMONICS + 1], sizes[: -_HARMONICS - 1 : -1]
    largest = max(there[0], back[0], 1e-9)
    found: npt.NDArray[np.float64] = np.concatenate([there, back] if there[0] >= back[0] else [back, there]) / largest
    return found


def star_score(shape: Shape) -> float:
    """How much a shape is a five-pointed star, in any position, 0 to 1.

    The distance of a star's outline from its middle rises and falls five times: of the harmonics of that distance, the
    fifth must hold most (and the multiples of five, which make it pointed).
    """
    hull = cv2.contourArea(cv2.convexHull(shape.outline))
    circle = math.pi * shape.radius**2
    of_hull, of_circle = shape.area / max(hull, 1), shape.area / circle
    if not (_OF_HULL[0] < of_hull < _OF_HULL[1] and _OF_CIRCLE[0] < of_circle < _OF_CIRCLE[1]):
        return 0.0
    x, y = shape.outline[:, 0] - shape.outline[:, 0].mean(), shape.outline[:, 1] - shape.outline[:, 1].mean()
    order = np.argsort(turns := np.arctan2(y, x))
    asked = np.linspace(-math.pi, math.pi, _TURNS, endpoint=False)
    away = np.interp(asked, turns[order], np.hypot(x, y)[order], period=2 * math.pi)
    power = np.abs(np.fft.rfft(away))[1:] ** 2
    return float(power[_POINTS - 1 :: _POINTS].sum() / max(power.sum(), 1e-9))
