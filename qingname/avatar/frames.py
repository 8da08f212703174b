"""Which frames of an animation are looked at."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(shown: Sequence[int], most: int) -> list[int]:
    """At most ``most`` frame numbers, ascending: the first, the last, the longest shown, and some at equal times.

    ``shown`` is milliseconds a frame. What is on screen for more than 1/(most - 1) of the time in one piece is always
    among them.
    """
    count = len(shown)
    if count <= most:
        return list(range(count))
    chosen = {0, count - 1, max(range(count), key=shown.__getitem__)}
    ends = list(itertools.accumulate(shown))
    parts = most - 2
    for part in range(1, parts):
        chosen.add(min(bisect.bisect_right(ends, ends[-1] * part / parts), count - 1))
    return sorted(chosen)
