"""All matching of one field, in order: find → neighbours of the whole name → compose → disarm traps → survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qingname.match.compose import changed_lead, compose, place_chain
from qingname.match.context import Occurrence, occurrences
from qingname.match.find import find
from qingname.match.reading import Reading
from qingname.match.survive import disarmed, survivors
from qingname.match.whole import find_whole, unswapped
from qingname.model import Technique
from qingname.text import Step

if TYPE_CHECKING:
    from qingname.match.match import Match
    from qingname.match.segment import Segmenter
    from qingname.registry import Registry
    from qingname.text import Folder


class FieldMatches(NamedTuple):
    """What was found in one field: ``matches`` survived, ``words`` are its words of context.

    ``chain`` is the last place where the whole field is nothing but places.
    """

    reading: Reading
    matches: tuple[Match, ...]
    words: tuple[Occurrence, ...]
    chain: Match | None


def match_field(raw: str, registry: Registry, folder: Folder, segmenter: Segmenter) -> FieldMatches:
    """Match one field against all layers of the registry."""
    reading = Reading(folder.fold(raw), registry.characters, segmenter)
    if not reading.symbols:
        return FieldMatches(reading, (), (), None)
    words = occurrences(reading, registry)
    found = find(reading, registry)
    size = len(reading.symbols)
    if not any(match.start == 0 and match.end == size and not match.weak for match in found):
        found.extend(_neighbours(found, reading, registry))
    composed = compose(found, reading)
    if not composed and (lead := changed_lead(found, reading, registry.layers)):
        composed.append(lead)
    if not composed:
        composed.extend(_unswapped(reading, registry, segmenter))
    found = disarmed([*found, *composed], words)
    chain = place_chain(found, 0, size)
    if chain and not chain.exact and reading.is_word(chain.start, chain.end):
        chain = None  # 大理石 is no 大理市
    matches = survivors(found, reading, words)
    return FieldMatches(reading, tuple(matches), tuple(words), chain)


def _unswapped(reading: Reading, registry: Registry, segmenter: Segmenter) -> list[Match]:
    """The body that the whole field names once two neighbours are swapped back."""
    mended = unswapped(reading.symbols, registry)
    if not mended:
        return []
    plain = Reading(reading.folded._replace(symbols=mended), registry.characters, segmenter)
    whole = [match for match in compose(find(plain, registry), plain) if (match.start, match.end) == (0, len(mended))]
    low, high = reading.folded.span(0, len(mended))
    step = Step(reading.folded.raw[low:high], mended, Technique.REORDERED)
    techniques = (Technique.COMPOSED, Technique.REORDERED)
    return [match._replace(steps=(step,), techniques=techniques, seen=1, score=0.8) for match in whole if match.exact]


def _neighbours(found: list[Match], reading: Reading, registry: Registry) -> list[Match]:
    """Names one edit from, or an anagram of, the whole field or what follows a place that begins it."""
    size = len(reading.symbols)
    starts = {0} | {m.end for m in found if m.entry.category == "place" and m.start == 0 and m.exact and m.end < size}
    return [match for start in sorted(starts) for match in find_whole(reading, registry, start, size)]
