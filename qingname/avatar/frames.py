"""Which frames of an animation are looked at."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(shown: Sequence[int], most: int) -> list[int]:
    """At most ``most`` frame numbers, ascending: the first, the longest shown, the last, and some at equal times.

    ``shown`` is milliseconds a frame. Of four and more, what is on screen for more than 1/(most - 2) of the time in one
    piece is always among them.
    """
    count = len(shown)
    if count <= most:
        return list(range(count))
    chosen = [0, max(range(count), key=shown.__getitem__), count - 1]
    ends = list(itertools.accumulate(shown))
    parts = most - 2
    times = (ends[-1] * part / parts for part in range(1, parts))
    chosen += [min(bisect.bisect_right(ends, time), count - 1) for time in times]
    return sorted(set(chosen[:most]))
