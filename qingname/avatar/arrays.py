"""Names for the arrays of this room, and the three conversions from what OpenCV and numpy give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Pose = NDArray[np.float64]
"""An affine map of the plane, (2, 3) or with its last row (3, 3)."""


def as_bytes(values: ArrayLike) -> Bytes:
    """The values as uint8, not copied where they are."""
    return np.asarray(values, np.uint8)


def as_floats(values: ArrayLike) -> Floats:
    """The values as float32, not copied where they are."""
    return np.asarray(values, np.float32)


def as_pose(values: ArrayLike) -> Pose:
    """The values as float64, not copied where they are."""
    return np.asarray(values, np.float64)
