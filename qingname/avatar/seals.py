"""Red seals: the round and oval ones of bodies and companies, a ring with text along it, and square ones of names.

What a seal is says 国务院关于国家行政机关和企业事业单位社会团体印章管理的规定 (国发〔1999〕25号): round, the name
along the ring from left to right, in the middle a five-pointed star or the state emblem. What is written in it is read
by ``text.py``.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import cv2
import msgspec
import numpy as np

from qingname.avatar.colours import Mask, Outline, red_and_gold, shapes, shrunk, star_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

_CLOSED = 3  # pixels of 384 that a stamp's frame may be broken
_LEAST_SIZE = 60  # pixels of 384 that a seal is wide; in a smaller one nothing could be read
_FRAME = (0.005, 0.2)  # of the seal's radius: how thick its frame is
_OVAL = 0.5  # shorter to longer side
_ROUND = 0.9
_FILLED = 0.93  # of its ellipse or rectangle that the area within a frame must fill
_BAND = (0.55, 0.88)  # of the radius: where the text of a ring stands
_INSIDE = 0.85  # of the frame: what is in it, without its edge
_INK = (0.06, 0.6)  # part of the band, and of a square seal's inside, that is red
_STROKES = 12  # times that red begins along the ring, where most lines of it are counted: of ten characters some 25
_STROKES_BY_STAR = 6  # the same where a star is in the middle: of five characters some 10
_WORN = 0.55  # of all directions in which a worn stamp's frame must be seen
_EDGE = 0.93  # of the radius: where that frame stands
_TURNS = 180  # directions from the middle that are looked along
_ELLIPSE = 5  # points that fix one
_ROW = 5  # times that red begins in some row of a square seal
_MIDDLE = 0.4  # of the radius: where the star stands
_CENTRED = 0.15  # of the radius by which the star may be beside the middle
_STAR = 0.5  # star_score; a stamped star is rough


class SealShape(StrEnum):
    """The frame of a seal."""

    ROUND = "round"
    OVAL = "oval"
    SQUARE = "square"


class Seal(msgspec.Struct, frozen=True, gc=False):
    """A red seal: ``score`` 0 to 1, the upright rectangle around it in pixels, and whether a star is in its middle."""

    shape: SealShape
    score: float
    box: tuple[float, float, float, float]
    star: bool


def find_seals(image: Image.Image) -> list[Seal]:
    """Red seals in the picture, the surest first. 3 ms.

    A score of .6 (square) or .7 says that there is a frame with something like writing in it, which some badges of
    universities are too; .95, that a star is in the middle of a ring.
    """
    pixels, scale = shrunk(image)
    red, _ = red_and_gold(pixels)
    seals = [seal for frame, hole in _frames(red) if (seal := _seal(red, frame, hole))]
    seals = _outermost(seals)
    return [msgspec.structs.replace(seal, box=tuple(round(value * scale, 1) for value in seal.box)) for seal in seals]


def _outermost(seals: list[Seal]) -> list[Seal]:
    """Seals, the surest first, of frames within each other the outer."""
    seals = sorted(seals, key=lambda seal: (-seal.score, seal.box[0] - seal.box[2]))
    kept: list[Seal] = []
    for seal in seals:
        x, y = (seal.box[0] + seal.box[2]) / 2, (seal.box[1] + seal.box[3]) / 2
        if not any(other.box[0] < x < other.box[2] and other.box[1] < y < other.box[3] for other in kept):
            kept.append(seal)
    return kept


def _frames(red: Mask) -> Iterator[tuple[Outline, Outline]]:
    """Outlines of red areas that are nothing but a frame, and of the hole that each goes around."""
    closed = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    outlines, nested = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for hole, (_, _, _, parent) in zip(outlines, nested[0] if outlines else (), strict=True):
        if parent < 0 or min(cv2.boundingRect(hole)[2:]) < _LEAST_SIZE * (1 - _FRAME[1]):
            continue
        frame = outlines[parent]
        thick = 1 - math.sqrt(cv2.contourArea(hole) / max(cv2.contourArea(frame), 1))
        if _FRAME[0] < thick < _FRAME[1]:
            yield frame, hole
    if (worn := _worn(red)) is not None:
        yield worn, worn


def _worn(red: Mask) -> Outline | None:
    """Outline of all that is red, if it is round and most of it is edge: a stamp whose frame did not print whole."""
    points = cv2.findNonZero(red)
    if points is None:
        return None
    hull = cv2.convexHull(points)
    if (
        len(hull) < _ELLIPSE
        or min(cv2.boundingRect(hull)[2:]) < _LEAST_SIZE
        or _shape_of(hull) in {None, SealShape.SQUARE}
    ):
        return None
    middle, axes, turn = cv2.fitEllipse(hull)
    inside = _unrolled(red, middle, (axes[0] / 2, axes[1] / 2), turn)
    edge = inside[:, int(_EDGE * inside.shape[1]) :].max(1).mean()
    return hull if edge > _WORN and inside.mean() < _INK[1] else None


def _seal(red: Mask, frame: Outline, hole: Outline) -> Seal | None:
    shape = _shape_of(hole)
    if shape is None:
        return None
    x, y, width, height = cv2.boundingRect(frame)
    box = (float(x), float(y), float(x + width), float(y + height))
    if shape is SealShape.SQUARE:
        return _square(red, hole, box)
    (middle_x, middle_y), axes, turn = cv2.fitEllipse(hole)
    inside = _unrolled(red, (middle_x, middle_y), (axes[0] / 2, axes[1] / 2), turn)
    band = inside[:, int(_BAND[0] * inside.shape[1]) : int(_BAND[1] * inside.shape[1])]
    starts = np.diff(np.vstack([band, band[:1]]).astype(np.int8), axis=0) == 1
    star = _has_star(red, (middle_x, middle_y), min(axes) / 2)
    strokes = float(np.median(starts.sum(0)))
    if not _INK[0] < band.mean() < _INK[1] or strokes < (_STROKES_BY_STAR if star else _STROKES):
        return None
    return Seal(shape, 0.95 if star else 0.7, box, star)


def _shape_of(hole: Outline) -> SealShape | None:
    """Which shape the inside of a frame has."""
    area = cv2.contourArea(hole)
    _, axes, _ = cv2.fitEllipse(hole)
    ellipse = math.pi * axes[0] * axes[1] / 4
    if _FILLED < area / max(ellipse, 1) < 1 / _FILLED and cv2.contourArea(cv2.convexHull(hole)) * _FILLED < area:
        ratio = min(axes) / max(axes)
        return None if ratio < _OVAL else SealShape.ROUND if ratio > _ROUND else SealShape.OVAL
    _, sides, _ = cv2.minAreaRect(hole)
    square = area > _FILLED * sides[0] * sides[1] and min(sides) > _OVAL * max(sides)
    return SealShape.SQUARE if square else None


def _unrolled(red: Mask, middle: Sequence[float], radii: tuple[float, float], turn: float) -> Mask:
    """The inside of an ellipse: a row for each direction, a column for each step from the middle outwards."""
    angle = np.linspace(0, 2 * math.pi, _TURNS, endpoint=False, dtype=np.float32)[:, None]
    away = np.linspace(0, 1, max(8, int(max(radii))), dtype=np.float32)[None, :]
    along, across = radii[0] * away * np.cos(angle), radii[1] * away * np.sin(angle)
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    x, y = middle[0] + along * cosine - across * sine, middle[1] + along * sine + across * cosine
    return cv2.remap(red, x, y, cv2.INTER_NEAREST)


def _has_star(red: Mask, middle: Sequence[float], radius: float) -> bool:
    """Whether a star stands in the middle."""
    near = np.zeros_like(red)
    cv2.circle(near, (round(middle[0]), round(middle[1])), round(_MIDDLE * radius), 1, -1)
    return any(
        star_score(shape) > _STAR and math.hypot(shape.x - middle[0], shape.y - middle[1]) < _CENTRED * radius
        for shape in shapes(cv2.bitwise_and(red, near))
    )


def _square(red: Mask, hole: Outline, box: tuple[float, float, float, float]) -> Seal | None:
    """A square seal, if there is something like writing in its frame."""
    within = np.zeros_like(red)
    cv2.fillPoly(within, [hole], 1)
    size = max(3, round(math.sqrt(cv2.contourArea(hole)) * (1 - _INSIDE) / 2))
    inner = cv2.erode(within, np.ones((size, size), np.uint8))
    ink = cv2.bitwise_and(red, inner)
    share = ink.sum() / max(int(inner.sum()), 1)
    starts = int((np.diff(ink.astype(np.int8), axis=1) == 1).sum(1).max(initial=0))
    if not _INK[0] < share < _INK[1] or starts < _ROW:
        return None
    return Seal(SealShape.SQUARE, 0.6, box, star=False)
