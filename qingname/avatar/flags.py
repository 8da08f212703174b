"""Flags of the state, the army and the party: what is gold on red, of the shapes and in the places that the law gives.

Only the signs and the red around them are asked for, so that a flag is found whole, cropped to a square, round, in a
corner, turned, mirrored or slightly askew. A flag that waves in a photograph bends the pattern and may be missed; signs
on another ground are a matter for the matching of marks.
"""

from __future__ import annotations

import itertools
import math
from enum import StrEnum
from typing import TYPE_CHECKING

import cv2
import msgspec
import numpy as np

from qingname.avatar.colours import Mask, Shape, red_and_gold, shapes, shrunk, signature, star_score
from qingname.avatar.drawings import BIG_RADIUS, BIG_STAR, SMALL_STARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

_SMALL_STARS = (np.array(SMALL_STARS) - BIG_STAR) / BIG_RADIUS  # from the middle of the large star, in its radii
_SMALL_AREA = (0.04, 0.3)  # of the large star's area, by law 1/9: blurring makes small shapes larger, or eats them
_NEAR = 3.4  # radii of the large star within which the small ones stand; the farthest middle is at 2.43
_ASTRAY = 0.4  # radii that a small star may stand from its place; neighbours are .94 apart
_CANDIDATES = 12  # shapes beside a star, the nearest

# 军旗: the star in the upper corner, and 八一 beside it, as high as the star at most.
_BAR = 2.2  # width to height from which a shape is 一
_STROKE = 1.2  # height to width from which a shape is a stroke of 八
# The outline's signature of a hammer and a sickle as our own code draws them (tests/avatar/painted.py). A drawing by
# others, in three dimensions, is .13 from it; of 8,976 gold shapes in 5,441 other pictures the nearest is .26, and of
# those on red .30.
_HAMMER_AND_SICKLE = np.array(
    [
        1.000,
        0.367,
        0.404,
        0.201,
        0.036,
        0.040,
        0.057,
        0.004,
        0.043,
        0.037,
        0.012,
        0.027,
        0.297,
        0.138,
        0.388,
        0.073,
        0.102,
        0.186,
        0.029,
        0.038,
        0.042,
        0.024,
        0.020,
        0.008,
    ]
)
_OFF = 0.2
_LEAST_EMBLEM = 10  # pixels of 384

_LEAST_STAR = 0.5  # star_score from which a shape may be a star
_SURE_STAR = 0.8  # the same where only three strokes stand beside it
_LEAST_RADIUS = 5  # pixels of 384
_AROUND = 1.25  # radii of the circle around a star that must be red
_LEAST_RED = 0.6  # part of that circle


class FlagKind(StrEnum):
    """Which flag."""

    NATIONAL = "national"
    ARMY = "army"
    PARTY = "party"


class Flag(msgspec.Struct, frozen=True, gc=False):
    """A flag's pattern: ``score`` 0 to 1; ``box`` holds its signs: left, top, right and bottom in pixels."""

    kind: FlagKind
    score: float
    box: tuple[float, float, float, float]


def find_flags(image: Image.Image) -> list[Flag]:
    """Flags whose pattern is in the picture, the surest first. 2 ms."""
    pixels, scale = shrunk(image)
    red, gold = red_and_gold(pixels)
    found = list(shapes(gold))
    flags = [flag for shape in found if shape.radius >= _LEAST_RADIUS for flag in _flags(shape, found, red)]
    flags.sort(key=lambda flag: -flag.score)
    return [msgspec.structs.replace(flag, box=tuple(round(value * scale, 1) for value in flag.box)) for flag in flags]


def _flags(shape: Shape, found: list[Shape], red: Mask) -> Iterator[Flag]:
    """Flags of which this shape is the main sign."""
    score = star_score(shape)
    off = float(np.linalg.norm(signature(shape) - _HAMMER_AND_SICKLE)) if shape.radius >= _LEAST_EMBLEM else math.inf
    if (score < _LEAST_STAR and off > _OFF) or not _on_red(shape, red):
        return
    if off <= _OFF:
        yield Flag(FlagKind.PARTY, round(1 - off / _OFF / 2, 3), _box([shape]))
    else:
        yield from _starred(shape, score, found)


def _on_red(sign: Shape, red: Mask) -> bool:
    """Whether a sign stands on red."""
    ring = np.zeros_like(red)
    cv2.circle(ring, (round(sign.x), round(sign.y)), round(sign.radius * _AROUND), 1, max(1, round(sign.radius * 0.2)))
    around = red[ring > 0]
    return around.size > 0 and float(around.mean()) >= _LEAST_RED


def _starred(star: Shape, score: float, found: list[Shape]) -> Iterator[Flag]:
    """Flags of which this star is the large one."""
    around = [shape for shape in found if shape is not star and _away(star, shape) < _NEAR * star.radius]
    around = sorted(around, key=lambda shape: _away(star, shape))[:_CANDIDATES]
    small = [shape for shape in around if _SMALL_AREA[0] < shape.area / star.area < _SMALL_AREA[1]]
    if len(small) >= len(_SMALL_STARS):
        astray, chosen = _fitted(star, small)
        if astray < _ASTRAY:
            yield Flag(FlagKind.NATIONAL, round(score * (1 - astray), 3), _box([star, *chosen]))
    elif score >= _SURE_STAR and (sign := _eight_one(star, around)) is not None:
        yield Flag(FlagKind.ARMY, round(score, 3), _box([star, *sign]))


def _away(star: Shape, other: Shape) -> float:
    return math.hypot(other.x - star.x, other.y - star.y)


def _fitted(star: Shape, small: list[Shape]) -> tuple[float, list[Shape]]:
    """How far the worst of four small stars is from its place, in radii of the large one, at the best turn; which four.

    Every shape is tried as the first small star, which settles the turn; in the mirror too.
    """
    places = np.array([(shape.x - star.x, shape.y - star.y) for shape in small]) / star.radius
    best: tuple[float, list[Shape]] = (math.inf, [])
    for first, pattern in itertools.product(range(len(small)), (_SMALL_STARS, _SMALL_STARS * (1, -1))):
        turn = math.atan2(*places[first][::-1]) - math.atan2(*pattern[0][::-1])
        cosine, sine = math.cos(turn), math.sin(turn)
        wanted = pattern @ np.array([(cosine, sine), (-sine, cosine)])
        astray = np.hypot(*(places[:, None] - wanted[None]).transpose(2, 0, 1))
        nearest = astray.argmin(0)
        worst = float(astray.min(0).max())
        if len(set(nearest.tolist())) == len(wanted) and worst < best[0]:
            best = worst, [small[index] for index in nearest]
    return best


def _eight_one(star: Shape, around: list[Shape]) -> list[Shape] | None:
    """The three strokes of 八一 to the right of an upright star: two that stand, and one that lies; None without."""
    strokes = sorted((shape for shape in around if star.x < shape.x), key=lambda shape: shape.x)
    if len(strokes) != 3 or len(around) != len(strokes):  # noqa: PLR2004 - 八 has two strokes and 一 has one
        return None
    sizes = [np.ptp(shape.outline, axis=0) + 1 for shape in strokes]
    stand = all(high >= _STROKE * wide for wide, high in sizes[:2])
    lies = sizes[2][0] >= _BAR * sizes[2][1]
    return strokes if stand and lies else None


def _box(parts: list[Shape]) -> tuple[float, float, float, float]:
    points = np.concatenate([part.outline for part in parts])
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    return left, top, right, bottom
