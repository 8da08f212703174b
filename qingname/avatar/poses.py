"""Where in an avatar a mark might lie: affine maps from the mark's canvas to the avatar's.

Local features propose: every pair of like features says where the mark would lie, how large and how turned; pairs that
say the same fall into one bin (a Hough vote). Hashes propose too: a view of the avatar near a view of the mark says
that what the two views show is the same part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from qingname.avatar.arrays import as_pose
from qingname.avatar.features import BORDER
from qingname.avatar.look import from_square

if TYPE_CHECKING:
    from qingname.avatar.arrays import Floats, Numbers, Pose

_CENTRE = 176  # the point of a mark's canvas, in pixels, whose place in the avatar is voted on
_TURN, _ZOOM, _STEP = 30.0, 1.0, 168.0  # width of a bin: degrees, octaves of scale, pixels (a quarter of the canvas)
_OUTSIDE = 400  # pixels that the centre of a cropped mark may lie outside the canvas
_TURNS, _ZOOMS, _STEPS = 12, 10, 10
_SHIFTS = ((0.0, 0.0, 0.0), (0.5, 0.5, 0.5), (0.5, 0.0, 0.5), (0.0, 0.5, 0.0), (0.0, 0.0, 0.5), (0.5, 0.5, 0.0))
"""Bins are laid six times, shifted by halves, so that no true pose lies on an edge of all of them."""
_LEAST_PAIRS = 3
_REACH = 16.0  # pixels of the avatar's canvas a pair may be off the first pose
_LARGEST, _SMALLEST, _SHEAR = 8.0, 0.3, 1.9  # scales, and their ratio, that a worn mark has


class Ballot(NamedTuple):
    """A look that several pairs agree on: its number, the sum of their weights, and which pairs."""

    look: int
    votes: float
    pairs: Numbers


def vote(
    shown: Floats,
    known: Floats,
    look: Numbers,
    weight: Floats,
    most: int,
) -> list[Ballot]:
    """The ``most`` looks on whose pose most pairs agree, best first, each once.

    Row by row of ``shown`` and ``known`` (n, 4): x, y, size, angle of a pair's features; ``look`` whose the known one
    is.
    """
    if not len(look):
        return []
    turn = (shown[:, 3] - known[:, 3]) % 360
    zoom = shown[:, 2] / known[:, 2]
    radians = np.deg2rad(turn)
    cosine, sine = np.cos(radians) * zoom, np.sin(radians) * zoom
    right, down = _CENTRE - known[:, 0], _CENTRE - known[:, 1]
    x = (shown[:, 0] + cosine * right - sine * down + _OUTSIDE) / _STEP
    y = (shown[:, 1] + sine * right + cosine * down + _OUTSIDE) / _STEP
    a, z = turn / _TURN, np.log2(zoom) / _ZOOM + _ZOOMS / 2
    found: dict[int, Ballot] = {}
    for angle, scale, place in _SHIFTS:
        bins = look * _TURNS + (a + angle).astype(np.int64) % _TURNS
        for value, shift, count in ((z, scale, _ZOOMS), (x, place, _STEPS), (y, place, _STEPS)):
            bins = bins * count + np.clip(np.floor(value + shift), 0, count - 1).astype(np.int64)
        _, first, inverse, sizes = np.unique(bins, return_index=True, return_inverse=True, return_counts=True)
        sums = np.bincount(inverse, weight)
        sums[sizes < _LEAST_PAIRS] = 0
        for best in np.argpartition(-sums, min(most, len(sums) - 1))[:most]:
            number = int(look[first[best]])
            if sums[best] > 0 and (number not in found or found[number].votes < sums[best]):
                found[number] = Ballot(number, float(sums[best]), np.flatnonzero(inverse == best))
    return sorted(found.values(), key=lambda ballot: -ballot.votes)[:most]


def pose_of_pairs(known: Floats, shown: Floats) -> Pose | None:
    """The pose (2, 3) that most pairs of places (n, 2+) bear, without shear; None where no worn mark lies so."""
    known, shown = np.ascontiguousarray(known[:, :2]), np.ascontiguousarray(shown[:, :2])
    pose, _ = cv2.estimateAffinePartial2D(known, shown, method=cv2.RANSAC, ransacReprojThreshold=_REACH, maxIters=200)
    return as_pose(pose) if pose is not None and plausible(as_pose(pose)) else None


def zoom_of(pose: Pose) -> float:
    """How much larger the mark is in the avatar's canvas than in its own."""
    return float(np.sqrt(abs(np.linalg.det(pose[:, :2]))))


def plausible(pose: Pose) -> bool:
    """Whether a worn mark can lie so: not mirrored, not tiny or huge, not squeezed flat."""
    small, large = sorted(np.linalg.svd(pose[:, :2], compute_uv=False))
    return bool(np.linalg.det(pose[:, :2]) > 0 and small > _SMALLEST and large < _LARGEST and large < small * _SHEAR)


def pose_of_views(
    known: Floats,
    frame: tuple[int, int],
    shown: Floats,
    size: tuple[int, int],
    transform: int,
) -> Pose:
    """The pose (2, 3) at which the box ``known`` of a mark's square, transformed, is the box ``shown`` of the avatar.

    Boxes are left, top, right, bottom in shares; ``size`` is height and width of the avatar's canvas without border.
    """
    to_view = np.linalg.inv(_from_unit(known)) @ np.linalg.inv(from_square(frame))
    to_canvas = np.array([[size[1], 0, BORDER], [0, size[0], BORDER], [0, 0, 1]], np.float64)
    return (to_canvas @ _from_unit(shown) @ UNIT_TRANSFORMS[transform] @ to_view)[:2]


def mirrored(pose: Pose, width: int) -> Pose:
    """The pose in the mirror image of a canvas ``width`` pixels wide."""
    flipped = pose.copy()
    flipped[0] = -flipped[0]
    flipped[0, 2] += width - 1
    return flipped


def _from_unit(box: Floats) -> Pose:
    left, top, right, bottom = (float(side) for side in box)
    return np.array([[right - left, 0, left], [0, bottom - top, top], [0, 0, 1]], np.float64)


def _unit(across: tuple[int, int], down: tuple[int, int]) -> Pose:
    """Affine of the unit square onto itself whose linear part has these columns."""
    linear = np.array([across, down], np.float64).T
    return np.vstack((np.column_stack((linear, 0.5 - linear @ (0.5, 0.5))), (0, 0, 1)))


UNIT_TRANSFORMS = (
    _unit((1, 0), (0, 1)), _unit((-1, 0), (0, 1)), _unit((1, 0), (0, -1)), _unit((-1, 0), (0, -1)),
    _unit((0, 1), (1, 0)), _unit((0, 1), (-1, 0)), _unit((0, -1), (1, 0)), _unit((0, -1), (-1, 0)),
)  # fmt: skip
"""Where each of ``hashes.TRANSFORMS`` puts a point of the unit square."""
