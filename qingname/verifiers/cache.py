"""Answers that are remembered for a while: the latest used of them, each until its time is over."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

_Answer = TypeVar("_Answer")


class AnswerCache(Generic[_Answer]):
    """At most ``size`` answers, none older than ``seconds``; 0 of either remembers nothing. Safe between threads."""

    def __init__(self, size: int, seconds: float) -> None:
        """Begin empty."""
        self._size, self._seconds = size, seconds
        self._kept: OrderedDict[Hashable, tuple[float, _Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> _Answer | None:
        """Give the answer, unless there is none or its time is over."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept[0] <= time.monotonic():
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: Hashable, answer: _Answer) -> None:
        """Remember an answer, and forget the one that was not used for longest where there are too many."""
        with self._lock:
            self._kept[key] = (time.monotonic() + self._seconds, answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
