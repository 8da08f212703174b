"""Whether an avatar shows a mark where a pose says that it might.

1. the region as a whole is compared (:mod:`qingname.avatar.region`); where little agrees, that is all
2. every feature of the mark is looked for where the pose puts it, of the size and angle that it should have there
3. the pose is fitted anew to what was found, twice, first with a wide reach and then with a narrow one
4. the features found at last are counted one to one, those on plain outlines little; the region is compared once more
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from qingname.avatar.arrays import as_pose
from qingname.avatar.features import BORDER, Features, find_features
from qingname.avatar.poses import plausible, zoom_of
from qingname.avatar.region import CELL, Agreement, agreement, grid_under, halved, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qingname.avatar.arrays import Bytes, Flags, Floats, Numbers, Pose
    from qingname.avatar.look import Look

_WORTH = 0.25  # agreement at the first pose: 1 in 350 true poses lies below, 3 in 4 false ones do
_LEAST_SEEN = 0.2  # share of a mark that lies in the avatar; one line of one met the squares of an identicon
_REACHES = (16.0, 10.0)  # pixels of the mark's canvas around the place of a feature, in each round of fitting
_LAST_REACH = 7.0
_OFF = 6.0  # pixels of the mark's canvas that a pair may be off a fitted pose
_TURN, _ZOOM = 30.0, 0.8  # degrees and octaves that a feature may be off its pose
_ALIKE = 80  # Hamming bits of 256 below which two descriptors at the same place are of the same thing
_SURE = 40  # bits below which they count in full
_FEWEST = 4  # pairs from which a pose is fitted
_SHEARED = 8  # pairs from which shear is fitted too


class Sight(NamedTuple):
    """An avatar, or its mirror image, to look for marks in."""

    gray: Bytes
    halves: Sequence[Bytes]
    features: Features


def sight_of(gray: Bytes, features: int) -> Sight:
    """See a canvas, by so many features."""
    return Sight(gray, halved(gray), find_features(gray, features))


class Fit(NamedTuple):
    """A mark found at a pose (2, 3), which takes its canvas to the sight's.

    ``inliers``: features met one to one. ``strength``: the same, each 0 to 1 by how alike the two are and by how much
    its cell says.
    """

    pose: Pose
    inliers: int
    strength: float
    region: Agreement


def fit(sight: Sight, look: Look, pose: Pose) -> Fit | None:
    """Refine ``pose`` and tell how well ``look`` fits there; None where little of it agrees or is seen."""
    if _region(sight, look, pose).mean < _WORTH:
        return None
    for reach in _REACHES:
        known, shown, _ = _met(sight.features, look.features, pose, reach)
        if len(known) < _FEWEST:
            break
        estimate = cv2.estimateAffine2D if len(known) >= _SHEARED else cv2.estimateAffinePartial2D
        source = np.ascontiguousarray(look.features.places[known, :2])
        target = np.ascontiguousarray(sight.features.places[shown, :2])
        better, _ = estimate(
            source, target, method=cv2.RANSAC, ransacReprojThreshold=_OFF * zoom_of(pose), maxIters=200
        )
        if better is None or not plausible(as_pose(better)):
            break
        pose = as_pose(better)
    region = _region(sight, look, pose)
    if region.seen < _LEAST_SEEN:
        return None
    known, _, bits = _met(sight.features, look.features, pose, _LAST_REACH)
    at = (look.features.places[known, :2] // CELL).astype(np.int64)
    weights = unpacked(look.weights)
    strength = float((np.clip((_ALIKE - bits) / (_ALIKE - _SURE), 0, 1) * weights[at[:, 1], at[:, 0]]).sum())
    return Fit(pose, len(known), strength, region)


def _region(sight: Sight, look: Look, pose: Pose) -> Agreement:
    shown = grid_under(sight.halves, look.frame, pose)
    return agreement(unpacked(look.grid), unpacked(look.weights), shown, _cells_inside(sight.gray, look, pose))


def _met(shown: Features, known: Features, pose: Pose, reach: float) -> tuple[Numbers, Numbers, Numbers]:
    """Pairs (of the mark, of the avatar, bits apart) that lie at the same place and look alike, one to one."""
    linear = pose[:, :2].astype(np.float32)
    turn, zoom = np.rad2deg(np.arctan2(pose[1, 0], pose[0, 0])), zoom_of(pose)
    reach *= zoom
    places = known.places[:, :2] @ linear.T + pose[:, 2].astype(np.float32)
    near = np.abs(places[:, 0, None] - shown.places[None, :, 0]) < reach
    near &= np.abs(places[:, 1, None] - shown.places[None, :, 1]) < reach
    mark, avatar = np.nonzero(near)
    turned = (shown.places[avatar, 3] - known.places[mark, 3] - turn + 180) % 360 - 180
    zoomed = np.log2(shown.places[avatar, 2] / (known.places[mark, 2] * zoom))
    fits = (np.abs(turned) < _TURN) & (np.abs(zoomed) < _ZOOM)
    mark, avatar = mark[fits], avatar[fits]
    bits = np.bitwise_count(known.descriptors.view(np.uint64)[mark] ^ shown.descriptors.view(np.uint64)[avatar]).sum(
        axis=1, dtype=np.int64
    )
    order = np.argsort(bits, kind="stable")
    order = order[bits[order] < _ALIKE]
    for side in (mark, avatar):  # the best of each; what loses its partner to a better one goes without
        order = order[np.sort(np.unique(side[order], return_index=True)[1])]
    return mark[order], avatar[order], bits[order]


def _inside(gray: Bytes, places: Floats, pose: Pose) -> Flags:
    at = places @ pose[:, :2].T + pose[:, 2]
    edge = BORDER / 2
    return np.asarray((at >= edge).all(axis=1) & (at[:, 0] < gray.shape[1] - edge) & (at[:, 1] < gray.shape[0] - edge))


def _cells_inside(gray: Bytes, look: Look, pose: Pose) -> Flags:
    rows, columns = look.weights.shape
    middles = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2) * CELL + CELL / 2
    return _inside(gray, middles.astype(np.float32), pose).reshape(rows, columns)
