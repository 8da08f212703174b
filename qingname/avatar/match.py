"""A mark found in an avatar, told so that a person can see where and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from qingname.avatar.features import BORDER
from qingname.avatar.marks import Mark

if TYPE_CHECKING:
    from qingname.avatar.arrays import Pose

_UNTURNED = 3.0  # degrees that a pose may be off a quarter turn and still be called one
_TURNS = ("as is", "rotated 90", "rotated 180", "rotated 270")
_MIRRORED_TURNS = ("mirrored", "transverse", "upside down", "transposed")  # mirrored first, then turned


class MarkMatch(msgspec.Struct, frozen=True):
    """A mark that an avatar shows.

    ``score``: log-odds. ``sure``: the score reaches the level at which no unrelated avatar was matched. ``layer``:
    which of the pictures given. ``view``: how the avatar was looked at where the hashes are nearest, ``distance`` bits
    apart of 256. ``transform``: one of :data:`qingname.avatar.hashes.TRANSFORMS`, ``turned`` or ``mirrored and
    turned``; ``turn``: degrees clockwise, after mirroring. ``inverted``: bright and dark are exchanged. ``inliers``:
    local features met. ``agreement``: -1 to 1, of the whole region. ``region``: the mark's four corners in the avatar,
    x and y in pixels of the layer, clockwise from the mark's own top left; outside the avatar where the mark is
    cropped.
    """

    mark: Mark
    score: float
    sure: bool
    layer: int
    view: str
    transform: str
    turn: float
    inverted: bool
    distance: int
    inliers: int
    agreement: float
    region: tuple[tuple[float, float], ...]


def turn_of(pose: Pose, *, mirrored: bool) -> float:
    """Degrees clockwise, 0 to 360, by which a mark was turned after it was mirrored, or not."""
    degrees = float(np.rad2deg(np.arctan2(pose[1, 0], pose[0, 0])))
    return round(-degrees if mirrored else degrees, 1) % 360


def transform_of(turn: float, *, mirrored: bool) -> str:
    """The name of a turn in degrees, of the mark or of its mirror image."""
    quarter = round(turn / 90)
    if abs(turn - 90 * quarter) > _UNTURNED:
        return "mirrored and turned" if mirrored else "turned"
    return (_MIRRORED_TURNS if mirrored else _TURNS)[quarter % 4]


def corners(
    frame: tuple[int, int], pose: Pose, size: tuple[int, int], side: int, *, mirrored: bool
) -> tuple[tuple[float, float], ...]:
    """Where the corners of a mark's canvas, without its border, lie in a picture.

    ``frame`` is height and width of the canvas with its border, ``size`` width and height of the picture, ``side`` the
    longer side of the canvas that ``pose`` leads to.
    """
    bottom, right = frame[0] - BORDER, frame[1] - BORDER
    points = np.array([(BORDER, BORDER), (right, BORDER), (right, bottom), (BORDER, bottom)], np.float64)
    scale = max(size) / side
    at = (points @ pose[:, :2].T + pose[:, 2] - BORDER) * scale
    if mirrored:
        at[:, 0] = size[0] - at[:, 0]
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in at)
