"""All matching of one field, in order: scan → neighbours of the whole name → compose → disarm traps → survive."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from qingname.match.compose import changed_lead, compose, place_chain
from qingname.match.context import Occurrence
from qingname.match.find import find
from qingname.match.match import Match
from qingname.match.reading import Reading
from qingname.match.scanner import scanner, watch
from qingname.match.segment import Segmenter
from qingname.match.signs import TEXT_SIGNS
from qingname.match.survive import disarmed, survivors
from qingname.match.whole import find_whole, unswapped
from qingname.model import Technique
from qingname.text import Folder, Step, as_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qingname.match._scan import Scanned, Scanner
    from qingname.match.signs import Trigger
    from qingname.model import Field
    from qingname.registry import Registry
    from qingname.text import Folded


class FieldMatches(msgspec.Struct, frozen=True):
    """What was found in one field: ``matches`` survived, ``words`` are its words of context.

    ``chain`` is the last place where the whole field is nothing but places; ``signs`` is what it shows of all that
    rules wait for, as the scanner gives it; ``cut`` is whether it holds so many names or words (``scan/tables.pxi``,
    ``MOST_HITS``) that only the first were looked at.
    """

    reading: Reading
    matches: tuple[Match, ...]
    words: tuple[Occurrence, ...]
    chain: Match | None
    signs: bytes = b""
    cut: bool = False


class Matcher:
    """Matches fields against all layers of one registry. Safe to share between threads."""

    def __init__(self, registry: Registry) -> None:
        """Lay out the registry for the scanner."""
        self.registry = registry
        self.folder = Folder(registry.characters)
        self.segmenter = Segmenter(registry)
        self.scanner: Scanner = scanner(registry)

    def watch(self, triggers: Sequence[Sequence[Trigger]], always: Iterable[str] = ()) -> None:
        """Look for the signs that the triggers of each rule are made of; every text shows what is ``always`` there."""
        watch(self.scanner, self.registry, triggers, always)

    def woken(self, fields: Mapping[Field, FieldMatches]) -> int:
        """Rules, by number as bits, of which a trigger is complete in these fields."""
        bio = fields.get("bio")
        return self.scanner.woken(fields["name"].signs, b"" if bio is None else bio.signs)

    def field(self, raw: str) -> FieldMatches:
        """Match one field."""
        folded, (hits, words, shown, signs) = self.read(raw)
        reading = Reading(folded, self.registry.characters, self.segmenter)
        if not reading.symbols:
            return FieldMatches(reading, (), (), None, signs)
        found = find(hits, folded, self.registry)
        size = len(reading.symbols)
        if shown & _NEIGHBOUR and not any(m.start == 0 and m.end == size and not m.weak for m in found):
            found.extend(self._neighbours(found, reading))
        composed = compose(found, reading) if shown & _JOINED else []
        if shown & _LEAD and not composed and (lead := changed_lead(found, reading, self.registry.layers)):
            composed.append(lead)
        if shown & _SWAPPED and not composed:
            composed.extend(self._unswapped(reading))
        if composed:
            found.extend(composed)
        found = disarmed(found, words)
        chain = place_chain(found, 0, size) if shown & _CHAIN else None
        if chain and not chain.exact and reading.is_word(chain.start, chain.end):
            chain = None  # 大理石 is no 大理市
        matches = survivors(found, reading, words)
        return FieldMatches(reading, tuple(matches), tuple(words), chain, signs, bool(shown & _CUT))

    def read(self, raw: str, *, idle: bool = False) -> tuple[Folded, Scanned]:
        """Fold and scan a text; hits that no match can come of are there only if ``idle``.

        Where control characters turn its order round its folded symbols are scanned.
        """
        scanned = self.scanner.read(raw, idle)
        if scanned is None:
            folded = self.folder.fold(raw)
            return folded, self.scanner.read_symbols(folded.symbols, _kinds(folded), idle)
        symbols = scanned[4]
        return self.folder.fold(raw) if symbols is None else as_written(raw, symbols), scanned[:4]

    def _unswapped(self, reading: Reading) -> list[Match]:
        """The body that the whole field names once two neighbours are swapped back."""
        mended = unswapped(reading.symbols, self.registry)
        if not mended:
            return []
        folded = msgspec.structs.replace(reading.folded, symbols=mended)
        plain = Reading(folded, self.registry.characters, self.segmenter)
        hits, _, _, _ = self.scanner.read_symbols(mended, _kinds(folded), idle=True)  # joined whether covered or not
        size = len(mended)
        whole = [m for m in compose(find(hits, folded, self.registry), plain) if (m.start, m.end) == (0, size)]
        low, high = reading.folded.span(0, size)
        step = Step(reading.folded.raw[low:high], mended, Technique.REORDERED)
        techniques = (Technique.COMPOSED, Technique.REORDERED)
        return [
            msgspec.structs.replace(match, steps=(step,), techniques=techniques, seen=1, score=0.8)
            for match in whole
            if match.exact
        ]

    def _neighbours(self, found: list[Match], reading: Reading) -> list[Match]:
        """Names one edit from, or an anagram of, the whole field or what follows a place that begins it."""
        size = len(reading.symbols)
        starts = {0} | {
            m.end for m in found if m.entry.category == "place" and m.start == 0 and m.exact and m.end < size
        }
        find_from = functools.partial(find_whole, reading, self.registry, self.scanner)
        return [match for start in sorted(starts) for match in find_from(start, size)]


_NEIGHBOUR, _SWAPPED, _CHAIN, _JOINED, _LEAD, _CUT = (
    TEXT_SIGNS[what] for what in ("neighbour", "swapped", "chain", "joined", "lead", "cut")
)
_UPPER, _LOWER, _GAP = 1, 2, 4


def _kinds(folded: Folded) -> bytes:
    """What the scanner asks of each symbol's raw character: upper or lower case, and whether a gap stands before it."""
    return bytes(
        _UPPER * folded.raw[start].isupper() + _LOWER * folded.raw[start].islower() + _GAP * folded.gap_before(place)
        for place, start in enumerate(folded.starts)
    )
