"""Which frames of an animation are looked at."""

from __future__ import annotations

import bisect
import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(shown: Sequence[int], most: int) -> list[int]:
    """``most`` frame numbers, ascending, or all: the first, the longest shown, the last, and some at equal times.

    ``shown`` is milliseconds a frame. Of four and more, what is on screen for more than 1/(most - 2) of the time in one
    piece is always among them. Where few frames take most of the time, the others are spread over the rest.
    """
    count = len(shown)
    ends = list(itertools.accumulate(shown))
    parts = max(1, most - 2)
    times = (ends[-1] * part / parts for part in range(1, parts))
    wanted = itertools.chain(
        (0, max(range(count), key=shown.__getitem__), count - 1),
        (min(bisect.bisect_right(ends, time), count - 1) for time in times),
        (count * part // most for part in range(most)),
        range(count),
    )
    return sorted(itertools.islice(dict.fromkeys(wanted), most))
