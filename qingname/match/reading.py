"""One field as matching sees it: folded once, its lattices, its token bounds, its words, each made when asked for."""

from __future__ import annotations

import bisect
import functools
import itertools
from typing import TYPE_CHECKING

from qingname.text import glyph_lattice, sound_lattice

if TYPE_CHECKING:
    from qingname.match.segment import Segmenter
    from qingname.text import Characters, Folded, Lattice

_STOPS = frozenset("。，,；;！!？?…\n\r|｜/／、~～")


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

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Symbols of the clause in which ``start`` up to ``end`` stand: up to the nearest stop on both sides."""
        if not self._stops:
            return 0, len(self.symbols)
        low, high = self.folded.span(start, end)
        behind, ahead = bisect.bisect_left(self._stops, low), bisect.bisect_left(self._stops, high)
        before = self._stops[behind - 1] if behind else -1
        after = self._stops[ahead] if ahead < len(self._stops) else len(self.folded.raw)
        starts = self.folded.starts
        if self._in_order:
            return bisect.bisect_right(starts, before), bisect.bisect_left(starts, after)
        inside = [index for index, place in enumerate(starts) if before < place < after]
        return inside[0], inside[-1] + 1

    @functools.cached_property
    def _stops(self) -> list[int]:
        """Where in the raw text clauses end."""
        return sorted(place for place, step in self.folded.dropped if step.raw in _STOPS)

    @functools.cached_property
    def _in_order(self) -> bool:
        """Whether no control character turns the order of the text round."""
        return all(before <= after for before, after in itertools.pairwise(self.folded.starts))

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
