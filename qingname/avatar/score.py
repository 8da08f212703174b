"""One number for all evidence that an avatar shows a mark: a log-odds, and where it is high enough.

Coefficients and the two levels are data (``thresholds.toml``), written by ``bench/avatars.py``.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import log1p
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from qingname.avatar.verify import Fit

TERMS = ("one", "mean_squared", "extra", "near_hash_squared", "log_strength", "strength_and_mean", "voted")
"""What a score is the weighted sum of, in the order of :func:`terms`."""

FAR = 80
"""Hamming bits from which a hash says nothing; of 1,500 unrelated avatars one has a view within 60 bits of a mark's."""

_MOST_EXTRA = 2.0


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``weights`` by name of the term; at ``review`` one avatar in a thousand is wrong, at ``reject`` none was."""

    weights: dict[str, float]
    review: float
    reject: float

    def score(self, values: tuple[float, ...]) -> float:
        """The log-odds of these terms."""
        return sum(self.weights[name] * value for name, value in zip(TERMS, values, strict=True))


def terms(fit: Fit, distance: int, *, voted: bool) -> tuple[float, ...]:
    """The evidence of one fit as numbers, one for each of ``TERMS``.

    ``distance`` is the Hamming distance in bits between the nearest hashes of avatar and mark; ``voted`` whether local
    features proposed the pose.
    """
    mean, strength = max(fit.region.mean, 0.0), log1p(fit.strength)
    near = max(0.0, 1 - distance / FAR)  # squared, since one view of 12 by 12 is often half near by chance
    return 1.0, mean * mean, min(fit.region.extra, _MOST_EXTRA), near * near, strength, strength * mean, float(voted)


@cache
def shipped_thresholds() -> Thresholds:
    """What ships with the package."""
    text = resources.files("qingname.avatar").joinpath("thresholds.toml").read_bytes()
    return msgspec.toml.decode(text, type=Thresholds)
