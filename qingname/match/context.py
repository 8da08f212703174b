"""The words around a match: claims, news words, audiences, traps. Found exactly, in the text as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingname.registry import Word


class Occurrence(NamedTuple):
    """A word at symbols ``start`` up to ``end``."""

    word: Word
    start: int
    end: int


class Trap(NamedTuple):
    """A trap at symbols ``start`` up to ``end``; ``inner`` is (text, start, end) of what it disarms."""

    start: int
    end: int
    inner: tuple[str, int, int]


def trapped(words: list[Occurrence]) -> Iterator[Trap]:
    """Every trap in the text, once for each place of each form that it disarms."""
    for word, start, end in words:
        if word.table == "trap":
            for inner in word.contains:
                place = word.text.find(inner)
                while inner and place >= 0:
                    yield Trap(start, end, (inner, start + place, start + place + len(inner)))
                    place = word.text.find(inner, place + 1)
