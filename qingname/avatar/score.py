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

TERMS = (
    "one", "mean", "mean_squared", "extra", "near_hash", "log_strength", "strength_and_mean", "voted", "lost", "seen",
)  # fmt: skip
"""What a score is the weighted sum of, in the order of :func:`terms`."""

FAR = 80
"""Hamming bits from which a hash says nothing; of 1,500 unrelated avatars one has a view within 60 bits of a mark's."""

_MOST_EXTRA = 2.0
_HELD = 0.4  # agreement, less what is lost, from which a near hash counts in full; flat discs meet seals at 52 bits


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
    region, strength = fit.region, log1p(fit.strength)
    mean = max(region.mean, 0.0)
    held = min(1.0, max(0.0, (region.mean - region.lost) / _HELD))
    # squared, since one of 144 pairs of views is often half near by chance; and only as far as the region bears it out
    near = max(0.0, 1 - distance / FAR) ** 2 * held
    extra = min(region.extra, _MOST_EXTRA)
    return 1.0, mean, mean**2, extra, near, strength, strength * mean, float(voted), region.lost, region.seen


@cache
def shipped_thresholds() -> Thresholds:
    """What ships with the package."""
    text = resources.files("qingname.avatar").joinpath("thresholds.toml").read_bytes()
    return msgspec.toml.decode(text, type=Thresholds)
