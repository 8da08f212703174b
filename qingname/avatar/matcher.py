"""Which marks an avatar shows.

1. its views are hashed; the marks whose hashes are near propose a pose each
2. its local features, and those of its mirror image, vote for marks and poses
3. each proposed pose is refined and checked as a whole (:mod:`qingname.avatar.verify`)
4. all evidence makes one score (:mod:`qingname.avatar.score`); what reaches the review level is a match
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from qingname.avatar.features import BORDER, canvas
from qingname.avatar.hashes import BITS, dihedral_hashes, frequencies, quality
from qingname.avatar.index import LookIndex
from qingname.avatar.look import HASHABLE
from qingname.avatar.match import MarkMatch, corners, transform_of, turn_of
from qingname.avatar.poses import mirrored, plausible, pose_of_pairs, pose_of_views, vote
from qingname.avatar.score import FAR, Thresholds, shipped_thresholds, terms
from qingname.avatar.verify import Fit, Sight, fit, sight_of
from qingname.avatar.views import NAMES, views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from qingname.avatar.arrays import Bytes, Floats, Numbers, Pose
    from qingname.avatar.look import Look
    from qingname.avatar.marks import Entry

SIDE = 640
"""Pixels of the longer side of an avatar's canvas: at 320 a mark that fills half of a photograph has too few features
(right mark among the candidates .63, at 480 .80, at 640 .87)."""

FEATURES = 1_100
"""Features sought in an avatar."""
NEAR_HASH = 92
"""Bits within which a hash proposes a pose; verification decides."""

NEAR_FEATURE = 70
"""Bits within which two features are alike."""

NEAREST_LOOKS = 4
"""Looks of marks whose hashes propose a pose, at most."""

_VOTED_LOOKS = 8  # for whose pose votes are counted as it is, and as many mirrored
_FEWEST_FEATURES = 4
_INVERSE = (0, 1, 2, 3, 4, 6, 5, 7)  # of each transform: turning back a quarter turn is a turn the other way


class NearHash(NamedTuple):
    """The nearest pair of hashes of an avatar and a look: bits apart, the views, the transform of the mark."""

    distance: int
    shown: int
    known: int
    transform: int
    inverted: bool


class Evidence(NamedTuple):
    """One pose that was tried: of which look, how it fits, the nearest hash, whether votes proposed it."""

    look: int
    fit: Fit
    near: NearHash
    mirrored: bool
    voted: bool
    terms: tuple[float, ...]


class Hashed(NamedTuple):
    """An avatar's hashes (n, 8, 32) of its hashable views, which views those are, and what all views show."""

    hashes: Bytes
    numbers: Numbers
    boxes: Floats

    def nearest(self, look: Look) -> NearHash:
        """The nearest pair; 128 bits where one side has nothing to hash."""
        known = np.flatnonzero(look.hashable)
        if not len(known) or not len(self.numbers):
            return NearHash(BITS // 2, 0, 0, 0, inverted=False)
        codes = np.ascontiguousarray(look.hashes[known]).view(np.uint64)
        apart = np.bitwise_count(self.hashes.view(np.uint64)[:, :, None] ^ codes).sum(axis=3, dtype=np.int64)
        near = np.minimum(apart, BITS - apart)
        shown, transform, mark = np.unravel_index(int(near.argmin()), near.shape)
        bits = int(apart[shown, transform, mark])
        numbers = int(self.numbers[shown]), int(known[mark])
        return NearHash(min(bits, BITS - bits), *numbers, _INVERSE[int(transform)], inverted=bits > BITS // 2)


class MarkMatcher:
    """Finds marks in avatars. Not changed by use; processes and threads may share it."""

    def __init__(self, marks: Sequence[Entry], thresholds: Thresholds | None = None) -> None:
        """Index ``marks``; ``thresholds`` are those that ship where none are given."""
        cv2.setNumThreads(1)  # processes share the cores, threads wait for one another
        self.thresholds = thresholds or shipped_thresholds()
        self.marks = [entry.mark for entry in marks for _ in entry.looks]
        """The mark of each look."""
        self.index = LookIndex([look for entry in marks for look in entry.looks])

    def match(self, layers: Sequence[Image.Image]) -> list[MarkMatch]:
        """Marks that any of these pictures (mode L or RGB) of one avatar shows, the surest first, each mark once."""
        found: dict[str, MarkMatch] = {}
        for number, layer in enumerate(layers):
            for evidence in self.evidence(layer):
                score = self.thresholds.score(evidence.terms)
                mark = self.marks[evidence.look]
                if score >= self.thresholds.review and (mark.id not in found or found[mark.id].score < score):
                    found[mark.id] = self._told(evidence, score, number, layer)
        return sorted(found.values(), key=lambda match: (-match.score, match.mark.id))

    def evidence(self, picture: Image.Image) -> Iterator[Evidence]:
        """Every pose that is tried, however it fits."""
        hashed = hashes_of(picture)
        gray = canvas(picture, SIDE)
        sights = [sight_of(side, FEATURES) for side in (gray, np.ascontiguousarray(gray[:, ::-1]))]
        for number, flipped, voted, pose in (*self._by_hash(hashed, gray.shape), *self._by_vote(sights)):
            look = self.index.looks[number]
            found = fit(sights[flipped], look, pose)
            if found is None:
                continue
            near = hashed.nearest(look)
            yield Evidence(number, found, near, flipped, voted, terms(found, near.distance, voted=voted))

    def _by_hash(self, hashed: Hashed, size: tuple[int, ...]) -> Iterator[tuple[int, bool, bool, Pose]]:
        queries = hashed.hashes.reshape(-1, hashed.hashes.shape[-1])
        for number in self.index.near_hashes(np.concatenate((queries, ~queries)), NEAR_HASH, NEAREST_LOOKS):
            look = self.index.looks[number]
            near = hashed.nearest(look)
            inner = size[0] - 2 * BORDER, size[1] - 2 * BORDER
            pose = pose_of_views(look.boxes[near.known], look.frame, hashed.boxes[near.shown], inner, near.transform)
            flipped = bool(np.linalg.det(pose[:, :2]) < 0)
            if flipped:
                pose = mirrored(pose, size[1])
            if plausible(pose):
                yield number, flipped, False, pose

    def _by_vote(self, sights: Sequence[Sight]) -> Iterator[tuple[int, bool, bool, Pose]]:
        for flipped, sight in enumerate(sights):
            if len(sight.features.places) < _FEWEST_FEATURES:
                continue
            near = self.index.near_features(sight.features.descriptors, NEAR_FEATURE)
            shown, known = sight.features.places[near.query], self.index.places[near.code]
            weight = (NEAR_FEATURE - near.bits).astype(np.float32)
            for ballot in vote(shown, known, self.index.look_of_feature[near.code], weight, _VOTED_LOOKS):
                pose = pose_of_pairs(known[ballot.pairs], shown[ballot.pairs])
                if pose is not None:
                    yield ballot.look, bool(flipped), True, pose

    def _told(self, evidence: Evidence, score: float, layer: int, picture: Image.Image) -> MarkMatch:
        fitted, near, flipped = evidence.fit, evidence.near, evidence.mirrored
        turn = turn_of(fitted.pose, mirrored=flipped)
        frame = self.index.looks[evidence.look].frame
        return MarkMatch(
            self.marks[evidence.look],
            round(score, 3),
            score >= self.thresholds.reject,
            layer,
            NAMES[near.shown],
            transform_of(turn, mirrored=flipped),
            turn,
            near.inverted and near.distance < FAR,
            near.distance,
            fitted.inliers,
            round(fitted.region.mean, 3),
            corners(frame, fitted.pose, picture.size, SIDE, mirrored=flipped),
        )


def hashes_of(picture: Image.Image) -> Hashed:
    """Hashes of all views of a picture (mode L or RGB) that show enough to be hashed."""
    seen = views(picture)
    numbers = np.flatnonzero(quality(seen.pixels) >= HASHABLE)
    return Hashed(dihedral_hashes(frequencies(seen.pixels[numbers])), numbers, seen.boxes)
