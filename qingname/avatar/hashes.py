"""256-bit hashes of views, and their eight mirror and quarter-turn forms without looking at the picture again.

1. a view's low cosine frequencies, 16 by 16, the constant left out (as in PDQ)
2. mirroring changes the sign of every second frequency, a transpose swaps the axes: eight arrays from one transform
3. a bit says whether a coefficient lies above the median of its array
4. the hash of the inverted picture is the complement, so that a distance d to it is 256 - d
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import imagehash
import numpy as np

from qingname.avatar.arrays import as_floats
from qingname.avatar.views import SIDE

if TYPE_CHECKING:
    from qingname.avatar.arrays import Bytes, Floats

BITS = 256
"""Bits of a hash, 32 bytes packed."""

TRANSFORMS = (
    "as is", "mirrored", "upside down", "rotated 180",
    "transposed", "rotated 90", "rotated 270", "transverse",
)  # fmt: skip
"""What was done to the picture, in the order in which :func:`dihedral_hashes` stacks them; turns are clockwise."""

_WIDTH = 16


def _cosines() -> Floats:
    """Rows 1 to 16 of the orthonormal cosine transform of ``SIDE`` samples."""
    frequency, sample = np.arange(1, _WIDTH + 1)[:, None], np.arange(SIDE)[None, :]
    return as_floats(np.sqrt(2 / SIDE) * np.cos(np.pi * frequency * (2 * sample + 1) / (2 * SIDE)))


_COSINES = _cosines()
_SIGNS = np.where(np.arange(1, _WIDTH + 1) % 2, -1, 1).astype(np.float32)


def frequencies(pixels: Floats) -> Floats:
    """Low frequencies (n, 16, 16) of views (n, 64, 64), vertical before horizontal."""
    return as_floats(np.matmul(np.matmul(_COSINES, pixels), _COSINES.T))


def dihedral_hashes(coefficients: Floats) -> Bytes:
    """Packed hashes (n, 8, 32) of views with these frequencies (n, 16, 16), under each of ``TRANSFORMS``."""
    both = np.stack((coefficients, coefficients.transpose(0, 2, 1)), axis=1)
    turned = np.stack((both, both * _SIGNS, both * _SIGNS[:, None], both * _SIGNS * _SIGNS[:, None]), axis=2)
    flat = turned.reshape(len(coefficients), len(TRANSFORMS), BITS)
    # the lower of the two middle values, which numpy's median would average
    middle = np.partition(flat, BITS // 2 - 1, axis=2)[:, :, BITS // 2 - 1 : BITS // 2]
    return np.packbits(flat > middle, axis=2)


def quality(pixels: Floats) -> Floats:
    """How much there is to hash in each view (n, 64, 64), 0 to 100: sums of gradients, as PDQ counts them."""
    down = np.abs(np.trunc(np.diff(pixels, axis=1) * 100 / 255)).sum(axis=(1, 2))
    across = np.abs(np.trunc(np.diff(pixels, axis=2) * 100 / 255)).sum(axis=(1, 2))
    return as_floats(np.minimum((down + across) / 90, 100))


def image_hash(packed: Bytes) -> imagehash.ImageHash:
    """One packed hash (32 bytes) as imagehash has it; subtracting two gives their Hamming distance."""
    return imagehash.ImageHash(np.unpackbits(packed).astype(bool).reshape(_WIDTH, _WIDTH))
