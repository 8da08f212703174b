"""One field as matching sees it: folded once, its lattices, its token bounds, its words, each made when asked for."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from qingname.text import glyph_lattice, sound_lattice

if TYPE_CHECKING:
    from qingname.match.segment import Segmenter
    from qingname.text import Characters, Folded, Lattice


class Reading:
    """A folded field with what is derived from it."""

    def __init__(self, folded: Folded, characters: Characters, segmenter: Segmenter) -> None:
        """Hold the field; nothing is computed yet."""
        self._segmenter = segmenter
        self.folded = folded
        self.symbols = folded.symbols
        self._characters = characters
        self._cuts: frozenset[int] | None = None

    @property
    def anchors(self) -> frozenset[str]:
        """Characters that registry names are written with."""
        return self._characters.anchors

    @functools.cached_property
    def glyphs(self) -> Lattice:
        """The glyph lattice."""
        return glyph_lattice(self.folded, self._characters)

    @functools.cached_property
    def sounds(self) -> Lattice:
        """The sound lattice."""
        return sound_lattice(self.folded, self.glyphs, self._characters)

    def is_cut(self, place: int) -> bool:
        """Whether a word may end before symbol ``place``: at a visible gap or edge, or where the segmenter cuts."""
        if self.folded.gap_before(place):
            return True
        if self._cuts is None:
            self._cuts = frozenset(itertools.accumulate(map(len, self._segmenter.cut(self.symbols))))
        return place in self._cuts

    def is_word(self, start: int, end: int) -> bool:
        """Whether symbols ``start`` up to ``end`` are an ordinary word that could be misread as a name."""
        return self._segmenter.knows(self.symbols[start:end])

    def tokens_whole(self, start: int, end: int) -> bool:
        """Whether letters and digits at the edges are whole tokens: 110 is not in 1101, NPC not in ANPCO."""
        if self.symbols[start].isascii() and not self.token_bound(start):
            return False
        return not self.symbols[end - 1].isascii() or self.token_bound(end)

    def token_bound(self, place: int) -> bool:
        """Whether a Latin or digit token may begin or end before symbol ``place``: BJ|公安, CCTV|1, Beijing|Gongan."""
        if place <= 0 or place >= len(self.symbols) or self.folded.gap_before(place):
            return True
        before, after = self.symbols[place - 1], self.symbols[place]
        if _token_class(before) != _token_class(after) or _token_class(after) == _OTHER:
            return True
        raw = self.folded.raw
        last, first = raw[self.folded.starts[place - 1]], raw[self.folded.starts[place]]
        return first.isupper() and last.islower()


_LETTER, _DIGIT, _OTHER = range(3)


def _token_class(symbol: str) -> int:
    if "a" <= symbol <= "z":
        return _LETTER
    return _DIGIT if symbol.isdecimal() else _OTHER
