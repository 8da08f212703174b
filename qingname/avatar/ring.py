"""Text along a ring: find the circle on which it stands, and unroll it into a straight strip."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from qingname.avatar.ocr import Pixels

_INK = 0.5  # probability from which a place of the map takes part in a ring
_LEAST_POINTS = 40
_POINTS = 240  # looked at, of all that take part
_CIRCLES = 200  # tried: with half of the points on the ring one in eight is right
_RADII = (0.15, 0.55)  # of the longer side
_BAND = 0.13  # of the radius: half of the width of the text as the map shows it, which is less than the glyphs'
_SPREAD = 3  # how much text that strays from the circle counts against a share of the circle that is filled
_LEAST_TURN = 80  # degrees that the text must cover; less is an arc that the ordinary look reads
_LEAST_SHARE = 0.6  # of all points that must stand on the ring
_GLYPH = 1.9  # the glyphs' height to that on the map
_BINS = 72  # in which text along the ring is counted: five degrees each
_GAP = 12  # bins without text, from which another text begins; seals leave 18 or more at the bottom
_ROOM = 6  # bins that an arc is longer than its text on the map; nine characters over 250 degrees are that far apart
_FITS = 3  # with points chosen anew; the circle stands still after two
_STRIP_HEIGHT = 48  # pixels, what the network reads


class Ring(NamedTuple):
    """A circle in pixels, the height of its text, and arcs of text: from and to in radians, clockwise from the top."""

    x: float
    y: float
    radius: float
    height: float
    arcs: tuple[tuple[float, float], ...]

    def scaled(self, scale: float) -> Ring:
        """The ring in a picture that is so many times as large."""
        return Ring(self.x * scale, self.y * scale, self.radius * scale, self.height * scale, self.arcs)

    def holds(self, corners: tuple[tuple[float, float], ...]) -> bool:
        """Whether the middle of what these corners bound stands on the ring."""
        x, y = (sum(values) / len(corners) for values in zip(*corners, strict=True))
        return abs(math.hypot(x - self.x, y - self.y) - self.radius) < self.height / 2

    def corners(self, arc: tuple[float, float]) -> tuple[tuple[float, float], ...]:
        """Upright rectangle around the arc, as four corners clockwise."""
        turns = np.linspace(*arc, _BINS)
        away = self.radius + self.height / 2
        x, y = self.x + away * np.sin(turns), self.y - away * np.cos(turns)
        left, right, top, bottom = (round(float(value), 1) for value in (x.min(), x.max(), y.min(), y.max()))
        return (left, top), (right, top), (right, bottom), (left, bottom)


def find_ring(seen: npt.NDArray[np.float32]) -> Ring | None:
    """Ring on which the text of a map of text stands, in pixels of the map; None where it does not stand on one."""
    rows, columns = np.nonzero(seen > _INK)
    if len(rows) < _LEAST_POINTS:
        return None
    chance = np.random.default_rng(0)  # the same picture, the same ring
    points = np.stack([columns, rows], 1).astype(np.float64)
    few = points[chance.choice(len(points), min(_POINTS, len(points)), replace=False)]
    x, y, radius = _circles(few[chance.integers(0, len(few), (_CIRCLES, 3))], max(seen.shape))
    if not len(radius):
        return None
    off = np.abs(np.hypot(few[:, 0] - x[:, None], few[:, 1] - y[:, None]) - radius[:, None])
    on = off < _BAND * radius[:, None]
    turns = np.arctan2(few[:, 0] - x[:, None], y[:, None] - few[:, 1])
    filled = np.zeros((len(radius), _BINS), bool)
    bins = ((turns + math.pi) / (2 * math.pi) * _BINS).astype(int) % _BINS
    which, point = np.nonzero(on)
    filled[which, bins[which, point]] = True
    best = int((filled.mean(1) * on.mean(1) - _SPREAD * (off * on).sum(1) / on.sum(1).clip(1) / radius).argmax())
    if filled[best].mean() * 360 < _LEAST_TURN or on[best].mean() < _LEAST_SHARE:
        return None
    return _measured(points, x[best], y[best], radius[best])


def _circles(threes: npt.NDArray[np.float64], side: int) -> tuple[npt.NDArray[np.float64], ...]:
    """Circles through three points each, without those that are too small or too large."""
    (ax, ay), (bx, by), (cx, cy) = (threes[:, k].T for k in range(3))
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    straight = np.abs(twice) < 1
    twice = np.where(straight, 1, twice)
    aa, bb, cc = (px * px + py * py for px, py in ((ax, ay), (bx, by), (cx, cy)))
    x = (aa * (by - cy) + bb * (cy - ay) + cc * (ay - by)) / twice
    y = (aa * (cx - bx) + bb * (ax - cx) + cc * (bx - ax)) / twice
    radius = np.hypot(ax - x, ay - y)
    kept = ~straight & (radius > _RADII[0] * side) & (radius < _RADII[1] * side)
    return x[kept], y[kept], radius[kept]


def _measured(points: npt.NDArray[np.float64], x: float, y: float, radius: float) -> Ring | None:
    """The ring with its circle fitted to all points on it (Kåsa's least squares); None where it falls apart."""
    for _ in range(_FITS):
        on = np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - radius) < _BAND * radius
        near = points[on]
        if len(near) < _LEAST_POINTS:
            return None
        (a, b, c), *_ = np.linalg.lstsq(np.c_[2 * near, np.ones(len(near))], (near**2).sum(1), rcond=None)
        x, y, radius = float(a), float(b), math.sqrt(max(c + a * a + b * b, 1))
    off = np.abs(np.hypot(near[:, 0] - x, near[:, 1] - y) - radius)
    height = max(1, 2 * float(np.percentile(off, 90)) * _GLYPH)
    return Ring(x, y, radius, height, _arcs(np.arctan2(near[:, 0] - x, y - near[:, 1])))


def _arcs(turns: npt.NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Runs of text along the ring, each with room at both ends for a character that the map has missed."""
    filled = np.unique(((turns + math.pi) / (2 * math.pi) * _BINS).astype(int) % _BINS)
    gaps = np.diff([*filled, filled[0] + _BINS]) - 1  # behind each
    cuts = np.flatnonzero(gaps >= _GAP)
    cuts = cuts if len(cuts) else np.array([gaps.argmax()])
    arcs = []
    for before, behind in zip(np.roll(cuts, 1), cuts, strict=True):
        first = filled[(before + 1) % len(filled)]
        last = first + (filled[behind] - first) % _BINS + 1
        bounds = first - min(_ROOM, gaps[before] // 2), last + min(_ROOM, gaps[behind] // 2)
        arcs.append(tuple(math.radians(float(bound) * 360 / _BINS - 180) for bound in bounds))
    return tuple((start, end) for start, end in arcs)


def unroll(pixels: Pixels, ring: Ring, arc: tuple[float, float]) -> Pixels:
    """Strip of one arc, read clockwise, the outside on top."""
    across = _STRIP_HEIGHT
    along = max(across, round((arc[1] - arc[0]) * ring.radius / ring.height * across))
    turn = np.linspace(*arc, along, dtype=np.float32)[None, :]
    away = np.linspace(ring.radius + ring.height / 2, ring.radius - ring.height / 2, across, dtype=np.float32)[:, None]
    x, y = ring.x + away * np.sin(turn), ring.y - away * np.cos(turn)
    return cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
